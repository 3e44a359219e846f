import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestService, startTestService } from '../../runningService';
import type { RestorableService } from './restoredService';

async function renewEpoch(service: TestService): Promise<void> {
  const tenant = await service.store().tenant(service.tenant.id);
  await tenant?.renewEpoch(randomUUID());
}

/** A service on SQLite whose files are put aside and brought back. Dispose of `service` and of this. */
export async function startRestorableSqlite(): Promise<RestorableService & { dispose(): Promise<void> }> {
  const service = await startTestService();
  const kept = mkdtempSync(join(tmpdir(), 'sightglass-backup-'));
  return {
    service,
    backup: async () => {
      await service.stop();
      cpSync(service.folder, kept, { recursive: true });
      await service.restart();
    },
    restore: async () => {
      await service.stop();
      for (const name of readdirSync(service.folder)) {
        rmSync(join(service.folder, name), { recursive: true });
      }
      cpSync(kept, service.folder, { recursive: true });
      await service.restart();
      await renewEpoch(service);
    },
    dispose: async () => {
      await service.dispose();
      rmSync(kept, { recursive: true, force: true });
    },
  };
}

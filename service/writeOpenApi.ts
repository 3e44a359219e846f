import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from './startService';
import { openSqliteStore } from './store/sqlite/sqliteStore';

/** Writes what the service says of itself to a file, for `npm run generate`. */
async function writeOpenApi(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-openapi-'));
  const store = await openSqliteStore(folder);
  const service = await startService({ store, pepper: 'p'.repeat(32), host: '127.0.0.1', port: 0 });
  try {
    writeFileSync(path, JSON.stringify(service.app.swagger()));
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

void writeOpenApi(process.argv[2] ?? 'openapi.json');

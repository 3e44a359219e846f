import { cpSync, rmSync } from 'node:fs';
import type { TestService } from './runningService';

/** Copies what a service keeps. Answers how to put that back in place of what it keeps then, once. */
export async function copyOfService(service: TestService): Promise<() => Promise<void>> {
  const kept = `${service.folder}-kept`;
  await service.stop();
  cpSync(service.folder, kept, { recursive: true });
  await service.restart();
  return async () => {
    await service.stop();
    rmSync(service.folder, { recursive: true });
    cpSync(kept, service.folder, { recursive: true });
    rmSync(kept, { recursive: true });
    await service.restart();
    const tenant = await service.store().tenant(service.tenant.id);
    await tenant?.renewEpoch('second life');
  };
}

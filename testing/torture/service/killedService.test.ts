import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleService } from '../../serviceProcess';
import { killUnderLoad } from './killedService';

it('what was answered for is in the log exactly once, however the service ends; SIGTERM is answered to in time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-killed-'));
  try {
    const service = { program: await bundleService(), folder };
    const outcome = await killUnderLoad({ seed: 1, kills: 4, clients: 4, service });
    expect(outcome.failures).toEqual([]);
    expect(outcome.kills).toEqual({ SIGKILL: 2, SIGTERM: 3 });
    expect(outcome.acknowledged).toBeGreaterThan(10);
    expect(outcome.cutOff).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);

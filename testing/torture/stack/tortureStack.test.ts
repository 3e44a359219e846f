import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleService } from '../../serviceProcess';
import { playStackHistory } from './stackHistory';
import { bundleStackClient } from './stackStage';

test('programs and service killed over a network that fails: nothing that was saved is lost or doubled, and all end alike', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-stack-'));
  try {
    const service = { program: await bundleService(), folder };
    const program = await bundleStackClient();
    const outcome = await playStackHistory({ seed: 1, clients: 3, kills: 6, service, program });
    expect(outcome.failures).toEqual([]);
    expect(outcome.serviceKills).toBeGreaterThan(0);
    expect(outcome.clientKills).toBeGreaterThan(0);
    expect(outcome.edits).toBeGreaterThan(20);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

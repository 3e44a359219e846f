import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, untilSynced } from '../../../testing/syncedPlants';

const root = resolve(import.meta.dirname, '../../..');
const script = join(root, '.cache/torture/syncCrash.cjs');
let service: TestService;
let anna: TestMachine;

beforeAll(async () => {
  service = await startTestService();
  anna = testMachine(service, await service.tenant.makeToken({ subject: 'anna', role: 'editor' }), 'anna');
  await build({
    entryPoints: [join(root, 'testing/torture/syncCrash.ts')],
    ...{ outfile: script, bundle: true, platform: 'node', format: 'cjs', external: ['better-sqlite3'] },
  });
});
afterAll(async () => {
  anna.dispose();
  await service.dispose();
});

test.each(['answered', 'paged'])(
  '[Y18] killed when it is %s, a plant goes on as if nothing had been',
  async (moment) => {
    const plant = anna.create(moment);
    await plant.sync.publish(anna.key);
    await untilSynced(plant);
    const other = await anna.download(plant.sync.link()?.plantId ?? '', `${moment} elsewhere`);
    plant.dispose();
    if (moment === 'paged') {
      const ids = [...other.file.readModel().components.keys()].slice(2, 3);
      make(other, (context) => moveComponents(context, { ids, dx: 0, dy: 40 }));
    }
    await untilSynced(other);
    const token = await service.tenant.makeToken({ subject: 'anna', role: 'editor' });
    const path = join(anna.folder, `${moment}.sightglass`);
    const child = spawn(process.execPath, [script, path, moment, service.address, service.tenant.id, token], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code, signal] = await once(child, 'close');
    expect([code, signal]).toEqual([null, 'SIGKILL']);
    const again = anna.open(moment);
    expect(again.sync.status().pendingCount).toBe(1);
    await again.sync.now();
    await untilSynced(again, other);
    expect(plantText(other)).toBe(plantText(again));
    const query = { since: 0, hash: again.sync.link()?.plantId ?? '', limit: 1_000, waitSeconds: 0 };
    const { entries } = await anna.client().changes(query.hash, query, new AbortController().signal);
    expect(entries.filter(({ label }) => label === 'Move V-101')).toHaveLength(1);
  },
);

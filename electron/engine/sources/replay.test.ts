import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { copyToInflux } from '../../../cli/copyCommand';
import { copiedMapping, copyStyles } from '../../../shared/influx/copiedAddress';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { buildDemoProject } from '../demo/buildDemoProject';
import { openInflux } from '../influx/openInflux';
import { OpenPlant } from '../openPlant';
import { nowhere, ownHistoryOnly, type PlantServices } from '../plantServices';

// Rule numbers refer to docs/spec/sources.md.

const never = new AbortController().signal;
const momentCount = 200;

const onLoopback: PlantServices = {
  ...ownHistoryOnly,
  connections: {
    connectionTo: ({ url, organization }) =>
      Promise.resolve({ url, organization, credentials: { kind: 'none' }, authorityPem: undefined }),
    writeBackTo: () => nowhere,
  },
  openSource: openInflux,
};

/** The same moments every time, spread over a range and a little beyond it. */
function momentsIn(firstMs: number, lastMs: number): readonly number[] {
  let seed = 20_260_314;
  const span = (lastMs - firstMs) * 1.02;
  return Array.from({ length: momentCount }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(firstMs - span * 0.01 + (seed / 2_147_483_648) * span);
  });
}

async function expectSameReplay(expected: OpenPlant, actual: OpenPlant, moments: readonly number[]): Promise<void> {
  const sensorIds = [...expected.file.readModel().sensors.keys()];
  for (const timeMs of moments) {
    const truth = await expected.history.readSnapshot(sensorIds, timeMs, never);
    const shown = await actual.history.readSnapshot(sensorIds, timeMs, never);
    expect({ timeMs, ...shown }).toEqual({ timeMs, ...truth });
  }
}

describe.skipIf(findInfluxd() === undefined)('replay from a real InfluxDB (needs influxd)', () => {
  let folder = '';
  let server: InfluxServer;
  let embedded: OpenPlant;
  let moments: readonly number[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-replay-'));
    const path = join(folder, 'demo.sightglass');
    await buildDemoProject(path, { signal: never, report: () => undefined });
    copyFileSync(path, join(folder, 'field.sightglass'));
    copyFileSync(path, join(folder, 'tag.sightglass'));
    embedded = OpenPlant.open(path);
    const { firstMs = 0, lastMs = 0 } = await embedded.history.describe(never);
    moments = momentsIn(firstMs, lastMs);
    server = await startInfluxServer();
  }, 120_000);

  afterAll(async () => {
    embedded.dispose();
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const style of copyStyles) {
    test(`[Q9] ${style}: the example plant's history shows the same at ${momentCount} random moments`, async () => {
      const path = join(folder, `${style}.sightglass`);
      const source = OpenPlant.open(path);
      const mapping = copiedMapping(style, `demo_${style}`);
      const copied = await copyToInflux(source, { url: server.url, mapping, connectAs: 'Historian' });
      expect(copied.sensorsConnected).toBe(embedded.file.readModel().sensors.size);
      source.dispose();

      const plant = OpenPlant.open(path, onLoopback);
      try {
        await expectSameReplay(embedded, plant, moments);
        expect(plant.sources.statuses()).toMatchObject([{ phase: 'ok' }]);
      } finally {
        plant.dispose();
      }
    }, 300_000);
  }

  test('[Q12] taken offline, the whole history shows the same without the network, also after a restart', async () => {
    const path = join(folder, 'field.sightglass');
    const sensorIds = [...embedded.file.readModel().sensors.keys()];
    const { firstMs = 0, lastMs = 0 } = await embedded.history.describe(never);
    const plant = OpenPlant.open(path, onLoopback);
    plant.begin();
    await plant.offline.start(sensorIds, { startMs: firstMs, endMs: lastMs + 1 }, 'March');
    await vi.waitFor(() => expect(plant.offline.state().jobs).toMatchObject([{ state: 'done' }]), {
      timeout: 200_000,
      interval: 200,
    });
    plant.dispose();
    await server.dispose();

    const away = OpenPlant.open(path, onLoopback);
    try {
      const inside = moments.filter((timeMs) => timeMs >= firstMs && timeMs <= lastMs);
      await expectSameReplay(embedded, away, inside);
      expect(away.sources.coverageOf(sensorIds, { startMs: firstMs, endMs: lastMs + 1 })).toEqual([
        { startMs: firstMs, endMs: lastMs + 1 },
      ]);
    } finally {
      away.dispose();
    }
  }, 300_000);
});

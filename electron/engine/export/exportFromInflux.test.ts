import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyToInflux } from '../../../cli/copyCommand';
import { copiedMapping, copyStyles } from '../../../shared/influx/copiedAddress';
import { toAppError } from '../../../shared/lib/appError';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { openInflux } from '../influx/openInflux';
import { OpenPlant } from '../openPlant';
import { nowhere, ownHistoryOnly, type PlantServices } from '../plantServices';
import { day0, dayMs, folderBytes, freeContext, minuteMs, sampleFiles } from './exportFixture';
import { exportHistory } from './exportHistory';
import type { ExportFormat, ExportReport } from './exportRequest';
import { exportSeriesOf } from './exportSeriesOf';

// Rule numbers refer to docs/spec/export.md.

const never = new AbortController().signal;

const onLoopback: PlantServices = {
  ...ownHistoryOnly,
  connections: {
    writeBackTo: () => nowhere,
    connectionTo: ({ url, organization }) =>
      Promise.resolve({ url, organization, credentials: { kind: 'none' }, authorityPem: undefined }),
  },
  openSource: openInflux,
};

/** A plant with two days of a few sensors with odd names. */
function makePlant(path: string): void {
  const plant = OpenPlant.create(path, emptyModel({ id: asId('plant'), name: 'Boiler house', timeZone: 'UTC' }));
  const writer = plant.openWriter();
  ['Flow "1"', 'Kühlturm №2', "it's,a=b", 'Level'].forEach((name, sensor) => {
    const count = 2 * 1_440 - sensor;
    writer.define({ name, unit: 'kW', description: '' });
    writer.append(name, {
      timesMs: Float64Array.from({ length: count }, (_, index) => day0 + index * minuteMs + sensor),
      values: Float64Array.from({ length: count }, (_, index) => index / (3 + sensor)),
      qualities: Uint8Array.from({ length: count }, (_, index) => (index % 100 === 0 ? 2 : 0)),
    });
  });
  writer.flush();
  plant.addMissingSensors();
  plant.dispose();
}

async function exportAll(plant: OpenPlant, folder: string, format: ExportFormat): Promise<ExportReport> {
  const sensorIds = [...plant.file.readModel().sensors.keys()].toSorted();
  const sources = await exportSeriesOf(plant, sensorIds, never);
  const request = {
    plantId: 'plant',
    series: sources.series,
    range: { startMs: day0, endMs: day0 + 2 * dayMs },
    ...{ format, wide: false, corrected: true },
    target: { kind: 'folder', path: folder } as const,
  };
  return exportHistory(request, freeContext()).finally(() => sources.dispose());
}

describe.skipIf(findInfluxd() === undefined)('from a real InfluxDB (needs influxd)', () => {
  let folder = '';
  let server: InfluxServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-export-'));
    server = await startInfluxServer();
  }, 120_000);
  afterAll(async () => {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(copyStyles)('[EX22] %s: the same files, byte for byte', { timeout: 60_000 }, async (style) => {
    const path = join(folder, `${style}.sightglass`);
    makePlant(path);
    const own = OpenPlant.open(path);
    const mapping = copiedMapping(style, `export_${style}`);
    const files = async (plant: OpenPlant, from: string) => {
      const found: Readonly<Record<string, string>>[] = [];
      for (const format of ['csv', 'parquet'] as const) {
        const target = join(folder, `${style}-${from}-${format}`);
        expect(await exportAll(plant, target, format)).toMatchObject({ rows: 4 * 2 * 1_440 - 6, files: 2 });
        const { '_export.json': _manifest, ...samples } = folderBytes(target);
        expect(Object.keys(samples)).toEqual(sampleFiles(target));
        found.push(samples);
      }
      return found;
    };
    const expected = await files(own, 'own');
    await copyToInflux(own, { url: server.url, mapping, connectAs: 'Historian' });
    own.dispose();
    const remote = OpenPlant.open(path, onLoopback);
    try {
      expect(await files(remote, 'influx')).toEqual(expected);
    } finally {
      remote.dispose();
    }
    const closed = OpenPlant.open(path);
    const failed = await exportAll(closed, join(folder, `${style}-closed`), 'csv').catch(toAppError);
    expect(failed).toMatchObject({ code: 'source-failed', reason: 'no-secret' });
    closed.dispose();
  });
});

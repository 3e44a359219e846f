import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInfluxd, startInfluxServer } from '../testing/influxServer';
import type { BenchRow } from './benchRow';
import { benchPlant } from './historianData';
import { loadInfluxBench } from './influxData';
import { measureFill } from './influxFill';
import { measureOverhead } from './influxOverhead';
import { measureFirstPicture, measureScrub } from './influxPictures';
import { makeConnectedPlant } from './influxPlant';

const styles = ['field', 'tag'] as const;
/** Keeping a series a tag, a server hands out some tenth of what it does with fields. */
const fills = { field: { days: 30, aim: 5 }, tag: { days: 5, aim: undefined } } as const;

/** The database of the benchmark's plant in a style. */
function databaseOf(style: (typeof styles)[number]): string {
  return `bench_${style}`;
}

/** Asks a server that holds the plant in both styles everything; `stop` ends it before history is read without it. */
export async function measureInflux(url: string, stop: () => Promise<void>): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
  try {
    const rows: BenchRow[] = [];
    const pathOf = (style: string): string => join(folder, `${style}.sightglass`);
    for (const style of styles) {
      const place = { url, database: databaseOf(style), style };
      makeConnectedPlant(pathOf(style), place);
      rows.push(
        ...(await measureOverhead(place)),
        ...(await measureFirstPicture(pathOf(style), `influx ${style}`)),
        ...(await measureFill(pathOf(style), place, fills[style])),
      );
    }
    await stop();
    return [...rows, ...(await measureScrub(pathOf('field')))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loads the benchmark's plant into a real InfluxDB in both styles and replays it from there. Prints nothing on stdout. */
export async function influxBenchmarks(): Promise<readonly BenchRow[]> {
  if (findInfluxd() === undefined) {
    console.error('There is no influxd here: nothing was measured.');
    return [];
  }
  const server = await startInfluxServer();
  try {
    for (const style of styles) {
      await loadInfluxBench({ url: server.url, database: databaseOf(style), style, days: benchPlant.days });
    }
    return await measureInflux(server.url, () => server.dispose());
  } finally {
    await server.dispose();
  }
}

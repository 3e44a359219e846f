import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { copyToInflux } from '../../cli/copyCommand';
import { buildDemoProject } from '../../electron/engine/demo/buildDemoProject';
import { OpenPlant } from '../../electron/engine/openPlant';
import { copiedMapping, copyStyles } from '../../shared/influx/copiedAddress';
import { startInfluxServer } from '../influxServer';

// `npm run influx:demo`: a real InfluxDB on loopback that holds the example plant's history in two ways, until Ctrl C.
// `--project FILE` also makes a plant there that is connected to it.
const { values } = parseArgs({
  options: { port: { type: 'string', default: '8086' }, project: { type: 'string' } },
});

const folder = mkdtempSync(join(tmpdir(), 'sightglass-influx-demo-'));
const server = await startInfluxServer({ port: Number(values.port) });
try {
  const path = resolve(process.env['INIT_CWD'] ?? '.', values.project ?? join(folder, 'plant.sightglass'));
  if (!existsSync(path)) {
    await buildDemoProject(path, { signal: new AbortController().signal, report: () => undefined });
  }
  const plant = OpenPlant.open(path);
  for (const style of copyStyles) {
    const isLast = style === copyStyles.at(-1);
    const connectAs = values.project !== undefined && isLast ? 'Demo InfluxDB' : undefined;
    const mapping = copiedMapping(style, `example_${style}`);
    const { samples = 0, series = 0 } = await copyToInflux(plant, { url: server.url, mapping, connectAs });
    console.log(`Database example_${style}: ${series} series, ${samples.toLocaleString('en')} samples`);
  }
  plant.dispose();
  console.log(`\nInfluxDB answers at ${server.url} without user and password. Press Ctrl C to end it.`);
  await new Promise<void>((done) => process.once('SIGINT', () => done()).once('SIGTERM', () => done()));
} finally {
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
}

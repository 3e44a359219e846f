import { cpus, loadavg, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { readLaunchPlan } from '../e2e/fixtures/launchPlan';
import { type BenchRow, isReached, tableOf } from './benchRow';
import { exportBenchmarks } from './exportBench';
import { historianBenchmarks } from './historian';
import { influxBenchmarks } from './influx';
import { pastBenchmarks } from './pastBench';
import { plantBenchmarks } from './plantBench';
import { storedHistoryBenchmarks } from './storedHistory';

// `npm run bench`, `--json` for one JSON document, `--only influx` or `--only 10000` for a part; may be repeated.
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});

async function historianRows(): Promise<readonly BenchRow[]> {
  return (await historianBenchmarks()).map((row) => ({ group: 'historian', ...row }));
}

const parts: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  historian: historianRows,
  export: exportBenchmarks,
  influx: influxBenchmarks,
  stored: storedHistoryBenchmarks,
  past: pastBenchmarks,
  '1000': () => plantBenchmarks(1_000),
  '3000': () => plantBenchmarks(3_000),
  '5000': () => plantBenchmarks(5_000),
  '10000': () => plantBenchmarks(10_000),
};

const [loadBefore = 0] = loadavg();

function machine() {
  const { standIn, sandbox } = readLaunchPlan();
  const [processor] = cpus();
  return {
    processor: processor?.model.trim() ?? 'unknown',
    processors: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    electron: standIn ? 'stand-in (33.2.1)' : 'official',
    display: process.env['DISPLAY'] === undefined ? 'none' : `X11 ${process.env['DISPLAY']}`,
    sandbox,
    // Above the number of processors others were at work too, and the figures are worse than they need be.
    loadBefore: Number(loadBefore.toFixed(1)),
    atIso: new Date().toISOString(),
  };
}

const asked = values.only ?? Object.keys(parts);
const unknown = asked.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const rows: BenchRow[] = [];
for (const name of asked) {
  console.error(`Measuring ${name} …`);
  rows.push(...((await parts[name]?.()) ?? []));
}
if (values.json) {
  const reported = rows.map((row) => ({ ...row, aim: row.aim ?? null, reached: isReached(row) ?? null }));
  console.log(JSON.stringify({ machine: machine(), rows: reported }));
} else {
  console.log(
    Object.entries(machine())
      .map(([name, value]) => `${name}: ${String(value)}`)
      .join('\n'),
  );
  console.log(`\n${tableOf(rows)}`);
}

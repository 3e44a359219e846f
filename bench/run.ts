import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { readLaunchPlan } from '../e2e/fixtures/launchPlan';
import { type BenchRow, isReached, tableOf } from './benchRow';
import { exportBenchmarks } from './exportBench';
import { historianBenchmarks } from './historian';
import { influxBenchmarks } from './influx';
import { pastBenchmarks } from './pastBench';
import { plantBenchmarks } from './plantBench';
import { serviceLoadBenchmarks } from './serviceLoad';
import { storedHistoryBenchmarks } from './storedHistory';
import { syncEngineBenchmarks, syncMergeBenchmarks } from './syncEngine';
import { syncMergeInMemory } from './syncMerge';

// `npm run bench`, `--json` for one JSON document, `--only influx` or `--only 10000` for a part; may be repeated.
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});

async function historianRows(): Promise<readonly BenchRow[]> {
  return (await historianBenchmarks()).map((row) => ({ group: 'historian', ...row }));
}

/** Measured in a process of its own: what others left in this one would count as its memory. */
function apart(name: string): () => Promise<readonly BenchRow[]> {
  return async () => {
    const [node, program = ''] = process.argv;
    const child = spawnSync(node ?? process.execPath, [program, '--json', '--only', name], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.status !== 0) {
      throw new Error(`the benchmark ${name} ended with ${String(child.status)}`);
    }
    const { rows: measured } = JSON.parse(child.stdout) as { readonly rows: readonly BenchRow[] };
    return measured.map((row) => ({ ...row, aim: row.aim ?? undefined }));
  };
}

async function syncRows(): Promise<readonly BenchRow[]> {
  const rows = [...(await serviceLoadBenchmarks()), ...(await syncEngineBenchmarks())];
  for (const name of ['merge', 'merge-in-memory']) {
    rows.push(...(await apart(name)()));
  }
  return rows;
}

const parts: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  historian: historianRows,
  export: exportBenchmarks,
  influx: influxBenchmarks,
  stored: storedHistoryBenchmarks,
  past: pastBenchmarks,
  sync: syncRows,
  '1000': () => plantBenchmarks(1_000),
  '3000': () => plantBenchmarks(3_000),
  '5000': () => plantBenchmarks(5_000),
  '10000': () => plantBenchmarks(10_000),
};

/** Parts of `sync`, not run by themselves unless asked for. */
const inner: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  merge: () => syncMergeBenchmarks({ components: 10_000, pending: 10_000, foreign: 50_000 }),
  'merge-in-memory': async () => syncMergeInMemory(),
};
const known = { ...parts, ...inner };

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
const unknown = asked.find((name) => !Object.hasOwn(known, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there are ${Object.keys(known).join(', ')}.`);
  process.exit(2);
}

const rows: BenchRow[] = [];
for (const name of asked) {
  console.error(`Measuring ${name} …`);
  rows.push(...((await Reflect.get(known, name)?.()) ?? []));
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

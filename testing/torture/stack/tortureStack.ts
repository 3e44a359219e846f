import { parseArgs } from 'node:util';
import { postgresStores, sqliteStores, type StageStores } from '../service/stageStores';
import { chaosKinds } from './chaosProxy';
import { playStackHistory, type StackOutcome } from './stackHistory';

// `npm run torture:stack`: programs with real project files and the real service, each a process of its own, over a
// network that fails, killed again and again; on SQLite and on PostgreSQL. Prints seed and counts. Ends with 1 when
// something was lost, doubled or not quiet in time, and when too few faults were met to find anything.
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '10' },
    kills: { type: 'string', default: '20' },
    clients: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', multiple: true, default: ['sqlite', 'postgresql'] },
    json: { type: 'boolean', default: false },
    /** The built service and the built client, given by the task. */
    program: { type: 'string', default: '' },
    client: { type: 'string', default: '' },
  },
});

function wholeNumber(name: 'histories' | 'kills' | 'clients' | 'seed'): number {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new Error(`--${name} takes a whole number from 1, not ${values[name]}`);
  }
  return number;
}

function say(text: string): void {
  if (!values.json) {
    console.log(text);
  }
}

async function openStores(name: string): Promise<StageStores> {
  const isPostgres = name === 'postgres' || name === 'postgresql';
  const stores = name === 'sqlite' ? sqliteStores() : isPostgres ? await postgresStores() : undefined;
  if (stores === undefined) {
    throw new Error(`--store ${name} is not to be had here`);
  }
  return stores;
}

interface StoreSum {
  readonly store: string;
  readonly histories: number;
  readonly seconds: number;
  readonly edits: number;
  readonly log: number;
  readonly parked: number;
  readonly serviceKills: number;
  readonly clientKills: number;
  readonly network: Readonly<Record<string, number>>;
  readonly medianQuietMs: number;
  readonly longestQuietMs: number;
  readonly failures: readonly string[];
}

function sumOf(outcomes: readonly StackOutcome[]): Omit<StoreSum, 'store' | 'seconds'> {
  const add = (of: (outcome: StackOutcome) => number): number => outcomes.reduce((sum, it) => sum + of(it), 0);
  const quietMs = outcomes.map(({ quietAfterMs }) => quietAfterMs).sort((one, other) => one - other);
  return {
    histories: outcomes.length,
    edits: add(({ edits }) => edits),
    log: add(({ log }) => log),
    parked: add(({ parked }) => parked),
    serviceKills: add(({ serviceKills }) => serviceKills),
    clientKills: add(({ clientKills }) => clientKills),
    network: Object.fromEntries(chaosKinds.map((kind) => [kind, add(({ network }) => network[kind])])),
    medianQuietMs: quietMs[Math.floor(quietMs.length / 2)] ?? 0,
    longestQuietMs: Math.max(...quietMs),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

async function runOn(stores: StageStores): Promise<StoreSum> {
  const [seed, kills, clients] = [wholeNumber('seed'), wholeNumber('kills'), wholeNumber('clients')];
  const startedMs = performance.now();
  const outcomes: StackOutcome[] = [];
  for (let history = 0; history < wholeNumber('histories'); history += 1) {
    const service = await stores.processOptions(values.program);
    const outcome = await playStackHistory({ seed: seed + history, clients, kills, service, program: values.client });
    outcomes.push(outcome);
    const { failures, network, ...counts } = outcome;
    say(`${stores.name}, seed ${seed + history}: ${JSON.stringify(counts)}`);
    failures.slice(0, 10).forEach((failure) => say(`  FOUND ${failure}`));
  }
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  return { store: stores.name, seconds, ...sumOf(outcomes) };
}

function missingIn({ network, serviceKills, clientKills, edits, histories }: StoreSum): readonly string[] {
  const kinds = chaosKinds.filter((kind) => (network[kind] ?? 0) < histories);
  const others = { serviceKills, clientKills, edits: edits / 10 };
  return [...kinds, ...Object.entries(others).flatMap(([name, count]) => (count < histories ? [name] : []))];
}

const sums: StoreSum[] = [];
for (const name of values.store) {
  const stores = await openStores(name);
  try {
    sums.push(await runOn(stores));
  } finally {
    await stores.dispose();
  }
}
const missing = sums.flatMap(missingIn);
const isGood = sums.length > 0 && missing.length === 0 && sums.every(({ failures }) => failures.length === 0);
say(sums.map((sum) => `\n${JSON.stringify(sum)}`).join(''));
say(missing.length === 0 ? '' : `Too few faults to prove anything: ${missing.join(', ')}`);
say(isGood ? 'Nothing was lost or doubled, and all ended alike.' : 'FAILED');
if (values.json) {
  console.log(JSON.stringify({ seed: wholeNumber('seed'), stores: sums, missing }));
}
process.exit(isGood ? 0 : 1);

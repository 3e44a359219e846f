import { parseArgs } from 'node:util';
import { fuzzContract } from './contractFuzz';
import { fuzzKinds } from './fuzzCases';
import { tryWalls } from './isolation';
import { killUnderLoad } from './killedService';
import { restoreUnderClients } from './restoredService';
import { postgresStores, sqliteStores, type StageStores } from './stageStores';

// `npm run torture:service`: the tenant service killed under load, its walls tried from all sides, its contract fuzzed, and
// restored to an older state while people work with it; on SQLite and on PostgreSQL. Prints seed and counts. Ends with 1
// when something was found, and when too little was tried to find anything.
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '200' },
    tenants: { type: 'string', default: '20' },
    clients: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', multiple: true, default: ['sqlite', 'postgresql'] },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    /** The built service, given by the task. */
    program: { type: 'string', default: '' },
  },
});

function wholeNumber(name: 'requests' | 'kills' | 'tenants' | 'clients' | 'seed'): number {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new Error(`--${name} takes a whole number from 1, not ${values[name]}`);
  }
  return number;
}

interface PartOutcome {
  readonly failures: readonly string[];
  /** What was not tried often enough. */
  readonly missing: readonly string[];
  readonly counts: object;
}

function lacking(demands: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(demands).flatMap(([demand, isMet]) => (isMet ? [] : [demand]));
}

const seed = wholeNumber('seed');

const parts: Readonly<Record<string, (stores: StageStores) => Promise<PartOutcome>>> = {
  kills: async (stores) => {
    const [kills, service] = [wholeNumber('kills'), await stores.processOptions(values.program)];
    const { failures, ...counts } = await killUnderLoad({ seed, kills, clients: wholeNumber('clients'), service });
    const missing = lacking({
      'half of the kills by SIGKILL': counts.kills.SIGKILL >= Math.floor(kills / 2),
      'requests that were cut off': counts.cutOff >= kills / 2,
      'changesets answered for': counts.acknowledged >= kills,
    });
    return { failures, missing, counts };
  },
  isolation: async (stores) => {
    const [service, tenants] = [await stores.startService(), wholeNumber('tenants')];
    try {
      const { failures, ...counts } = await tryWalls(service, { tenants, others: Math.min(3, tenants - 1) });
      const missing = lacking({ 'comparisons a tenant': counts.compared >= tenants * counts.operations });
      return { failures, missing, counts };
    } finally {
      await service.dispose();
    }
  },
  fuzz: async (stores) => {
    const [service, requests] = [await stores.startService(), wholeNumber('requests')];
    try {
      const { failures, ...counts } = await fuzzContract(service, { seed, requests });
      const least = requests / (Object.keys(fuzzKinds).length * 2);
      const missing = Object.keys(fuzzKinds).filter((kind) => (counts.byKind[kind] ?? 0) < least);
      return { failures, missing, counts };
    } finally {
      await service.dispose();
    }
  },
  restore: async (stores) => {
    const host = await stores.startRestorable();
    try {
      const clients = wholeNumber('clients');
      const { failures, ...counts } = await restoreUnderClients(host, { seed, clients, edits: 20 });
      const missing = lacking({ 'changesets sent again': counts.resent >= clients });
      return { failures, missing, counts };
    } finally {
      await host.service.dispose();
    }
  },
};

function say(text: string): void {
  if (!values.json) {
    console.log(text);
  }
}

async function openStores(name: string): Promise<StageStores> {
  const stores = name === 'sqlite' ? sqliteStores() : name === 'postgresql' ? await postgresStores() : undefined;
  if (stores === undefined) {
    throw new Error(`--store ${name} is not to be had here`);
  }
  return stores;
}

async function runOn(stores: StageStores): Promise<readonly (PartOutcome & { store: string; part: string })[]> {
  const outcomes: (PartOutcome & { store: string; part: string })[] = [];
  for (const [part, run] of Object.entries(parts).filter(([name]) => values.only?.includes(name) !== false)) {
    const startedMs = performance.now();
    const outcome = await run(stores);
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    outcomes.push({ store: stores.name, part, ...outcome, counts: { ...outcome.counts, seconds } });
    say(`\n${part} on ${stores.name}: ${JSON.stringify({ ...outcome.counts, seconds })}`);
    outcome.failures.forEach((failure) => say(`  FOUND ${failure}`));
    outcome.missing.forEach((demand) => say(`  TOO LITTLE WAS TRIED: ${demand}`));
  }
  return outcomes;
}

say(`seed ${seed}`);
const outcomes: Awaited<ReturnType<typeof runOn>>[number][] = [];
for (const name of values.store) {
  const stores = await openStores(name);
  try {
    outcomes.push(...(await runOn(stores)));
  } finally {
    await stores.dispose();
  }
}
const isGood = outcomes.length > 0 && outcomes.every(({ failures, missing }) => failures.length + missing.length === 0);
if (values.json) {
  console.log(JSON.stringify({ seed, outcomes }));
}
say(isGood ? '\nNothing was lost, doubled, leaked or answered wrongly.' : '\nFAILED');
process.exit(isGood ? 0 : 1);

import { randomUUID } from 'node:crypto';
import { create, pump, setField } from '../shared/sync/syncFixture';
import { changesetOf, firstChangeset, PlantCaller } from '../testing/serviceCaller';
import { type BenchRow, percentile } from './benchRow';
import { PushClient } from './pushClient';
import { SyncStage } from './syncStage';

const clientCount = 200;
const warmUpMs = 3_000;
const measuredMs = 15_000;

interface Spread {
  readonly name: string;
  readonly tenants: number;
  readonly aim: boolean;
}

const spreads: readonly Spread[] = [
  { name: '20 tenants, a plant each', tenants: 20, aim: true },
  { name: 'one plant', tenants: 1, aim: false },
];

async function plantOf(address: string, token: string): Promise<PlantCaller> {
  const plant = new PlantCaller(address, token, randomUUID());
  await plant.create();
  await plant.push(firstChangeset());
  const components = Array.from({ length: 20 }, (_, at) => create(`component p${at}`, pump(`P-${at}`, { x: at * 80 })));
  const { status, text } = await plant.push(changesetOf(components, { base: 1 }));
  if (status !== 201) {
    throw new Error(text);
  }
  return plant;
}

async function openClients(stage: SyncStage, tenants: Awaited<ReturnType<SyncStage['addTenant']>>[]) {
  const clients: PushClient[] = [];
  for (const { tokens } of tenants) {
    const plant = await plantOf(stage.address(), tokens[0] ?? '');
    for (const token of tokens) {
      clients.push(new PushClient({ address: stage.address(), token, plantId: plant.id }, 2));
    }
  }
  await Promise.all(clients.map((client) => client.connected()));
  return clients;
}

/** Five ops on fields that nobody else writes. */
function opsOf(client: number, count: number) {
  return [0, 1, 2, 3, 4].map((at) => setField(`component p${client % 20}`, `properties.c${client}_${at}`, `${count}`));
}

async function measure({ name, tenants, aim }: Spread): Promise<readonly BenchRow[]> {
  const stage = new SyncStage();
  const staged: Awaited<ReturnType<SyncStage['addTenant']>>[] = [];
  for (let count = 0; count < tenants; count += 1) {
    staged.push(await stage.addTenant(`load-${count}`, clientCount / tenants));
  }
  await stage.start();
  const clients = await openClients(stage, staged);
  try {
    const drive = async (durationMs: number): Promise<void> => {
      const untilMs = performance.now() + durationMs;
      await Promise.all(clients.map((client, at) => client.run(untilMs, (count) => opsOf(at, count))));
    };
    await drive(warmUpMs);
    clients.forEach((client) => client.tookMs.splice(0));
    const startedMs = performance.now();
    await drive(measuredMs);
    const seconds = (performance.now() - startedMs) / 1_000;
    const tookMs = clients.flatMap((client) => client.tookMs);
    const [refusal] = clients.flatMap((client) => client.refusals);
    if (refusal !== undefined) {
      throw new Error(`a changeset was not taken: ${refusal}`);
    }
    const group = `service, 200 clients, ${name}`;
    return [
      {
        group,
        name: 'changesets of 5 ops, durable',
        value: tookMs.length / seconds,
        unit: '/s',
        aim: aim ? 500 : undefined,
        better: 'higher',
      },
      { group, name: 'answered, p50', value: percentile(tookMs, 0.5), unit: 'ms', aim: undefined, better: 'lower' },
      {
        group,
        name: 'answered, p99',
        value: percentile(tookMs, 0.99),
        unit: 'ms',
        aim: aim ? 500 : undefined,
        better: 'lower',
      },
    ];
  } finally {
    clients.forEach((client) => client.dispose());
    await stage.dispose();
  }
}

/** What the service takes from 200 clients at once, with the clients on the same processors. */
export async function serviceLoadBenchmarks(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const spread of spreads) {
    rows.push(...(await measure(spread)));
  }
  return rows;
}

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { OpenPlant } from '../electron/engine/openPlant';
import type { ModelPatch } from '../shared/model/modelPatch';
import { modelFromDocument } from '../shared/model/plantDocument';
import type { PlantComponent } from '../shared/model/plantModel';
import type { Changeset } from '../shared/sync/changeset';
import { generatedPlant } from '../testing/generatedPlant';
import { seededRandom } from '../testing/seededRandom';
import { type ServicePlace, type TestMachine, testMachine } from '../testing/syncedPlants';
import { type BenchRow, percentile } from './benchRow';
import type { MergeOutcome, MergeTask } from './mergeApart';
import { type StagedTenant, SyncStage } from './syncStage';
import { untilHolds, untilSynced } from './untilSynced';

/** How large the merge is. */
export interface MergeSize {
  readonly components: number;
  readonly pending: number;
  readonly foreign: number;
}

const gestureCount = 200;

function machineAt(stage: SyncStage, tenant: StagedTenant, at: number): TestMachine {
  const place = { address: stage.address(), tenant: { id: tenant.id } } as unknown as ServicePlace;
  return testMachine(place, tenant.tokens[at] ?? '', `client ${at}`);
}

/** A project of a generated plant, published and all of it sent. */
async function publishedPlant(machine: TestMachine, components: number): Promise<OpenPlant> {
  const plant = machine.create('published');
  plant.replaceModel(modelFromDocument(generatedPlant(components)), 'Generate');
  await plant.sync.publish(machine.key);
  await untilSynced(plant);
  return plant;
}

type Field = 'x' | 'y' | `properties.p${number}`;
const fields: readonly Field[] = ['x', 'y', ...Array.from({ length: 18 }, (_, at) => `properties.p${at}` as const)];

function pick<T>(from: readonly T[], random: () => number): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) {
    throw new Error('nothing to pick from');
  }
  return picked;
}

function fieldOf(component: PlantComponent, field: Field): string | number | undefined {
  return field === 'x' || field === 'y' ? component[field] : component.properties[field.slice('properties.'.length)];
}

/** Somebody sets one field of one component. */
function editOf(plant: OpenPlant, ids: readonly PlantComponent['id'][], random: () => number): ModelPatch {
  const component = plant.file.readModel().components.get(pick(ids, random));
  if (component === undefined) {
    throw new Error('a component of the benchmark is gone');
  }
  const field = pick(fields, random);
  const number = Math.floor(random() * 1_000) * 8;
  const after = field.startsWith('properties.') ? `mine ${number}` : number;
  const before = fieldOf(component, field);
  return {
    changes: [{ change: 'update', kind: 'component', id: component.id, fields: { [field]: { before, after } } }],
  };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}

/** From a gesture to the service's word for it, each after the last. */
async function gestureRows(plant: OpenPlant): Promise<readonly BenchRow[]> {
  const random = seededRandom(3);
  const ids = [...plant.file.readModel().components.keys()];
  const tookMs: number[] = [];
  for (let count = 0; count < gestureCount; count += 1) {
    const patch = editOf(plant, ids, random);
    const startedMs = performance.now();
    plant.commit({ label: 'Edit', patch });
    await untilHolds(() => plant.sync.status().pendingCount === 0, 'the gesture is acknowledged');
    tookMs.push(performance.now() - startedMs);
    await untilSynced(plant);
  }
  const group = 'sync, 10,000 components';
  return [
    {
      group,
      name: 'gesture to acknowledged, p50',
      value: percentile(tookMs, 0.5),
      unit: 'ms',
      aim: 50,
      better: 'lower',
    },
    {
      group,
      name: 'gesture to acknowledged, p99',
      value: percentile(tookMs, 0.99),
      unit: 'ms',
      aim: undefined,
      better: 'lower',
    },
  ];
}

/** Publishing and downloading a plant, and a gesture on its way, with real project files and the real service. */
export async function syncEngineBenchmarks(components = 10_000): Promise<readonly BenchRow[]> {
  const stage = new SyncStage();
  const tenant = await stage.addTenant('works', 2);
  await stage.start();
  const machines = [machineAt(stage, tenant, 0), machineAt(stage, tenant, 1)] as const;
  try {
    const [ours, theirs] = machines;
    let published: OpenPlant | undefined;
    const upload = await secondsOf(async () => (published = await publishedPlant(ours, components)));
    const plantId = published?.sync.link()?.plantId ?? '';
    const download = await secondsOf(() => theirs.download(plantId, 'downloaded'));
    const group = 'sync, 10,000 components';
    return [
      { group, name: 'making and publishing', value: upload, unit: 's', aim: undefined, better: 'lower' },
      { group, name: 'first download to open project', value: download, unit: 's', aim: 3, better: 'lower' },
      ...(published === undefined ? [] : await gestureRows(published)),
    ];
  } finally {
    machines.forEach((machine) => machine.dispose());
    await stage.dispose();
  }
}

function foreignEdits(ids: readonly PlantComponent['id'][], base: number, count: number): readonly Changeset[] {
  const random = seededRandom(2);
  return Array.from({ length: count }, (_, at) => {
    const [id, field] = [pick(ids, random), pick(fields, random)];
    const number = Math.floor(random() * 1_000) * 8;
    const value = field.startsWith('properties.') ? `theirs ${number}` : number;
    const op = { op: 'set' as const, kind: 'component', id, field, value, own: [] };
    return { id: randomUUID(), base: base + at, atMs: 1, label: 'Edit', ops: [op], resolves: [] };
  });
}

/**
 * In a process with nothing but the engine, in the app's own runtime: what made the benchmark would count as memory of
 * the merge, and Electron keeps objects in less than Node does.
 */
function mergeApart(task: MergeTask): MergeOutcome {
  const { SIGHTGLASS_BENCH_ELECTRON: electron = '', SIGHTGLASS_BENCH_MERGE: program = '' } = process.env;
  const child = spawnSync(electron, [program], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    input: JSON.stringify(task),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.status !== 0) {
    throw new Error(`the merge ended with ${String(child.status)}`);
  }
  return JSON.parse(child.stdout) as MergeOutcome;
}

/** Somebody comes back from a long time offline, with a real project file; the service is a process of its own. */
export async function syncMergeBenchmarks(size: MergeSize): Promise<readonly BenchRow[]> {
  const stage = new SyncStage();
  const tenant = await stage.addTenant('works', 1);
  await stage.start();
  const machine = machineAt(stage, tenant, 0);
  try {
    const plant = await publishedPlant(machine, size.components);
    const base = plant.sync.status().revision;
    const plantId = plant.sync.link()?.plantId ?? '';
    const { components } = plant.file.readModel();
    await stage.stop();
    const ids = [...components.keys()];
    const random = seededRandom(1);
    const edits = await secondsOf(async () => {
      for (let count = 0; count < size.pending; count += 1) {
        plant.commit({ label: 'Edit', patch: editOf(plant, ids, random) });
      }
    });
    await stage.take(tenant.id, plantId, foreignEdits(ids, base, size.foreign));
    await stage.start();
    plant.dispose();
    const task: MergeTask = {
      ...{ path: join(machine.folder, 'published.sightglass'), address: stage.address() },
      ...{ tenantId: tenant.id, token: tenant.tokens[0] ?? '' },
    };
    const { seconds, peakMb, conflictCount } = mergeApart(task);
    const group = `sync, ${size.pending} pending against ${size.foreign} foreign`;
    return [
      { group, name: 'merge, project file and real service', value: seconds, unit: 's', aim: 60, better: 'lower' },
      { group, name: 'memory of the engine', value: peakMb, unit: 'MB', aim: 600, better: 'lower' },
      { group, name: 'edits that became questions', value: conflictCount, unit: '', aim: undefined, better: 'lower' },
      {
        group,
        name: 'an edit offline, mean',
        value: (edits / size.pending) * 1_000,
        unit: 'ms',
        aim: undefined,
        better: 'lower',
      },
    ];
  } finally {
    machine.dispose();
    await stage.dispose();
  }
}

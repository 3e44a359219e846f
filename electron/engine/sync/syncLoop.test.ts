import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SyncStatus } from '../../../shared/contract/syncCalls';
import { setProperty } from '../../../shared/model/commands/setFields';
import { DivergedLog } from '../../../shared/sync/replica';
import type { ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import { startTestService, type TestService } from '../../../testing/runningService';
import { contextOf, testLookup, valueOf } from '../../../testing/modelGestures';
import { type ProjectFolder, projectFolder } from '../../../testing/projectFolder';
import { type TestMachine, testMachine, until } from '../../../testing/syncedPlants';
import { HandClock } from '../history/stored/handClock';
import type { ProjectFile } from '../project/projectFile';
import { PlantSync } from './plantSync';
import type { ServiceClient } from './serviceClient';
import { serviceFailure } from './syncFailure';

let service: TestService;
let machine: TestMachine;
let works: ProjectFolder;
let project: ProjectFile;
let clock: HandClock;
let sync: PlantSync;
let statuses: SyncStatus[];
let defects: unknown[];
let onStatus: (status: SyncStatus) => void;
let lastId = 0;

beforeEach(async () => {
  service = await startTestService();
  machine = testMachine(service, await service.tenant.makeToken({ subject: 'anna' }), 'anna');
  works = projectFolder();
  project = works.create();
  clock = new HandClock(1_000_000);
  statuses = [];
  defects = [];
  onStatus = (status) => statuses.push(status);
  sync = new PlantSync({
    ...{ database: project.database, path: works.path, lookup: testLookup, tenants: machine.tenants, clock },
    model: () => project.readModel(),
    receive: (change) => void valueOf(project.receive(change)),
    random: () => 0.5,
    newId: () => `00000000-0000-4000-8000-${String((lastId += 1)).padStart(12, '0')}`,
    news: {
      onStatus: (status) => onStatus(status),
      onDefect: (thrown) => defects.push(thrown),
      ...{
        onConflicts: () => undefined,
        onRevisions: () => undefined,
        onModel: () => undefined,
        onFreezes: () => undefined,
      },
    },
  });
  project.alongside((step) => sync.queue(step));
  await sync.publish(machine.key);
  sync.begin();
  await until(
    () => sync.status().phase === 'synced',
    'the plant is published',
    () => sync.status(),
  );
});
afterEach(async () => {
  sync.dispose();
  project.dispose();
  works.remove();
  machine.dispose();
  await service.dispose();
});

/** Refuses every request from now on. Answers how many there were. */
function refuseAll(reason: ServiceFailureReason): () => number {
  let count = 0;
  const refuse = (): Promise<never> => {
    count += 1;
    return Promise.reject(serviceFailure(service.address, reason, ''));
  };
  machine.disturb((client) => ({ ...client, me: refuse, push: refuse, changes: refuse }));
  return () => count;
}

function edit(text: string): void {
  const ids = [...project.readModel().components.keys()].slice(0, 1);
  valueOf(project.commit(valueOf(setProperty(contextOf(project.readModel(), text), { ids, name: 'service', text }))));
  sync.wake();
}

test('[Y13] it is tried again ever later, by itself, and what is made meanwhile does not hurry it', async () => {
  const attempts = refuseAll('unreachable');
  edit('brine');
  await until(() => sync.status().phase === 'offline', 'it is offline');
  const waits: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const before = attempts();
    const nextAttemptMs = sync.status().nextAttemptMs ?? 0;
    const waitMs = nextAttemptMs - clock.now();
    waits.push(waitMs);
    edit(`more ${round}`);
    await clock.advance(waitMs - 1);
    expect(attempts()).toBe(before);
    await clock.advance(1);
    await until(() => attempts() > before && (sync.status().nextAttemptMs ?? 0) > nextAttemptMs, 'it is tried again');
  }
  expect(waits).toEqual([1_000, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]);
  expect(sync.status()).toMatchObject({ pendingCount: 9, phase: 'offline' });
  machine.disturb(undefined);
  await clock.advance(60_000);
  await until(() => sync.status().phase === 'synced', 'all is sent');
  expect(sync.status().pendingCount).toBe(0);
});

test('[Y26] on demand it is tried at once, and answered when it is done or cannot be', async () => {
  refuseAll('unreachable');
  edit('brine');
  expect(await sync.now()).toMatchObject({ phase: 'offline', pendingCount: 1 });
  machine.disturb(undefined);
  expect(await sync.now()).toMatchObject({ phase: 'synced', pendingCount: 0, lastSyncedMs: clock.now() });
});

test('[Y14] an edit is sent at once, while the question for news waits', async () => {
  let waiting = 0;
  machine.disturb((client) => ({
    ...client,
    changes: (id, query, signal) => {
      waiting += query.waitSeconds > 0 ? 1 : 0;
      return client.changes(id, query, signal);
    },
  }));
  await sync.now();
  await until(() => waiting > 0, 'it waits for news');
  for (const text of ['brine', 'steam', 'water']) {
    edit(text);
    await until(() => sync.status().phase === 'synced', 'it is sent');
  }
  // No time went by: nobody waited for the question, 30 s long, to be answered.
  expect(clock.now()).toBe(1_000_000);
});

test('[Y13] what is pending is told with its number and since when', async () => {
  refuseAll('signed-out');
  edit('brine');
  await until(() => sync.status().phase === 'stopped', 'it is stopped');
  const status = sync.status();
  expect(status).toMatchObject({ pendingCount: 1, failure: { reason: 'signed-out' } });
  expect(status.pendingSinceMs).toBeGreaterThan(0);
  expect(statuses.at(-1)).toEqual(status);
  machine.disturb(undefined);
  sync.tenantsChanged();
  await until(() => sync.status().phase === 'synced', 'it is sent once somebody is signed in');
});

function fail(): never {
  throw new TypeError('plan is not a function');
}

test.each<readonly [string, Partial<ServiceClient>]>([
  ['on the way to the service', { push: () => Promise.reject(serviceFailure('', 'unreachable', '')), me: fail }],
  ['while something is sent', { push: fail }],
  ['while news are waited for', { changes: fail }],
  ['while the plant is fetched anew', { push: () => Promise.reject(new DivergedLog('here')), changes: fail }],
])('[Y80] a fault of the program %s stops the sync, and nothing else', async (_when, faults) => {
  machine.disturb((client) => ({ ...client, ...faults }));
  edit('brine');
  const isStopped = async (): Promise<boolean> => {
    await clock.advance(1_000);
    return sync.status().phase === 'stopped';
  };
  await until(isStopped, 'it is stopped', () => sync.status());
  const { failure, nextAttemptMs } = sync.status();
  expect(failure?.reason).toBe('defect');
  expect(failure?.sentence).toContain('plan is not a function');
  expect(nextAttemptMs).toBeUndefined();
  expect(defects).toEqual([expect.any(TypeError)]);
  const { pendingCount } = sync.status();
  edit('steam');
  await clock.advance(600_000);
  expect(defects).toHaveLength(1);
  expect(sync.status()).toMatchObject({ phase: 'stopped', pendingCount: pendingCount + 1 });
  machine.disturb((client) => ({ ...client, ...faults, me: fail }));
  expect(await sync.now()).toMatchObject({ phase: 'stopped', failure: { reason: 'defect' } });
  expect(defects).toHaveLength(2);
  machine.disturb(undefined);
  expect(await sync.now()).toMatchObject({ phase: 'synced', pendingCount: 0 });
});

test('[Y80] also one of whoever is told of the sync', async () => {
  onStatus = fail;
  expect(await sync.now()).toMatchObject({ phase: 'stopped', failure: { reason: 'defect' } });
  expect(defects).toEqual([expect.any(TypeError), expect.any(TypeError)]);
  onStatus = (status) => statuses.push(status);
  expect(await sync.now()).toMatchObject({ phase: 'synced' });
});

test('[Y80] a disk that cannot be read is no fault of the program', async () => {
  const broken = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' });
  machine.disturb((client) => ({ ...client, push: () => Promise.reject(broken) }));
  edit('brine');
  await until(() => sync.status().phase === 'stopped', 'it is met');
  expect(sync.status().failure?.reason).toBe('not-saved');
  expect(defects).toEqual([]);
});

test('[Y29] what a newer program has added is kept, and the entity is read only here', async () => {
  const plantId = sync.link()?.plantId ?? '';
  const [component] = project.readModel().components.values();
  const changeset = {
    ...{
      id: 'aaaaaaaa-0000-4000-8000-000000000001',
      base: sync.status().revision,
      atMs: 5,
      label: 'Tint',
      resolves: [],
    },
    ops: [
      { op: 'set' as const, kind: 'component', id: component?.id ?? '', field: 'tint', value: 'teal', own: [] },
      { op: 'create' as const, kind: 'hologram', id: 'h1', fields: { depth: 3 }, own: [] },
    ],
  };
  await machine.client().push(plantId, changeset, new AbortController().signal);
  await sync.now();
  await until(() => sync.status().revision === changeset.base + 1, 'it has come');
  const ids = component === undefined ? [] : [component.id];
  const before = project.readModel();
  const command = valueOf(setProperty(contextOf(before, 'x'), { ids, name: 'service', text: 'brine' }));
  expect(project.commit(command)).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'Y29' } });
  expect(project.readModel()).toBe(before);
  expect(sync.status().pendingCount).toBe(0);
  const kept = project.database.prepare(`SELECT record FROM sync_record WHERE kind = 'hologram'`).pluck().get();
  expect(kept).toContain('"depth"');
});

test('[Y1] [Y24] a plant belongs to one tenant', async () => {
  await expect(sync.publish(machine.key)).rejects.toMatchObject({ error: { code: 'rule-broken', rule: 'Y24' } });
});

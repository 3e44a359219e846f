import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestService, type TestService } from '../../../testing/runningService';
import { copyOfService } from '../../../testing/serviceCopy';
import { componentOf, describeOne, moveOne } from '../../../testing/syncedPair';
import { plantText, type TestMachine, testMachine, until, untilSynced } from '../../../testing/syncedPlants';
import type { ComponentId } from '../../../shared/model/ids';
import type { TokenWish } from '../../../service/auth/issueToken';
import type { OpenPlant } from '../openPlant';
import { serviceFailure } from './syncFailure';

let service: TestService;
const machines: TestMachine[] = [];
let anna: TestMachine;
let bert: TestMachine;
let one: OpenPlant;
let other: OpenPlant;
let plantId: string;
let ids: readonly ComponentId[];
/** Puts the service back to before it had the plant. */
let restore: () => Promise<void>;

async function machineOf(subject: string, wish: Partial<TokenWish> = {}): Promise<TestMachine> {
  const machine = testMachine(service, await service.tenant.makeToken({ subject, role: 'editor', ...wish }), subject);
  machines.push(machine);
  return machine;
}

beforeEach(async () => {
  service = await startTestService();
  [anna, bert] = [await machineOf('anna'), await machineOf('bert')];
  restore = await copyOfService(service);
  one = anna.create('works');
  await one.sync.publish(anna.key);
  await untilSynced(one);
  plantId = one.sync.link()?.plantId ?? '';
  other = await bert.download(plantId, 'copy');
  await untilSynced(one, other);
  ids = [...one.file.readModel().components.keys()];
});
afterEach(async () => {
  machines.splice(0).forEach((machine) => machine.dispose());
  await service.dispose();
});

const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));

async function untilMissing(...plants: readonly OpenPlant[]): Promise<void> {
  await Promise.all(plants.map((plant) => plant.sync.now()));
  await until(
    () => plants.every((plant) => plant.sync.status().failure?.reason === 'plant-missing'),
    'it is missed',
    () => plants.map((plant) => plant.sync.status()),
  );
}

/** What a file keeps of its tenant but the time of the last sync. */
function keptOf(plant: OpenPlant): unknown {
  const tables = ['sync_record', 'sync_outbox', 'sync_sent', 'sync_parked', 'sync_entry'];
  const rows = tables.map((table) => plant.file.database.prepare(`SELECT * FROM ${table}`).all());
  return [plant.sync.link()?.plantId, plant.sync.link()?.published, plantText(plant), rows];
}

test('[Y82] a plant that its service lost whole is a plant of the tenant again, with what was not sent or decided', async () => {
  bert.disturb((client) => ({ ...client, push: refuse, changes: refuse, me: refuse }));
  describeOne(other, ids[0], 'steam');
  describeOne(one, ids[0], 'brine');
  await untilSynced(one);
  bert.disturb(undefined);
  await other.sync.now();
  await untilSynced(one, other);
  expect(other.sync.status().conflictCount).toBe(1);
  await restore();
  moveOne(other, ids[1], 8);
  await untilMissing(other);
  const text = plantText(other);
  await other.sync.publishAgain();
  await untilSynced(other);
  const link = other.sync.link();
  expect(link).toMatchObject({ published: true, subject: 'bert', origin: { seq: 0, hash: link?.plantId } });
  expect(link?.plantId).not.toBe(plantId);
  expect(plantText(other)).toBe(text);
  const third = await (await machineOf('carla')).download(link?.plantId ?? '', 'works');
  await untilSynced(other, third);
  expect(plantText(third)).toBe(text);
  const [conflict] = await third.sync.conflicts();
  expect(conflict).toMatchObject({ by: 'bert', conflicts: [{ kind: 'field-field', theirs: { value: 'brine' } }] });
  // Nothing names a revision of the log that is gone.
  expect(conflict).toMatchObject({ base: 1, conflicts: [{ theirs: { seq: 1 } }] });
  const decision = { conflictId: conflict?.id ?? '', take: 'theirs' as const, patch: { changes: [] } };
  third.sync.resolve('Keep the brine', [decision], () => expect.unreachable('there is nothing to save'));
  await untilSynced(other, third);
  expect(other.sync.status().conflictCount).toBe(0);
});

test('[Y82] it goes on as any other, also when it is opened again; another copy stays what it is', async () => {
  describeOne(one, ids[2], 'brine');
  await untilSynced(one, other);
  await restore();
  moveOne(one, ids[0], 16);
  await untilMissing(one, other);
  const kept = keptOf(one);
  await other.sync.publishAgain();
  await untilSynced(other);
  other.dispose();
  other = bert.open('copy');
  const third = await anna.download(other.sync.link()?.plantId ?? '', 'opened anew');
  moveOne(other, ids[1], 8);
  await untilSynced(other, third);
  expect(componentOf(third, ids[1])).toEqual(componentOf(other, ids[1]));
  expect(componentOf(third, ids[2])?.properties['service']).toBe('brine');
  await untilMissing(one);
  expect(keptOf(one)).toEqual(kept);
  const plants = await anna.client().plants(new AbortController().signal);
  expect(plants).toMatchObject([{ id: other.sync.link()?.plantId }]);
});

test.each<readonly [string, (id: string) => Partial<TokenWish>]>([
  ['only looks', () => ({ role: 'viewer' })],
  ['may work on certain plants only', (id) => ({ plantIds: [id] })],
])('[Y82] who %s may not, and nothing changes', async (_who, wish) => {
  const carla = await machineOf('carla', wish(plantId));
  const third = await carla.download(plantId, 'works');
  await untilSynced(third);
  const tenant = await service.store().tenant(service.tenant.id);
  await tenant?.deletePlant(plantId);
  await untilMissing(third);
  const kept = keptOf(third);
  await expect(third.sync.publishAgain()).rejects.toMatchObject({
    error: { code: 'service-failed', reason: 'forbidden' },
  });
  expect(keptOf(third)).toEqual(kept);
  await untilMissing(third);
});

test('[Y82] asked for twice at a time, it is done once: the service gets one plant', async () => {
  await restore();
  await untilMissing(other);
  const [first, second] = await Promise.all([other.sync.publishAgain(), other.sync.publishAgain()]);
  expect(second).toEqual(first);
  await untilSynced(other);
  const plants = await bert.client().plants(new AbortController().signal);
  expect(plants).toMatchObject([{ id: other.sync.link()?.plantId }]);
});

test('[Y82] a plant that is there is not published again', async () => {
  moveOne(other, ids[0], 8);
  expect(await other.sync.publishAgain()).toMatchObject({ phase: 'synced' });
  expect(other.sync.link()?.plantId).toBe(plantId);
  await untilSynced(one, other);
});

test('[Y82] a service that is not reached, and a disk that takes nothing, change nothing', async () => {
  await restore();
  await untilMissing(other);
  const kept = keptOf(other);
  bert.disturb((client) => ({ ...client, createPlant: refuse }));
  await expect(other.sync.publishAgain()).rejects.toMatchObject({ error: { reason: 'unreachable' } });
  expect(keptOf(other)).toEqual(kept);
  bert.disturb(undefined);
  other.file.database.pragma('query_only = 1');
  await expect(other.sync.publishAgain()).rejects.toMatchObject({ error: { code: 'write-failed' } });
  expect(keptOf(other)).toEqual(kept);
  await untilMissing(other);
  other.file.database.pragma('query_only = 0');
  await other.sync.publishAgain();
  await untilSynced(other);
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addArea } from '../../../shared/model/commands/editSheets';
import { setFields, setProperty } from '../../../shared/model/commands/setFields';
import type { AreaId, ComponentId } from '../../../shared/model/ids';
import { reasonOf } from '../../../testing/influxConnections';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, type TestMachine, testMachine, until, untilSynced } from '../../../testing/syncedPlants';
import type { OpenPlant } from '../openPlant';
import { serviceFailure } from './syncFailure';

// Rule numbers refer to docs/spec/tenants.md.

const areaId = 'north' as AreaId;

let service: TestService;
let anna: TestMachine;
let bert: TestMachine;
let one: OpenPlant;
let other: OpenPlant;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.dispose());
beforeEach(async () => {
  const { makeToken } = service.tenant;
  anna = testMachine(service, await makeToken({ subject: 'anna', role: 'approver' }), 'anna');
  bert = testMachine(service, await makeToken({ subject: 'bert', role: 'editor' }), 'bert');
  one = anna.create('works');
  make(one, (context) => addArea(context, { name: 'North', id: areaId }));
  const ids = [...one.file.readModel().sheets.keys()];
  make(one, (context) => setFields(context, { kind: 'sheet', ids, fields: { areaId } }));
  await one.sync.publish(anna.key);
  await untilSynced(one);
  other = await bert.download(one.sync.link()?.plantId ?? '', 'copy');
  await untilSynced(one, other);
});
afterEach(() => {
  anna.dispose();
  bert.dispose();
});

const frozenAt = (plant: OpenPlant): readonly unknown[] | undefined => plant.sync.freezes.frozen();

async function untilFrozen(plant: OpenPlant, count: number): Promise<void> {
  await until(
    () => frozenAt(plant)?.length === count,
    `${count} areas are frozen`,
    () => frozenAt(plant),
  );
}

/** One component gets another service. */
function setService(plant: OpenPlant, text: string): ComponentId {
  const [id = '' as ComponentId] = plant.file.readModel().components.keys();
  make(plant, (context) => setProperty(context, { ids: [id], name: 'service', text }));
  return id;
}

test('[Y90] [Y91] what one freezes the others hear, with who, when and why, and know without the service too', async () => {
  const frozen = await one.sync.freezes.freeze({ areaId, reason: 'Change 17' });
  expect(frozen).toMatchObject([{ areaId, by: 'anna', reason: 'Change 17' }]);
  expect(frozenAt(one)).toEqual(frozen);
  await untilFrozen(other, 1);
  expect(frozenAt(other)).toEqual(frozen);
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  bert.disturb((client) => ({ ...client, me: refuse, changes: refuse }));
  other.dispose();
  other = bert.open('copy');
  expect(frozenAt(other)).toEqual(frozen);
  expect(await one.sync.freezes.release(areaId)).toEqual([]);
  expect(frozenAt(other)).toEqual(frozen);
  bert.disturb(undefined);
  await other.sync.now();
  await untilFrozen(other, 0);
});

test('[Y12] [Y90] an edit in a frozen area is parked, and taken when it is sent again after the release', async () => {
  await one.sync.freezes.freeze({ areaId, reason: undefined });
  const id = setService(other, 'brine');
  await until(() => other.sync.status().conflictCount === 1, 'it is parked');
  expect(await other.sync.conflicts()).toMatchObject([{ mine: true, conflicts: [{ kind: 'frozen' }] }]);
  await one.sync.freezes.release(areaId);
  await untilFrozen(other, 0);
  setService(other, 'brine');
  await untilSynced(one, other);
  expect(one.file.readModel().components.get(id)?.properties['service']).toBe('brine');
});

test('[Y92] who may not is refused, and nothing of it waits for a better time', async () => {
  expect(await reasonOf(other.sync.freezes.freeze({ areaId, reason: undefined }))).toBe('forbidden');
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  anna.disturb((client) => ({ ...client, freeze: refuse }));
  expect(await reasonOf(one.sync.freezes.freeze({ areaId, reason: undefined }))).toBe('unreachable');
  anna.disturb(undefined);
  await one.sync.now();
  expect(frozenAt(one)).toEqual([]);
  expect(await one.sync.freezes.release(areaId)).toEqual([]);
});

test('[Y93] an area that the service does not have yet cannot be frozen', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  anna.disturb((client) => ({ ...client, push: refuse }));
  make(one, (context) => addArea(context, { name: 'South', id: 'south' as AreaId }));
  const freezing = one.sync.freezes.freeze({ areaId: 'south', reason: undefined });
  await expect(freezing).rejects.toThrow('The service does not have this area yet');
});

test('[Y90] a service that does not know frozen areas has none to tell, and it stays unknown which are', async () => {
  const { plantId } = one.sync.link() ?? { plantId: '' };
  bert.disturb((client) => ({
    ...client,
    changes: async (id, { freezes: _, ...query }, signal) => client.changes(id, query, signal),
  }));
  other = await bert.download(plantId, 'another copy');
  setService(other, 'steam');
  await untilSynced(one, other);
  expect(frozenAt(other)).toBeUndefined();
  bert.disturb(undefined);
  other.dispose();
  other = bert.open('another copy');
  await untilFrozen(other, 0);
});

test('[Y91] an edit that is refused as frozen is parked once it is known which areas are', async () => {
  await untilFrozen(other, 0);
  other.dispose();
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  // While it waits for news this machine does not ask for frozen areas, and otherwise gets no answer about them.
  bert.disturb((client) => ({
    ...client,
    changes: async (id, { freezes, ...query }, signal) =>
      freezes === undefined || query.waitSeconds > 0 ? client.changes(id, query, signal) : refuse(),
  }));
  other = bert.open('copy');
  await untilSynced(one, other);
  await one.sync.freezes.freeze({ areaId, reason: undefined });
  setService(other, 'brine');
  await until(() => other.sync.status().phase === 'offline', 'there is no answer');
  expect(other.sync.status()).toMatchObject({ pendingCount: 1, conflictCount: 0 });
  expect(frozenAt(other)).toEqual([]);
  bert.disturb((client) => ({
    ...client,
    changes: async (id, { freezes, ...query }, signal) =>
      client.changes(id, freezes === undefined || query.waitSeconds > 0 ? query : { ...query, freezes }, signal),
  }));
  await other.sync.now();
  await until(() => other.sync.status().conflictCount === 1, 'it is parked');
  expect(frozenAt(other)).toMatchObject([{ areaId }]);
});

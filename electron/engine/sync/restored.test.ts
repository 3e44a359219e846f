import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyOfService } from '../../../testing/serviceCopy';
import { componentOf, describeOne, logLabels, moveOne, type SyncedPair, syncedPair } from '../../../testing/syncedPair';
import { plantText, until, untilSynced } from '../../../testing/syncedPlants';
import type { OpenPlant } from '../openPlant';
import { listBackups } from '../project/backups';
import { serviceFailure } from './syncFailure';

let pair: SyncedPair;
beforeEach(async () => {
  pair = await syncedPair();
});
afterEach(() => pair.dispose());

const digestOf = (plant: OpenPlant): unknown =>
  plant.file.database.prepare(`SELECT state ->> '$.digest' FROM sync_link`).pluck().get();
const epochOf = (plant: OpenPlant): unknown =>
  plant.file.database.prepare(`SELECT state ->> '$.epoch' FROM sync_link`).pluck().get();

test('[Y17] a copied project file: what both copies send is there once', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(pair.service.address, 'unreachable', ''));
  pair.anna.disturb((client) => ({ ...client, push: refuse }));
  moveOne(pair.one, pair.ids[0], 8);
  moveOne(pair.one, pair.ids[1], 16);
  await until(() => pair.one.sync.status().phase === 'offline', 'it is offline');
  const copyPath = join(pair.anna.folder, 'twin.sightglass');
  await pair.one.file.saveCopy(copyPath);
  describeOne(pair.one, pair.ids[2], 'brine');
  const twin = pair.anna.open('twin');
  describeOne(twin, pair.ids[3], 'steam');
  pair.anna.disturb(undefined);
  await Promise.all([pair.one.sync.now(), twin.sync.now()]);
  await untilSynced(pair.one, twin, pair.other);
  expect(plantText(twin)).toBe(plantText(pair.one));
  expect(plantText(pair.other)).toBe(plantText(pair.one));
  const labels = await logLabels(pair);
  expect(labels.filter((label) => label.startsWith('Move'))).toHaveLength(2);
  expect(labels.filter((label) => label.startsWith('Change'))).toHaveLength(2);
});

test('[Y4] [Y17] a restored backup knows what it had not sent and where it was', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(pair.service.address, 'unreachable', ''));
  pair.anna.disturb((client) => ({ ...client, push: refuse }));
  moveOne(pair.one, pair.ids[0], 8);
  await until(() => pair.one.sync.status().phase === 'offline', 'it is offline');
  pair.one.dispose();
  // Opening makes a backup of what is not backed up yet.
  pair.one = pair.anna.open('works');
  pair.anna.disturb(undefined);
  describeOne(pair.one, pair.ids[2], 'brine');
  await pair.one.sync.now();
  await untilSynced(pair.one, pair.other);
  const [backup] = listBackups(join(pair.anna.folder, 'works.sightglass')).slice(-1);
  copyFileSync(backup ?? '', join(pair.anna.folder, 'restored.sightglass'));
  const restored = pair.anna.open('restored');
  moveOne(restored, pair.ids[3], 24);
  await untilSynced(pair.one, restored, pair.other);
  expect(plantText(restored)).toBe(plantText(pair.one));
  expect((await logLabels(pair)).filter((label) => label.startsWith('Move'))).toHaveLength(2);
});

test('[Y16] after a restore, what somebody wrote meanwhile is not written over by who has not seen it', async () => {
  await untilSynced(pair.one, pair.other);
  const restore = await copyOfService(pair.service);
  await Promise.all([pair.one.sync.now(), pair.other.sync.now()]);
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(pair.service.address, 'unreachable', ''));
  pair.anna.disturb((client) => ({ ...client, me: refuse, push: refuse, changes: refuse }));
  await pair.one.sync.now();
  moveOne(pair.other, pair.ids[0], 8);
  await untilSynced(pair.other);
  describeOne(pair.other, pair.ids[2], 'steam');
  await untilSynced(pair.other);
  pair.bert.disturb((client) => ({ ...client, me: refuse, push: refuse, changes: refuse }));
  await pair.other.sync.now();
  await restore();
  pair.anna.disturb(undefined);
  describeOne(pair.one, pair.ids[2], 'brine');
  await pair.one.sync.now();
  await untilSynced(pair.one);
  pair.bert.disturb(undefined);
  await pair.other.sync.now();
  await untilSynced(pair.one, pair.other);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
  expect(componentOf(pair.one, pair.ids[2])?.properties['service']).toBe('brine');
  expect(await pair.other.sync.conflicts()).toMatchObject([{ conflicts: [{ kind: 'field-field' }] }]);
});

test('[Y16] a service that was restored from an older copy gets back what it lost and somebody has', async () => {
  moveOne(pair.one, pair.ids[0], 8);
  await untilSynced(pair.one, pair.other);
  const restore = await copyOfService(pair.service);
  describeOne(pair.one, pair.ids[1], 'brine');
  describeOne(pair.other, pair.ids[2], 'steam');
  await untilSynced(pair.one, pair.other);
  moveOne(pair.other, pair.ids[3], 8);
  await untilSynced(pair.one, pair.other);
  await restore();
  const text = plantText(pair.one);
  moveOne(pair.one, pair.ids[4], 8);
  await Promise.all([pair.one.sync.now(), pair.other.sync.now()]);
  await untilSynced(pair.one, pair.other);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
  expect(plantText(pair.one)).not.toBe(text);
  expect(componentOf(pair.one, pair.ids[1])?.properties['service']).toBe('brine');
  expect(componentOf(pair.one, pair.ids[2])?.properties['service']).toBe('steam');
  expect([pair.one, pair.other].map((plant) => plant.sync.status().conflictCount)).toEqual([0, 0]);
  expect([pair.one, pair.other].map(epochOf)).toEqual(['second life', 'second life']);
  expect((await logLabels(pair)).filter((label) => label.startsWith('Change'))).toHaveLength(2);
});

test('[Y15] a copy that does not add up is fetched anew, and what was not sent is kept', async () => {
  pair.other.dispose();
  const spoiled = pair.bert.openRaw('copy');
  spoiled.exec(`UPDATE sync_record SET record = replace(record, '"value":"V-101"', '"value":"V-999"')`);
  spoiled.exec(`UPDATE sync_link SET state = json_set(state, '$.digest', '${'0'.repeat(64)}')`);
  spoiled.close();
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(pair.service.address, 'unreachable', ''));
  pair.bert.disturb((client) => ({ ...client, me: refuse }));
  pair.other = pair.bert.open('copy');
  describeOne(pair.other, pair.ids[2], 'steam');
  expect(digestOf(pair.other)).not.toBe(digestOf(pair.one));
  await until(() => pair.other.sync.status().phase === 'offline', 'it is offline');
  pair.bert.disturb(undefined);
  await pair.other.sync.now();
  await untilSynced(pair.one, pair.other);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
  expect(digestOf(pair.other)).toBe(digestOf(pair.one));
  expect(componentOf(pair.one, pair.ids[2])?.properties['service']).toBe('steam');
});

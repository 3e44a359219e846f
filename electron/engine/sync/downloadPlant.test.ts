import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, untilSynced } from '../../../testing/syncedPlants';
import type { OpenPlant } from '../openPlant';
import type { ServiceClient, SnapshotQuery } from './serviceClient';
import { serviceFailure } from './syncFailure';

let service: TestService;
let anna: TestMachine;
let bert: TestMachine;
let one: OpenPlant;
let plantId: string;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.dispose());
beforeEach(async () => {
  anna = testMachine(service, await service.tenant.makeToken({ subject: 'anna' }), 'anna');
  bert = testMachine(service, await service.tenant.makeToken({ subject: 'bert' }), 'bert');
  one = anna.create('works');
  await one.sync.publish(anna.key);
  await untilSynced(one);
  plantId = one.sync.link()?.plantId ?? '';
});
afterEach(() => {
  anna.dispose();
  bert.dispose();
});

/** Hands records on one by one and breaks off after so many; notes after which key each reading began. */
function cutAfter(count: number, begins: (string | undefined)[]): (client: ServiceClient) => ServiceClient {
  return (client) => ({
    ...client,
    snapshot: (id, query, signal) => {
      begins.push(query.after?.id);
      let given = 0;
      const onRecords: SnapshotQuery['onRecords'] = async (records, header) => {
        for (const record of records) {
          if (given === count) {
            throw serviceFailure(service.address, 'unreachable', 'cut off');
          }
          given += 1;
          await query.onRecords([record], header);
        }
      };
      return client.snapshot(id, { ...query, onRecords }, signal);
    },
  });
}

test('[Y25] a download that breaks off leaves no project, and the next try goes on where it stopped', async () => {
  const begins: (string | undefined)[] = [];
  bert.disturb(cutAfter(5, begins));
  await expect(bert.download(plantId, 'copy')).rejects.toMatchObject({ error: { reason: 'unreachable' } });
  expect(existsSync(join(bert.folder, 'copy.sightglass'))).toBe(false);
  await expect(bert.download(plantId, 'copy')).rejects.toMatchObject({ error: { reason: 'unreachable' } });
  bert.disturb(cutAfter(1_000, begins));
  const copy = await bert.download(plantId, 'copy');
  expect(begins[0]).toBeUndefined();
  expect(new Set(begins).size).toBe(3);
  expect(plantText(copy)).toBe(plantText(one));
  expect(readdirSync(bert.folder).filter((name) => name.includes('download'))).toEqual([]);
});

test('[Y25] a download goes on although the plant was changed meanwhile, and what came since follows', async () => {
  bert.disturb(cutAfter(5, []));
  await expect(bert.download(plantId, 'copy')).rejects.toMatchObject({ error: { reason: 'unreachable' } });
  const ids = [...one.file.readModel().components.keys()];
  make(one, (context) => moveComponents(context, { ids, dx: 8, dy: 8 }));
  await untilSynced(one);
  bert.disturb(undefined);
  const copy = await bert.download(plantId, 'copy');
  await untilSynced(one, copy);
  expect(plantText(copy)).toBe(plantText(one));
});

test.each<[string, (record: EntityRecord, index: number) => readonly EntityRecord[]]>([
  ['a record too few', (record, index) => (index === 3 ? [] : [record])],
  ['a record twice', (record, index) => (index === 3 ? [record, record] : [record])],
  [
    'another value',
    (record) =>
      record.kind === 'component'
        ? [{ ...record, fields: { ...record.fields, x: { value: 9, seq: 1, changeset: 'c' } } }]
        : [record],
  ],
])('[Y25] a snapshot with %s makes no project', async (_what, spoil) => {
  let index = 0;
  bert.disturb((client) => ({
    ...client,
    snapshot: (id, query, signal) => {
      const onRecords: SnapshotQuery['onRecords'] = (records, header) =>
        query.onRecords(
          records.flatMap((record) => spoil(record, index++)),
          header,
        );
      return client.snapshot(id, { ...query, onRecords }, signal);
    },
  }));
  await expect(bert.download(plantId, 'copy')).rejects.toMatchObject({ error: { reason: 'not-a-service' } });
  expect(existsSync(join(bert.folder, 'copy.sightglass'))).toBe(false);
  bert.disturb(undefined);
  expect(plantText(await bert.download(plantId, 'copy'))).toBe(plantText(one));
});

test('[Y25] what is there already is not replaced', async () => {
  bert.create('copy').dispose();
  await expect(bert.download(plantId, 'copy')).rejects.toMatchObject({ error: { code: 'file-exists' } });
});

test('[Y26] the whole log can be had for a plant that began with a snapshot', async () => {
  const ids = [...one.file.readModel().components.keys()];
  make(one, (context) => moveComponents(context, { ids, dx: 8, dy: 8 }));
  await untilSynced(one);
  const copy = await bert.download(plantId, 'copy');
  const count = (): unknown => copy.file.database.prepare('SELECT count(*) FROM sync_entry').pluck().get();
  expect(count()).toBe(0);
  await copy.sync.fetchWholeLog();
  expect(count()).toBe(2);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntityFields } from '../../shared/model/modelPatch';
import type { EntityKey } from '../../shared/sync/changeset';
import { type EntityRecord, keyText, type Stamp } from '../../shared/sync/entityRecord';
import { referencesOf, uniqueKeysOf } from '../../shared/sync/references';
import type { PlantReader } from './serviceStore';
import { change, makeRecord, type StoreSubject, usingPlant } from './storeFixture';

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const sheet = fc.record({ kind: fc.constant('sheet'), id: ids, fields: fc.record({ areaId: ids, name: ids }) });
const component = fc.record({
  kind: fc.constant('component'),
  id: ids,
  fields: fc.record({ sheetId: ids, tag: fc.constantFrom('P-1', 'p-1', 'P-2', '', '\0\\') }, { requiredKeys: [] }),
});
const end = fc.record({ componentId: ids, port: fc.constant('in') });
const connection = fc.record({
  kind: fc.constant('connection'),
  id: ids,
  fields: fc.record({ sheetId: ids, from: end, to: end }),
});
const write = fc.record({ entity: fc.oneof(sheet, component, connection), live: fc.boolean() });
/** Several commits of one or more records. */
const writes = fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

const allKeys: readonly EntityKey[] = ['area', 'sheet', 'component', 'connection'].flatMap((kind) =>
  ['a', 'b', 'c', 'd'].map((id) => ({ kind, id })),
);
const allNames = ['component:p-1', 'component:p-2', 'component:P-1', 'component:', 'nothing'];

function sortedKeys(keys: Iterable<EntityKey>): readonly string[] {
  return [...keys].map(keyText).sort();
}

/** What the indexes must answer, by looking at every record. */
async function expectIndexes(plant: PlantReader, records: readonly EntityRecord[]): Promise<void> {
  const live = records.filter((record) => record.live);
  const names = new Set([...allNames, ...live.flatMap(uniqueKeysOf)]);
  const referrers = await plant.referrers(allKeys);
  const holders = await plant.holders([...names]);
  for (const key of allKeys) {
    const expected = live.filter((record) => referencesOf(record).some((target) => keyText(target) === keyText(key)));
    expect(sortedKeys(referrers.get(keyText(key)) ?? [])).toEqual(sortedKeys(expected));
  }
  for (const name of names) {
    const expected = live.filter((record) => uniqueKeysOf(record).includes(name));
    expect(sortedKeys(holders.get(name) ?? [])).toEqual(sortedKeys(expected));
  }
  for (const kind of ['sheet', 'component', 'connection']) {
    expect(await plant.liveCount(kind)).toBe(live.filter((record) => record.kind === kind).length);
  }
  expect(await plant.recordCount()).toBe(records.length);
}

interface WrittenRecord {
  readonly entity: EntityKey & { readonly fields: EntityFields };
  readonly live: boolean;
}

/** Records with one entity at most once, as an entry leaves them. */
function recordsOf(written: readonly WrittenRecord[], stamp: Stamp): readonly EntityRecord[] {
  const records = written.map(({ entity, live }) => makeRecord(entity, stamp, { fields: entity.fields, live }));
  return [...new Map(records.map((record) => [keyText(record), record])).values()];
}

function followCases(subject: StoreSubject): void {
  test(`[V69] ${subject.name}: who refers to what, who holds which name and counts follow the live records`, () =>
    usingPlant(subject, async (tenant) => {
      let run = 0;
      const property = fc.asyncProperty(writes, async (commits) => {
        run += 1;
        const id = `plant ${run}`;
        await tenant.createPlant({ id, name: id, createdAtMs: 0 });
        const expected = new Map<string, EntityRecord>();
        for (const [index, written] of commits.entries()) {
          const stamp = { seq: index + 1, changeset: `c${index}` };
          const records = recordsOf(written, stamp);
          await tenant.changePlant(id, async (plant) => {
            const { head } = await plant.row();
            const common = { by: 'x', atMs: 0, serverAtMs: 0, label: '', changes: [], resolves: [] };
            const entry = {
              ...common,
              seq: stamp.seq,
              id: stamp.changeset,
              previousHash: head.hash,
              hash: `h${index}`,
            };
            await plant.append(entry, records, '');
          });
          records.forEach((record) => expected.set(keyText(record), record));
        }
        await tenant.readPlant(id, async (plant) => {
          await expectIndexes(plant, [...expected.values()]);
          const found = await plant.records(allKeys);
          expect(new Map(found.map((record) => [keyText(record), record]))).toEqual(expected);
        });
      });
      await fc.assert(property, { numRuns: 40 });
    }));
}

const oddIds = [
  'plain',
  'a b',
  "o'hara",
  '\\',
  '\\\\',
  '\\u0000',
  '\0',
  '\ud800',
  '\udfff',
  '\ufffd',
  '🌡',
  'É',
  'e\u0301',
];

function oddCases(subject: StoreSubject): void {
  test(`[V76] ${subject.name}: ids, kinds and texts of any characters come back as they were, each its own`, () =>
    usingPlant(subject, async (tenant) => {
      const keys = oddIds.flatMap((id) => oddIds.map((kind) => ({ kind, id })));
      const fieldsOf = ({ kind, id }: EntityKey) => ({ [`properties.${id}`]: [kind, { deep: id }], number: 0.1 });
      const entry = await change(tenant, {
        records: (stamp) => keys.map((key) => makeRecord(key, stamp, { fields: fieldsOf(key) })),
      });
      const stamp = { seq: 1, changeset: entry.id };
      await tenant.readPlant('plant', async (plant) => {
        expect(await plant.recordCount()).toBe(oddIds.length ** 2);
        for (const key of keys) {
          expect(await plant.records([key])).toEqual([makeRecord(key, stamp, { fields: fieldsOf(key) })]);
        }
        for (const kind of oddIds) {
          expect(await plant.liveCount(kind)).toBe(oddIds.length);
        }
      });
    }));

  test(`[V76] ${subject.name}: odd names are referred to and held like others`, () =>
    usingPlant(subject, async (tenant) => {
      await change(tenant, {
        records: (stamp) =>
          oddIds.map((id) => makeRecord({ kind: 'sensor', id }, stamp, { fields: { name: id, sourceId: id } })),
      });
      await tenant.readPlant('plant', async (plant) => {
        for (const id of oddIds) {
          const key = { kind: 'dataSource', id };
          expect((await plant.referrers([key])).get(keyText(key))).toEqual([{ kind: 'sensor', id }]);
          expect((await plant.holders([`sensor:${id}`])).get(`sensor:${id}`)).toEqual([{ kind: 'sensor', id }]);
        }
      });
    }));
}

function pageCases(subject: StoreSubject): void {
  test(`[V71] ${subject.name}: records come page by page in the order of kind and id, dead ones too, each once`, () =>
    usingPlant(subject, async (tenant) => {
      const keys = ['sheet', 'area', 'Zone'].flatMap((kind) =>
        Array.from({ length: 25 }, (_, index) => ({ kind, id: `${index % 2 === 0 ? 'x' : 'X'}-${index}` })),
      );
      await change(tenant, {
        records: (stamp) => keys.map((key, index) => makeRecord(key, stamp, { live: index % 5 !== 0 })),
      });
      const pages = await tenant.readPlant('plant', async (plant) => {
        const found: EntityRecord[] = [];
        for (;;) {
          const page = await plant.recordsAfter(found.at(-1), 7);
          found.push(...page);
          if (page.length < 7) {
            return found;
          }
        }
      });
      const inOrder = keys.toSorted((one, other) => {
        const [first, second] = [`${one.kind}\0${one.id}`, `${other.kind}\0${other.id}`];
        return first < second ? -1 : 1;
      });
      expect(pages?.map(({ kind, id }) => ({ kind, id }))).toEqual(inOrder);
      expect(pages?.filter(({ live }) => !live)).toHaveLength(15);
    }));
}

/** What every store has to do with the records of a plant. */
export function testIndexConformance(subject: StoreSubject): void {
  followCases(subject);
  oddCases(subject);
  pageCases(subject);
}

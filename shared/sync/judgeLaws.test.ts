import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Changeset, SyncOp } from './changeset';
import { keyText } from './entityRecord';
import { judge } from './judge';
import { judgeLoaded, type RecordLoader } from './judgeLoaded';
import {
  changeset,
  changesetId,
  create,
  pipe,
  pump,
  pumpHouse,
  remove,
  setField,
  TestLog,
  testContext,
} from './syncFixture';

// Rule numbers refer to docs/spec/sync.md.

function loaderOf(log: TestLog): RecordLoader {
  const { world } = log;
  return {
    records: (keys) => Promise.resolve(keys.flatMap((key) => world.recordOf(key) ?? [])),
    referrers: (keys) => Promise.resolve(new Map(keys.map((key) => [keyText(key), [...world.referrersOf(key)]]))),
    holders: (uniques) => Promise.resolve(new Map(uniques.map((unique) => [unique, [...world.holdersOf(unique)]]))),
    liveCount: () => Promise.resolve(world.sheetCount()),
  };
}

/** Ops that run into each other a lot: three pumps, three pipes, two tags. */
const someOp: fc.Arbitrary<SyncOp> = fc.oneof(
  fc
    .tuple(fc.constantFrom('p1', 'p2', 'p3'), fc.constantFrom('P-101', 'P-102'))
    .map(([id, tag]) => create(`component ${id}`, pump(tag))),
  fc
    .tuple(fc.constantFrom('l1', 'l2'), fc.constantFrom('p1', 'p2', 'p3'), fc.constantFrom('p1', 'p2', 'p3'))
    .map(([id, from, to]) => create(`connection ${id}`, pipe(from, to))),
  fc
    .tuple(fc.constantFrom('p1', 'p2', 'p3'), fc.constantFrom('P-101', 'P-102', 'P-103'))
    .map(([id, tag]) => setField(`component ${id}`, 'tag', tag)),
  fc
    .tuple(fc.constantFrom('l1', 'l2'), fc.constantFrom('p1', 'p2', 'p3'))
    .map(([id, to]) => setField(`connection ${id}`, 'to', { componentId: to, port: 'in' })),
  fc.constantFrom('component p1', 'component p2', 'connection l1', 'sheet sheet-1').map((key) => remove(key)),
);
const someChangesets = fc.array(fc.tuple(fc.array(someOp, { minLength: 1, maxLength: 5 }), fc.nat(3)), {
  maxLength: 8,
});

function replay(
  gestures: readonly (readonly [readonly SyncOp[], number])[],
  each: (log: TestLog, what: Changeset) => void,
): void {
  const log = pumpHouse();
  gestures.forEach(([ops, unseen], index) => {
    const what = changeset({ id: changesetId(200 + index), base: Math.max(0, log.head() - unseen), ops });
    each(log, what);
    if (log.judge(what).verdict === 'accepted') {
      log.take(what);
    }
  });
}

test('[S1] what is left of a refused changeset is taken; what was named is not', () => {
  fc.assert(
    fc.property(someChangesets, (gestures) => {
      replay(gestures, (log, what) => {
        const refused = new Set(log.conflicts(what).map(({ op }) => op));
        const kept = what.ops.filter((_, index) => !refused.has(index));
        expect(kept.length === 0 ? [] : log.conflicts({ ...what, ops: kept })).toEqual([]);
      });
    }),
  );
});

test('[S2] a plant loaded piece by piece judges as one in memory', async () => {
  await fc.assert(
    fc.asyncProperty(someChangesets, async (gestures) => {
      const asked: [Promise<unknown>, unknown][] = [];
      replay(gestures, (log, what) => {
        const copy = new TestLog();
        log.entries.slice(1).forEach((entry) => copy.entries.push(entry));
        copy.world.put(log.world.records());
        asked.push([judgeLoaded(loaderOf(copy), what, testContext), judge(log.world, what, testContext)]);
      });
      for (const [loaded, expected] of asked) {
        expect(await loaded).toMatchObject({ judgement: expected });
      }
    }),
    { numRuns: 50 },
  );
});

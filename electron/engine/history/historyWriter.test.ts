import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainError, toAppError } from '../../../shared/lib/appError';
import { embeddedSource } from './embeddedSource';
import { storeWith } from './historyFixture';
import { HistoryStore, samplesPerChunk } from './historyStore';
import { ensureHistoryTables } from './historyTables';
import { deleteSamples, openHistoryWriter } from './historyWriter';

const minuteMs = 60_000;
const never = new AbortController().signal;
const everything = { startMs: -Infinity, endMs: Infinity };

type Sample = readonly [timeMs: number, value: number];

function columns(samples: readonly Sample[]) {
  return {
    timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
    values: Float64Array.from(samples, ([, value]) => value),
    qualities: new Uint8Array(samples.length),
  };
}

async function read(store: HistoryStore, name: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const { timesMs, values } of embeddedSource(store).readRaw([name], everything, never)) {
    timesMs.forEach((timeMs, at) => samples.push([timeMs, values[at] ?? NaN]));
  }
  return samples;
}

async function expectHolds(store: HistoryStore, expected: ReadonlyMap<number, number>): Promise<void> {
  const sorted = [...expected].sort(([left], [right]) => left - right);
  expect(await read(store, 'x')).toEqual(sorted);
  const series = store.findSeries('x');
  expect(series?.sampleCount ?? 0).toBe(sorted.length);
  expect(series?.firstMs).toBe(sorted[0]?.[0]);
  expect(series?.lastMs).toBe(sorted.at(-1)?.[0]);
  for (const bucketMs of [minuteMs, 16 * minuteMs, 256 * minuteMs, 4_096 * minuteMs]) {
    const counts = new Map<number, number>();
    for (const [timeMs] of sorted) {
      const start = Math.floor(timeMs / bucketMs) * bucketMs;
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
    const range = { startMs: -1e10, endMs: 1e10 };
    const found = new Map<number, number>();
    for await (const block of embeddedSource(store).readBuckets(['x'], range, bucketMs, never)) {
      block.startsMs.forEach((start, at) => found.set(start, block.count[at] ?? 0));
    }
    expect(found).toEqual(counts);
  }
}

const batch = fc
  .tuple(fc.integer({ min: -3_000, max: 9_000 }), fc.integer({ min: 1, max: 2_500 }), fc.constantFrom(1, 7, 60))
  .map(([from, count, stepSeconds]): Sample[] =>
    Array.from({ length: count }, (_, at) => [from * minuteMs + at * stepSeconds * 1_000, from + at]),
  );
const shuffled = fc
  .array(fc.integer({ min: -9_000_000, max: 9_000_000 }), { maxLength: 300 })
  .map((times) => times.map((timeMs, at): Sample => [timeMs, at]));
const removal = fc.tuple(fc.integer({ min: -4e8, max: 8e8 }), fc.integer({ min: 0, max: 3e8 }));

test('[H4] [H5] [H6] whatever is written, overwritten and deleted, samples and buckets agree', async () => {
  const step = fc.oneof(
    fc.record({ write: fc.oneof(batch, batch, shuffled) }),
    fc.record({ remove: removal }),
    fc.constant({ reopen: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), fc.constantFrom(200, 1e6), async (steps, size) => {
      const db = new Database(':memory:');
      ensureHistoryTables(db);
      let store = new HistoryStore(db);
      let writer = openHistoryWriter(store, size);
      const expected = new Map<number, number>();
      for (const one of steps) {
        if ('write' in one) {
          writer.append('x', columns(one.write));
          one.write.forEach(([timeMs, value]) => expected.set(timeMs, value));
        } else if ('remove' in one) {
          writer.flush();
          const [startMs, lengthMs] = one.remove;
          deleteSamples(store, 'x', { startMs, endMs: startMs + lengthMs });
          [...expected.keys()]
            .filter((timeMs) => timeMs >= startMs && timeMs < startMs + lengthMs)
            .forEach((timeMs) => expected.delete(timeMs));
        } else {
          writer.flush();
          store = new HistoryStore(db);
          writer = openHistoryWriter(store, size);
        }
      }
      writer.flush();
      await expectHolds(store, expected);
      db.close();
    }),
    { numRuns: 40 },
  );
});

test('[H4] of two samples with one time the later written stays', async () => {
  const { store } = storeWith([
    {
      name: 'x',
      unit: '',
      samples: [
        [5, 1],
        [3, 2],
        [5, 3],
      ],
    },
  ]);
  const writer = openHistoryWriter(store);
  writer.append('x', columns([[3, 9]]));
  writer.append('x', columns([[3, 10]]));
  writer.flush();
  expect(await read(store, 'x')).toEqual([
    [3, 10],
    [5, 3],
  ]);
});

test('[H5] chunks are filled and not packed again while samples arrive in batches', () => {
  const db = new Database(':memory:');
  ensureHistoryTables(db);
  const store = new HistoryStore(db);
  const writer = openHistoryWriter(store, 1_000);
  for (let from = 0; from < 5_000; from += 100) {
    writer.append('x', columns(Array.from({ length: 100 }, (_, at) => [(from + at) * minuteMs, at])));
  }
  writer.flush();
  const series = store.findSeries('x');
  const counts = series === undefined ? [] : store.chunksOf(series).map(({ count }) => count);
  expect(counts.slice(0, -1).every((count) => count === samplesPerChunk)).toBe(true);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000);
});

test('[H7] a flush that fails leaves nothing behind, in the file or in memory', async () => {
  const { db, store } = storeWith([{ name: 'x', unit: '', samples: [[1, 1]] }]);
  const writer = openHistoryWriter(store);
  writer.append('x', columns([[2, 2]]));
  writer.append('y', columns([[2, 2]]));
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON history_chunk WHEN new.series_id > 1
    BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  expect(() => writer.flush()).toThrow('disk full');
  expect(await read(store, 'x')).toEqual([[1, 1]]);
  expect(store.findSeries('y')).toBeUndefined();
  db.exec('DROP TRIGGER full');
  writer.flush();
  expect(await read(store, 'x')).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(await read(store, 'y')).toEqual([[2, 2]]);
});

test('[H9] written slowly, with others between the transactions, everything is there', async () => {
  const { store } = storeWith([]);
  let nowMs = 0;
  // Every look at the clock finds a millisecond gone, on machines of any speed.
  const tick = (): number => {
    nowMs += 1;
    return nowMs;
  };
  const writer = openHistoryWriter(store, 10_000_000, tick);
  const names = Array.from({ length: 200 }, (_, index) => `x${index}`);
  const samples = Array.from({ length: 3_000 }, (_, at): Sample => [at * 1_000, at]);
  names.forEach((name) => writer.append(name, columns(samples)));
  let rests = 0;
  await writer.flushSlowly(async () => {
    rests += 1;
    await read(store, 'x0');
  });
  expect(rests).toBeGreaterThan(1);
  for (const name of names) {
    expect(await read(store, name)).toEqual(samples);
  }
});

test('[H5] a slip of a century in one time does not hold the engine up', { timeout: 5_000 }, async () => {
  const seconds = Array.from({ length: 5_000 }, (_, at): Sample => [Date.UTC(2024, 0, 1) + at * 1_000, at]);
  const samples: Sample[] = [[Date.UTC(1900, 0, 2), 1], ...seconds, [Date.UTC(2199, 0, 1), 2]];
  const { store } = storeWith([{ name: 'x', unit: '', samples }]);
  expect(await read(store, 'x')).toEqual(samples);
});

test('[H19] samples that do not read back are told as damaged history', async () => {
  const { db } = storeWith([{ name: 'x', unit: '', samples: [[1, 1]] }]);
  db.exec("UPDATE history_chunk SET samples = x'0102030405060708'");
  const work = embeddedSource(new HistoryStore(db)).readSnapshot(['x'], 5, never);
  const error = toAppError(await work.catch((thrown: unknown) => thrown));
  expect(error.code).toBe('damaged-history');
  expect(explainError(error)).toContain('The drawing and the rest of the history are safe');
});

test('[H6] a range without a beginning takes the first samples with it', async () => {
  const { store } = storeWith([
    {
      name: 'x',
      unit: '',
      samples: [
        [1, 1],
        [5, 2],
        [9, 3],
      ],
    },
  ]);
  deleteSamples(store, 'x', { startMs: -Infinity, endMs: 5 });
  expect(await read(store, 'x')).toEqual([
    [5, 2],
    [9, 3],
  ]);
  deleteSamples(store, 'x', everything);
  expect(await read(store, 'x')).toEqual([]);
});

test('[H6] a deleted series leaves no rows', () => {
  const { db, store } = storeWith([{ name: 'x', unit: '', samples: [[1, 1]] }]);
  expect(store.deleteSeries('x')).toBe(true);
  expect(store.deleteSeries('x')).toBe(false);
  expect(store.findSeries('x')).toBeUndefined();
  for (const table of ['history_series', 'history_chunk', 'history_tile']) {
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  }
});

test('[H8] a series keeps the unit and description that were stated last', () => {
  const { db, store } = storeWith([{ name: 'x', unit: 'kW', samples: [[1, 1]] }]);
  const writer = openHistoryWriter(store);
  writer.define({ name: 'x', unit: 'W', description: 'Fan power' });
  writer.flush();
  expect(new HistoryStore(db).findSeries('x')).toMatchObject({ unit: 'W', description: 'Fan power', sampleCount: 1 });
});

import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ensureHistoryTables } from '../historyTables';
import { ensureCacheTables } from './cacheTables';
import { HistoryCache, type HistoryCacheOptions, type KnownStretch } from './historyCache';

const never = new AbortController().signal;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

interface Opened {
  readonly db: Database.Database;
  readonly cache: HistoryCache;
  /** Moves the clock on. */
  readonly later: (byMs: number) => void;
}

function open(options: Partial<HistoryCacheOptions> = {}, db = new Database(':memory:')): Opened {
  ensureHistoryTables(db);
  ensureCacheTables(db);
  let nowMs = 1_700_000_000_000;
  const cache = new HistoryCache(db, { limitBytes: 1e9, now: () => nowMs, ...options });
  return { db, cache, later: (byMs) => void (nowMs += byMs) };
}

/** A stretch with a sample a minute. The values are noise, so that a chunk has its size. */
function stretch(key: string, startMs: number, lengthMs: number): KnownStretch {
  const timesMs = Float64Array.from({ length: Math.ceil(lengthMs / minuteMs) }, (_, at) => startMs + at * minuteMs);
  const values = timesMs.map((timeMs) => Math.sin(timeMs / 1e5));
  const range = { startMs, endMs: startMs + lengthMs };
  return { key, range, samples: { timesMs, values, qualities: new Uint8Array(timesMs.length) }, readAtMs: Infinity };
}

function put(cache: HistoryCache, ...stretches: readonly KnownStretch[]): Promise<void> {
  return cache.put(stretches, cache.generation(), never);
}

function samplesOf(cache: HistoryCache, key: string): number {
  return cache.store.findSeries(key)?.sampleCount ?? 0;
}

function bytesInFile(db: Database.Database): number {
  const sum = (column: string, table: string): number =>
    Number(db.prepare(`SELECT ifnull(sum(length(${column})), 0) FROM ${table}`).pluck().get());
  return sum('samples', 'cache_chunk') + sum('buckets', 'cache_tile');
}

/** Every stored sample lies in a piece, in memory and in the file. */
function expectWhole(db: Database.Database, cache: HistoryCache): void {
  expect(cache.storedBytes()).toBe(bytesInFile(db));
  const again = new HistoryCache(db, { limitBytes: 1e9, now: () => 0 });
  expect(again.storedBytes()).toBe(cache.storedBytes());
  for (const series of again.store.allSeries()) {
    const pieces = again.coverageOf(series.name).pieces();
    expect(pieces).toEqual(cache.coverageOf(series.name).written());
    for (const { startMs, endMs } of again.store.chunksOf(series)) {
      for (const timeMs of [startMs, endMs]) {
        expect(pieces.some((piece) => piece.startMs <= timeMs && timeMs < piece.endMs)).toBe(true);
      }
    }
  }
}

test('[T5] a write that fails leaves neither samples nor coverage, in the file or in memory', async () => {
  const { db, cache } = open();
  await put(cache, stretch('a', 0, hourMs));
  const before = cache.storedBytes();
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON cache_coverage WHEN new.start_ms = ${dayMs}
    BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(put(cache, stretch('a', dayMs, hourMs))).rejects.toThrow('disk full');
  expect(samplesOf(cache, 'a')).toBe(60);
  expect(cache.coverageOf('a').pieces().length).toBe(1);
  expect(cache.storedBytes()).toBe(before);
  expectWhole(db, cache);
  db.exec('DROP TRIGGER full');
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON cache_chunk BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(put(cache, stretch('b', dayMs, hourMs))).rejects.toThrow('disk full');
  expect(cache.coverageOf('b').pieces()).toEqual([]);
  db.exec('DROP TRIGGER full');
  await put(cache, stretch('a', dayMs, hourMs), stretch('b', dayMs, hourMs));
  expect([samplesOf(cache, 'a'), samplesOf(cache, 'b')]).toEqual([120, 60]);
  expectWhole(db, cache);
});

test('[T5] [T18] whatever is stored, forgotten and evicted, samples, coverage and bytes agree', async () => {
  const key = fc.constantFrom('a', 'b');
  const start = fc.integer({ min: 0, max: 40 }).map((hours) => hours * 5 * hourMs);
  const step = fc.oneof(
    fc.record({ put: fc.tuple(key, start, fc.integer({ min: 1, max: 3_000 })) }),
    fc.record({ forget: fc.tuple(key, start, fc.integer({ min: 1, max: 3_000 })) }),
    fc.record({ touch: fc.tuple(key, start) }),
    fc.record({ limit: fc.integer({ min: 0, max: 60_000 }) }),
    fc.record({ pin: fc.tuple(key, start) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { db, cache, later } = open();
      for (const one of steps) {
        later(hourMs);
        if ('put' in one) {
          const [of, startMs, minutes] = one.put;
          await put(cache, stretch(of, startMs, minutes * minuteMs));
        } else if ('forget' in one) {
          const [of, startMs, minutes] = one.forget;
          await cache.forget([of], { startMs, endMs: startMs + minutes * minuteMs });
        } else if ('touch' in one) {
          cache.touch([one.touch[0]], { startMs: one.touch[1], endMs: one.touch[1] + 1 });
        } else if ('pin' in one) {
          cache.pin('job', [one.pin[0]], { startMs: one.pin[1], endMs: one.pin[1] + dayMs });
        } else {
          cache.setLimitBytes(one.limit);
        }
        await cache.settled();
      }
      await put(cache, stretch('a', 0, minuteMs));
      await cache.settled();
      expectWhole(db, cache);
      db.close();
    }),
    { numRuns: 60 },
  );
});

test('[T6] an older answer that comes late does not take the place of a newer one', async () => {
  const { cache } = open();
  const at = (readAtMs: number, value: number): KnownStretch => {
    const one = stretch('a', 0, 2 * minuteMs);
    return { ...one, readAtMs, samples: { ...one.samples, values: Float64Array.of(value, value) } };
  };
  await put(cache, at(2_000, 2));
  await put(cache, at(1_000, 1));
  const values = async (): Promise<number | undefined> =>
    (await cache.source.readSnapshot(['a'], hourMs, never)).values[0];
  expect(await values()).toBe(2);
  expect(cache.coverageOf('a').pieces()).toMatchObject([{ readAtMs: 2_000 }]);
  await put(cache, at(3_000, 3));
  expect(await values()).toBe(3);
  // An answer that was very long on its way is only good where nothing better is known.
  await put(cache, at(-Infinity, 9));
  expect(await values()).toBe(3);
  // What was read when it could not change any more stands.
  await put(cache, at(Infinity, 4));
  await put(cache, at(5_000, 5));
  expect(await values()).toBe(4);
});

test('[T18] what was used longest ago goes first, of that what is furthest from the moment asked for last', async () => {
  const { cache, later } = open();
  await put(cache, stretch('a', 0, 10 * dayMs));
  later(2 * hourMs);
  await put(cache, stretch('b', 0, 10 * dayMs));
  later(2 * hourMs);
  cache.touch(['a'], { startMs: 9 * dayMs, endMs: 9 * dayMs + 1 });
  cache.setLimitBytes(cache.storedBytes() * 0.8);
  expect(await cache.makeRoom()).toBe(true);
  expect(samplesOf(cache, 'b')).toBe(14_400);
  expect(cache.store.findSeries('a')?.lastMs).toBe(10 * dayMs - minuteMs);
  expect(cache.store.findSeries('a')?.firstMs).toBeGreaterThan(2 * dayMs);
  const [piece] = cache.coverageOf('a').pieces();
  expect(piece?.startMs).toBe(cache.store.findSeries('a')?.firstMs);
});

test('[T18] [T24] what was taken offline and what is being read stays, however little room there is', async () => {
  const { db, cache } = open();
  await put(cache, stretch('a', 0, 5 * dayMs), stretch('b', 0, 5 * dayMs));
  cache.pin('job', ['a'], { startMs: dayMs, endMs: 2 * dayMs });
  const release = cache.hold(['b'], { startMs: 3 * dayMs, endMs: 4 * dayMs });
  cache.setLimitBytes(1);
  expect(await cache.makeRoom()).toBe(false);
  const isHere = (key: string, range: { startMs: number; endMs: number }): boolean =>
    cache
      .coverageOf(key)
      .believedAt(0, 1)
      .some((one) => one.startMs <= range.startMs && range.endMs <= one.endMs);
  expect(isHere('a', { startMs: dayMs, endMs: 2 * dayMs })).toBe(true);
  expect(isHere('b', { startMs: 3 * dayMs, endMs: 4 * dayMs })).toBe(true);
  expect(samplesOf(cache, 'a')).toBeLessThan(4_000);
  release();
  await cache.settled();
  expect(samplesOf(cache, 'b')).toBe(0);
  cache.unpin('job');
  await cache.settled();
  expect(samplesOf(cache, 'a')).toBe(0);
  expect(cache.storedBytes()).toBe(0);
  expectWhole(db, cache);
});

test('[T18] where everything else is protected, what comes on top goes again', async () => {
  const { cache, later } = open();
  await put(cache, stretch('a', 0, 10 * dayMs));
  cache.pin('job', ['a'], { startMs: 0, endMs: 10 * dayMs });
  const pinned = cache.storedBytes();
  cache.setLimitBytes(pinned - 1_000);
  await cache.settled();
  for (let day = 0; day < 40; day += 1) {
    later(hourMs);
    await put(cache, stretch('b', day * dayMs, dayMs / 4));
    await cache.settled();
    expect(cache.storedBytes()).toBeLessThan(pinned * 1.1);
  }
  expect(samplesOf(cache, 'a')).toBe(14_400);
});

test('[T18] pages that were freed are used again: the file does not grow beyond its limit', async () => {
  const { db, cache, later } = open();
  cache.setLimitBytes(120_000);
  let most = 0;
  for (let day = 0; day < 60; day += 1) {
    later(hourMs);
    await put(cache, stretch('a', day * dayMs, dayMs));
    await cache.settled();
    const pages = Number(db.pragma('page_count', { simple: true }));
    most = day === 30 ? pages : most;
    expect(cache.storedBytes()).toBeLessThanOrEqual(120_000);
  }
  expect(Number(db.pragma('page_count', { simple: true }))).toBeLessThanOrEqual(most + 4);
  expect(cache.store.findSeries('a')?.lastMs).toBe(60 * dayMs - minuteMs);
});

test('[T18] nothing that is evicted or forgotten is imported history', async () => {
  const { db, cache } = open();
  db.exec(`INSERT INTO history_series (name, unit, description, sample_count) VALUES ('a', '', '', 1)`);
  db.exec(`INSERT INTO history_chunk (series_id, start_ms, end_ms, sample_count, samples) VALUES (1, 0, 0, 1, x'00')`);
  await put(cache, stretch('a', 0, dayMs));
  cache.setLimitBytes(0);
  await cache.settled();
  expect(samplesOf(cache, 'a')).toBe(0);
  expect(db.prepare('SELECT count(*) FROM history_chunk').pluck().get()).toBe(1);
});

test('[T20] many stretches are written in many short transactions, others get their turn between them', async () => {
  let sliceMs = 0;
  // Every look at the clock finds a millisecond gone.
  const { cache } = open({ sliceNow: () => (sliceMs += 1) });
  const stretches = Array.from({ length: 40 }, (_, at) => stretch(`s${at}`, 0, hourMs));
  const work = put(cache, ...stretches);
  const seen = new Set<number>();
  let isDone = false;
  void work.then(() => (isDone = true));
  while (!isDone) {
    await new Promise(setImmediate);
    seen.add([...cache.store.allSeries()].length);
  }
  expect(seen.size).toBeGreaterThan(5);
  expect(samplesOf(cache, 's39')).toBe(60);
});

test('[T20] commits are synced one by one again as soon as a stretch is written', async () => {
  const { db, cache } = open();
  db.pragma('synchronous = FULL');
  await put(cache, stretch('a', 0, hourMs));
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON cache_chunk BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(put(cache, stretch('b', 0, hourMs))).rejects.toThrow('disk full');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
});

test('[T18] when stretches were last used is known after closing', async () => {
  const { db, cache, later } = open();
  await put(cache, stretch('a', 0, 3 * dayMs));
  later(5 * hourMs);
  cache.touch(['a'], { startMs: dayMs + 7, endMs: dayMs + 8 });
  const inMemory = cache.coverageOf('a').pieces();
  expect(inMemory.map(({ startMs }) => startMs)).toEqual([0, dayMs, 2 * dayMs]);
  cache.dispose();
  expect(new HistoryCache(db, { limitBytes: 1e9, now: () => 0 }).coverageOf('a').pieces()).toEqual(inMemory);
});

import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WriteBackPoint } from '../../../shared/influx/writeBackPoint';
import { AbortError } from '../../../shared/history/abortError';
import type { PointWriter, WriteBatch, WriteOutcome } from './influxWriter';
import { WriteBackQueue, type WriteBackOptions } from './writeBackQueue';
import { ensureWriteBackTables } from './writeBackTables';

const { signal } = new AbortController();

function point(timeMs: number, overrides: Partial<WriteBackPoint> = {}): WriteBackPoint {
  const place = { sourceId: 'src', database: 'plant', retentionPolicy: '' };
  return { ...place, measurement: 'derived', tags: { sensor: 'a' }, fields: { value: timeMs }, timeMs, ...overrides };
}

function points(count: number): readonly WriteBackPoint[] {
  return Array.from({ length: count }, (_, k) => point(k));
}

interface Scene {
  readonly db: Database.Database;
  readonly queue: WriteBackQueue;
  readonly clock: { nowMs: number };
}

function scene(options: Partial<WriteBackOptions> = {}): Scene {
  const db = new Database(':memory:');
  ensureWriteBackTables(db);
  ensureWriteBackTables(db);
  const clock = { nowMs: 1e12 };
  return { db, clock, queue: new WriteBackQueue(db, { now: () => clock.nowMs, ...options }) };
}

/** A source that answers as told and keeps what it was sent. */
function source(answer: (batch: WriteBatch, count: number) => WriteOutcome) {
  const batches: WriteBatch[] = [];
  const writer: PointWriter = {
    write: async (batch) => {
      batches.push(batch);
      return answer(batch, batches.length - 1);
    },
    dispose: () => undefined,
  };
  return { batches, writer };
}

const written: WriteOutcome = { kind: 'written' };
const offline: WriteOutcome = {
  kind: 'retry-later',
  reason: 'unreachable',
  detail: 'nothing listens there',
  afterMs: 0,
};
const accepting = () => source(() => written);

test('[I74] points go out oldest first, in batches, and are gone once they are stored', async () => {
  const { queue } = scene({ batchPoints: 4 });
  expect(queue.enqueue(points(10))).toEqual({ ok: true, value: undefined });
  expect(queue.counts('src')).toEqual({ waiting: 10, rejected: 0 });
  const { batches, writer } = accepting();
  expect(await queue.send('src', writer, signal)).toEqual({ kind: 'empty' });
  expect(batches.map((batch) => batch.map(({ timeMs }) => timeMs))).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
  expect(queue.counts('src')).toEqual({ waiting: 0, rejected: 0 });
});

test('[I74] each source, database and retention policy gets its own, whole as it was queued', async () => {
  const { queue } = scene();
  const fields = { value: -0.1, on: false, text: 'say "hi"\n' };
  const mixed = [
    point(1),
    point(2, { retentionPolicy: 'year' }),
    point(3, { sourceId: 'other' }),
    point(4, { retentionPolicy: 'year', fields, tags: {} }),
    point(5, { database: 'second' }),
  ];
  queue.enqueue(mixed);
  const { batches, writer } = accepting();
  await queue.send('src', writer, signal);
  expect(batches).toEqual([[mixed[0]], [mixed[1], mixed[3]], [mixed[4]]]);
  expect(queue.counts('other')).toEqual({ waiting: 1, rejected: 0 });
});

test('[I73] what is queued is there for whoever opens the file next', async () => {
  const { db, queue } = scene();
  queue.enqueue(points(3));
  const later = new WriteBackQueue(db, { now: () => 0 });
  const { batches, writer } = accepting();
  await later.send('src', writer, signal);
  expect(batches).toEqual([points(3)]);
});

test('[I75] a source that fails is left alone for longer and longer, and at once again after it worked', async () => {
  const { queue, clock } = scene();
  queue.enqueue(points(1));
  const { batches, writer } = source((_, count) => (count < 12 ? offline : written));
  const pauses: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const report = await queue.send('src', writer, signal);
    expect(report).toMatchObject({ kind: 'waiting', reason: 'unreachable', detail: 'nothing listens there' });
    const atMs = report.kind === 'waiting' ? report.atMs : NaN;
    pauses.push((atMs - clock.nowMs) / 1_000);
    clock.nowMs = atMs - 1;
    expect(await queue.send('src', writer, signal)).toEqual(report);
    expect(batches).toHaveLength(round + 1);
    clock.nowMs = atMs;
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  expect(await queue.send('src', writer, signal)).toEqual({ kind: 'empty' });
  queue.enqueue(points(1));
  const broken = source(() => offline);
  expect(await queue.send('src', broken.writer, signal)).toMatchObject({ atMs: clock.nowMs + 1_000 });
});

test('[I75] a server that asks for more patience gets it; a changed connection is tried at once', async () => {
  const { queue, clock } = scene();
  queue.enqueue(points(2));
  const busy = source(() => ({ ...offline, reason: 'overloaded', afterMs: 60_000 }));
  expect(await queue.send('src', busy.writer, signal)).toMatchObject({ atMs: clock.nowMs + 60_000 });
  const { batches, writer } = accepting();
  expect(await queue.send('src', writer, signal)).toMatchObject({ kind: 'waiting' });
  queue.retryNow('src');
  expect(await queue.send('src', writer, signal)).toEqual({ kind: 'empty' });
  expect(batches).toHaveLength(1);
});

test('[I76] a full queue takes no more and says so; what is in it stays', async () => {
  const { queue } = scene({ mostPoints: 5 });
  queue.enqueue(points(4));
  const full = { ok: false, error: { code: 'write-back-full', mostPoints: 5 } };
  expect(queue.enqueue(points(2))).toEqual(full);
  expect(queue.counts('src').waiting).toBe(4);
  expect(queue.enqueue(points(1)).ok).toBe(true);
  expect(queue.enqueue([point(9, { sourceId: 'other' })])).toEqual(full);
  const { writer } = accepting();
  await queue.send('src', writer, signal);
  expect(queue.enqueue(points(5)).ok).toBe(true);
});

test('[I76] refused points fill the queue until they are discarded', async () => {
  const { queue } = scene({ mostPoints: 2 });
  queue.enqueue(points(2));
  const { writer } = source(() => ({ kind: 'rejected', detail: 'no' }));
  await queue.send('src', writer, signal);
  expect(queue.enqueue(points(1)).ok).toBe(false);
  queue.discardRejected('src');
  expect(queue.enqueue(points(1)).ok).toBe(true);
});

test('[I70] what no InfluxDB can hold is not queued', () => {
  const { queue } = scene();
  const unfit: readonly Partial<WriteBackPoint>[] = [
    { fields: {} },
    { fields: { value: NaN } },
    { fields: { value: Infinity } },
    { fields: { time: 1 } },
    { fields: { '': 1 } },
    { tags: { _field: 'a' } },
    { measurement: '' },
    { measurement: '#1' },
    { timeMs: NaN },
    { timeMs: 1e15 },
    { database: '' },
    { tags: { sensor: 'x'.repeat(2_001) } },
  ];
  for (const overrides of unfit) {
    const refused = queue.enqueue([point(0), point(1, overrides)]);
    expect(refused, JSON.stringify(overrides)).toMatchObject({ ok: false, error: { code: 'write-back-unfit' } });
  }
  expect(queue.counts('src').waiting).toBe(0);
});

test('[I77] refused points are kept apart with what was said; the others of their batch are stored', async () => {
  const isBad = ({ timeMs }: WriteBackPoint): boolean => timeMs === 3 || timeMs === 17 || timeMs === 18;
  const stored = new Set<number>();
  const { batches, writer } = source((batch) => {
    // As InfluxDB does: what is right of a batch is stored, and the batch is refused.
    batch.filter((one) => !isBad(one)).forEach(({ timeMs }) => stored.add(timeMs));
    return batch.some(isBad) ? { kind: 'rejected', detail: 'field type conflict' } : written;
  });
  const { queue } = scene({ batchPoints: 20 });
  queue.enqueue(points(40));
  expect(await queue.send('src', writer, signal)).toEqual({ kind: 'empty' });
  expect(stored.size).toBe(37);
  expect(queue.counts('src')).toEqual({ waiting: 0, rejected: 3 });
  const rejected = queue.rejected('src', 10);
  expect(rejected.map(({ point: { timeMs }, detail }) => [timeMs, detail])).toEqual([
    [3, 'field type conflict'],
    [17, 'field type conflict'],
    [18, 'field type conflict'],
  ]);
  expect(queue.rejected('src', 1)).toHaveLength(1);
  expect(batches.length).toBeLessThan(30);
  queue.retryRejected('src');
  const { batches: again, writer: mended } = accepting();
  await queue.send('src', mended, signal);
  expect(again.flat().map(({ timeMs }) => timeMs)).toEqual([3, 17, 18]);
});

test('[I73] an abort, or a failure while points are refused, loses nothing', async () => {
  const { queue } = scene({ batchPoints: 8 });
  queue.enqueue(points(8));
  const aborting: PointWriter = { write: () => Promise.reject(new AbortError()), dispose: () => undefined };
  await expect(queue.send('src', aborting, signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(queue.counts('src')).toEqual({ waiting: 8, rejected: 0 });
  const { writer } = source((batch, count) =>
    count < 2 ? { kind: 'rejected', detail: 'no' } : batch.length === 2 && count === 2 ? written : offline,
  );
  expect(await queue.send('src', writer, signal)).toMatchObject({ kind: 'waiting' });
  expect(queue.counts('src')).toEqual({ waiting: 6, rejected: 0 });
});

test('[I74] a point that is queued while others are on their way goes out after them', async () => {
  const { queue } = scene();
  queue.enqueue(points(2));
  const { batches, writer } = source((_, count) => {
    if (count === 0) {
      queue.enqueue([point(7)]);
    }
    return written;
  });
  const [first, second] = [queue.send('src', writer, signal), queue.send('src', writer, signal)];
  expect(await first).toEqual({ kind: 'empty' });
  expect(await second).toEqual({ kind: 'empty' });
  expect(batches).toEqual([points(2), [point(7)]]);
});

test('a source that is no more is forgotten with its points', () => {
  const { queue } = scene();
  queue.enqueue([point(1), point(2, { sourceId: 'other' })]);
  queue.forgetSource('src');
  expect(queue.counts('src')).toEqual({ waiting: 0, rejected: 0 });
  expect(queue.counts('other').waiting).toBe(1);
});

test('[I72] [I77] whatever a source answers, every point is stored, refused or still waiting, and in order', async () => {
  const kinds = fc.constantFrom<WriteOutcome['kind']>('written', 'retry-later', 'rejected');
  const answers = fc.infiniteStream(kinds).map((stream) => () => stream.next().value);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 9 }),
      answers,
      async (count, batchPoints, next) => {
        const { db, queue, clock } = scene({ batchPoints });
        queue.enqueue(points(count));
        const stored: number[] = [];
        const { writer } = source((batch) => {
          const kind = next();
          if (kind === 'written') {
            stored.push(...batch.map(({ timeMs }) => timeMs));
          }
          return kind === 'written' ? written : kind === 'rejected' ? { kind, detail: 'no' } : offline;
        });
        for (let round = 0; round < 5; round += 1) {
          await queue.send('src', writer, signal);
          clock.nowMs += 1e6;
        }
        const { waiting, rejected } = queue.counts('src');
        expect(stored.length + waiting + rejected).toBe(count);
        expect(stored).toEqual([...new Set(stored)].sort((left, right) => left - right));
        db.close();
      },
    ),
    { numRuns: 60 },
  );
});

import { describe, expect, test } from 'vitest';
import { type HistorySource, quality, type SampleBlock, type Snapshot } from '../../../../shared/history/historySource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import type { FixtureSeries } from '../sourceConformance';
import { letRun } from './handClock';
import { storedFixture, type StoredFixture, type StoredFixtureOptions } from './storedFixture';

const never = new AbortController().signal;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const nowMs = Date.UTC(2025, 2, 3, 12);
const dayAgoMs = nowMs - 24 * hourMs;

/** A sample a minute for a day up to now. */
const steady: FixtureSeries = {
  name: 'steady',
  unit: '',
  samples: Array.from({ length: 1_440 }, (_, at) => [dayAgoMs + at * minuteMs, at % 101]),
};
const sparse: FixtureSeries = {
  name: 'sparse',
  unit: '',
  samples: [
    [dayAgoMs - hourMs, 1],
    [dayAgoMs + 10 * hourMs, 2],
  ],
};

async function using(
  use: (fixture: StoredFixture) => Promise<void>,
  options: Partial<StoredFixtureOptions> = {},
): Promise<void> {
  const fixture = storedFixture([steady, sparse], { nowMs, ...options });
  try {
    await fixture.source.describe(never);
    fixture.remote.calls.length = 0;
    await use(fixture);
  } finally {
    fixture.dispose();
  }
}

function listed({ timesMs, values, qualities }: Snapshot): (readonly number[])[] {
  return Array.from(timesMs, (timeMs, at) => [timeMs, values[at] ?? 0, qualities[at] ?? 0]);
}

async function rawOf(source: HistorySource, names: readonly string[], range: TimeRange): Promise<SampleBlock[]> {
  const blocks: SampleBlock[] = [];
  for await (const block of source.readRaw(names, range, never)) {
    blocks.push(block);
  }
  return blocks;
}

async function countRaw(source: HistorySource, name: string, range: TimeRange): Promise<number> {
  return (await rawOf(source, [name], range)).reduce((sum, { timesMs }) => sum + timesMs.length, 0);
}

const hour = { startMs: dayAgoMs + 5 * hourMs, endMs: dayAgoMs + 6 * hourMs };
const away = new Error('the network is gone');

describe('without the source', () => {
  test('[T12] what is covered is exact, the rest is the last that is known, or nothing, as approximate', () =>
    using(async ({ source, remote }) => {
      await rawOf(source, ['steady'], hour);
      await source.readSnapshot(['steady'], hour.startMs, never);
      remote.failure = away;
      const ask = async (timeMs: number) => listed(await source.readSnapshot(['steady', 'sparse'], timeMs, never));
      expect((await ask(hour.startMs + 30_000))[0]?.[2]).toBe(quality.good);
      const [late, nothing] = await ask(hour.endMs + 3 * hourMs);
      expect([late?.[0], late?.[2]]).toEqual([hour.endMs - minuteMs, quality.approximate]);
      expect(nothing).toEqual([NaN, NaN, quality.approximate]);
      const tile = await source.readFrames(
        ['steady'],
        { startMs: hour.endMs - minuteMs, stepMs: minuteMs, frameCount: 3 },
        never,
      );
      expect(Array.from(tile.qualities)).toEqual([quality.good, quality.approximate, quality.approximate]);
    }));

  test('[T12] raw samples outside what is covered are approximate, and no read fails', () =>
    using(async ({ source, remote }) => {
      await rawOf(source, ['steady'], hour);
      await source.reread(['steady'], { startMs: hour.startMs, endMs: hour.startMs + 30 * minuteMs });
      remote.failure = away;
      const blocks = await rawOf(source, ['steady'], { startMs: 0, endMs: nowMs });
      const qualities = blocks.flatMap((block) => Array.from(block.qualities));
      expect(qualities.filter((one) => one === quality.approximate).length).toBe(30);
      expect(qualities.filter((one) => one === quality.good).length).toBe(30);
      const buckets: unknown[] = [];
      for await (const block of source.readBuckets(['steady'], hour, hourMs, never)) {
        buckets.push(block);
      }
      expect(buckets.length).toBe(1);
    }));

  test('[T2] when it answers again, everything is exact again without a restart', () =>
    using(async ({ source, remote, clock }) => {
      remote.failure = away;
      await source.readSnapshot(['steady'], hour.startMs, never);
      remote.failure = undefined;
      await clock.advance(1_000);
      expect(source.status().kind).toBe('ok');
      expect(listed(await source.readSnapshot(['steady'], hour.startMs, never))[0]?.[2]).toBe(quality.good);
    }));
});

describe('asking anew', () => {
  test('[T19] a range that was corrected is read again, and shown as approximate until then', () =>
    using(async ({ source, remote, clock }) => {
      const names = ['steady'];
      await source.readFrames(names, { startMs: hour.startMs, stepMs: minuteMs, frameCount: 60 }, never);
      const momentMs = hour.startMs + 30 * minuteMs;
      const [before] = listed(await source.readSnapshot(names, momentMs, never));
      remote.add('steady', [[before?.[0] ?? 0, 777]]);
      expect(listed(await source.readSnapshot(names, momentMs, never))).toEqual([before]);
      await source.reread(names, { startMs: momentMs - 5 * minuteMs, endMs: momentMs + minuteMs });
      remote.failure = away;
      const [shown] = listed(await source.readSnapshot(names, momentMs, never));
      expect(shown).toEqual([before?.[0], before?.[1], quality.approximate]);
      remote.failure = undefined;
      await clock.advance(2_000);
      expect(listed(await source.readSnapshot(names, momentMs, never))).toEqual([[before?.[0], 777, quality.good]]);
    }));

  test('[T19] a first sample that the source has removed is gone', () =>
    using(async ({ source, remote }) => {
      const momentMs = dayAgoMs + hourMs;
      expect(listed(await source.readSnapshot(['sparse'], momentMs, never))[0]?.[1]).toBe(1);
      const removed = { startMs: dayAgoMs - 2 * hourMs, endMs: dayAgoMs };
      remote.remove('sparse', removed);
      await source.reread(['sparse'], removed);
      expect(listed(await source.readSnapshot(['sparse'], momentMs, never))).toEqual([[NaN, NaN, quality.good]]);
      expect(listed(await source.readSnapshot(['sparse'], momentMs, never))).toEqual([[NaN, NaN, quality.good]]);
      expect(await countRaw(source, 'sparse', { startMs: 0, endMs: momentMs })).toBe(0);
    }));

  test('[T19] what was under way when a range was forgotten is not taken for the new answer', () =>
    using(async ({ source, remote }) => {
      let arrive: () => void = () => undefined;
      remote.onWay = () => new Promise((resolve) => (arrive = resolve));
      const old = rawOf(source, ['steady'], hour);
      await letRun();
      remote.add('steady', [[hour.startMs + 30_001, 777]]);
      await source.reread(['steady'], hour);
      remote.onWay = () => Promise.resolve();
      arrive();
      const [block] = await old;
      expect(Array.from(block?.values ?? [])).toContain(777);
      expect(remote.count('raw')).toBe(2);
    }));
});

describe('questions', () => {
  test('[T14] equal ones are asked once', () =>
    using(async ({ source, remote }) => {
      remote.onAnswer = () => letRun();
      const grid = { startMs: hour.startMs, stepMs: 1_000, frameCount: 100 };
      const tiles = await Promise.all([1, 2, 3].map(() => source.readFrames(['steady'], grid, never)));
      expect(tiles[1]).toEqual(tiles[0]);
      expect(remote.calls.map(({ kind }) => kind).sort()).toEqual(['raw', 'snapshot']);
    }));

  test('[T14] whoever gives up ends a question only when no other waits for it', () =>
    using(async ({ source, remote }) => {
      let asked: AbortSignal | undefined;
      let arrive: () => void = () => undefined;
      remote.onAnswer = (_, signal) => {
        asked = signal;
        return new Promise((resolve) => (arrive = resolve));
      };
      const [first, second] = [new AbortController(), new AbortController()];
      const read = (signal: AbortSignal) => source.readSnapshot(['steady'], hour.startMs, signal);
      const given = read(first.signal);
      const kept = read(second.signal);
      await letRun();
      first.abort();
      await expect(given).rejects.toMatchObject({ name: 'AbortError' });
      expect(asked?.aborted).toBe(false);
      arrive();
      expect(listed(await kept)[0]?.[2]).toBe(quality.good);
      expect(remote.count()).toBe(1);
      const alone = new AbortController();
      const work = source.readSnapshot(['steady'], hour.endMs + hourMs, alone.signal);
      await letRun();
      alone.abort();
      await expect(work).rejects.toMatchObject({ name: 'AbortError' });
      expect(asked?.aborted).toBe(true);
    }));
});

describe('what cannot be stored', () => {
  test('[T16] is answered by the source directly, exactly, and the status says why', () =>
    using(
      async ({ source, remote, db }) => {
        db.exec(`CREATE TRIGGER full BEFORE INSERT ON cache_coverage BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
        const grid = { startMs: hour.startMs, stepMs: 1_000, frameCount: 100 };
        const truth = await remote.truth.readFrames(['steady'], grid, never);
        expect(await source.readFrames(['steady'], grid, never)).toEqual(truth);
        expect(await countRaw(source, 'steady', hour)).toBe(60);
        expect(listed(await source.readSnapshot(['steady'], hour.startMs, never))[0]?.[2]).toBe(quality.good);
        await letRun();
        expect(source.status().storage?.code).toBe('write-failed');
        expect(source.status().kind).toBe('ok');
        db.exec('DROP TRIGGER full');
        await rawOf(source, ['steady'], hour);
        expect(source.status().storage).toBeUndefined();
      },
      { onStatus: () => undefined },
    ));
});

describe('damaged rows', () => {
  test('[T27] are dropped and read from the source again', () =>
    using(async (fixture) => {
      const grid = { startMs: hour.startMs, stepMs: 1_000, frameCount: 3_600 };
      const first = await fixture.source.readFrames(['steady'], grid, never);
      await rawOf(fixture.source, ['sparse'], { startMs: 0, endMs: nowMs - hourMs });
      const spoil = (): void => {
        fixture.db.exec("UPDATE cache_chunk SET samples = x'0102030405060708'");
        fixture.restart();
      };
      spoil();
      expect(await fixture.source.readFrames(['steady'], grid, never)).toEqual(first);
      spoil();
      expect(await countRaw(fixture.source, 'steady', hour)).toBe(60);
      spoil();
      const [sample] = listed(await fixture.source.readSnapshot(['sparse'], nowMs - hourMs - 1, never));
      expect(sample).toEqual([dayAgoMs + 10 * hourMs, 2, quality.good]);
      spoil();
      // Storing more beside what is damaged drops it too.
      await rawOf(fixture.source, ['steady'], { startMs: hour.endMs, endMs: hour.endMs + hourMs });
      expect(await countRaw(fixture.source, 'steady', { startMs: hour.startMs, endMs: hour.endMs + hourMs })).toBe(120);
    }));
});

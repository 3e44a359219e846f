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

describe('what is covered', () => {
  test('[T3] is answered without the source, from then on and after a restart', () =>
    using(async (fixture) => {
      const { remote } = fixture;
      const names = ['steady', 'sparse'];
      const grid = { startMs: hour.startMs, stepMs: 7_001, frameCount: 600 };
      const first = await fixture.source.readFrames(names, grid, never);
      expect(remote.calls.map(({ kind }) => kind).sort()).toEqual(['raw', 'snapshot']);
      const askAll = async (): Promise<void> => {
        expect(await fixture.source.readFrames(names, grid, never)).toEqual(first);
        expect(await countRaw(fixture.source, 'steady', hour)).toBe(60);
        await fixture.source.readSnapshot(names, hour.startMs + 1_234_567, never);
      };
      await askAll();
      fixture.restart();
      await askAll();
      expect(remote.count()).toBe(2);
    }));

  test('[T3] only what is missing is asked for', () =>
    using(async ({ source, remote }) => {
      const wide = { startMs: dayAgoMs - 20 * hourMs, endMs: dayAgoMs };
      remote.add(
        'busy',
        Array.from({ length: 7_200 }, (_, at) => [wide.startMs + at * 10_000, at]),
      );
      const middle = { startMs: wide.startMs + hourMs, endMs: wide.endMs - hourMs };
      await rawOf(source, ['busy'], middle);
      expect(await countRaw(source, 'busy', wide)).toBe(7_200);
      expect(remote.calls.map(({ range }) => range)).toEqual([
        middle,
        { startMs: wide.startMs, endMs: middle.startMs },
        { startMs: middle.endMs, endMs: wide.endMs },
      ]);
    }));

  test('[T3] emptiness is covered too', () =>
    using(async ({ source, remote }) => {
      const before = { startMs: 0, endMs: dayAgoMs - 2 * hourMs };
      expect(await countRaw(source, 'sparse', before)).toBe(0);
      expect(await countRaw(source, 'sparse', before)).toBe(0);
      await source.readSnapshot(['sparse'], before.endMs - 1, never);
      expect(listed(await source.readSnapshot(['sparse'], 5, never))).toEqual([[NaN, NaN, quality.good]]);
      expect(remote.calls.map(({ kind }) => kind)).toEqual(['raw', 'snapshot']);
    }));

  test('[T3] series that lack nearly the same are asked for together', () =>
    using(async ({ source, remote }) => {
      await source.readSnapshot(['steady'], hour.startMs + 30_000, never);
      await rawOf(source, ['sparse'], { startMs: hour.startMs, endMs: hour.startMs + 25_000 });
      remote.calls.length = 0;
      await rawOf(source, ['steady', 'sparse'], hour);
      expect(remote.calls.map(({ names }) => names)).toEqual([['sparse', 'steady']]);
    }));

  test('[T4] a snapshot covers everything from its sample to its moment', () =>
    using(async ({ source, remote }) => {
      const momentMs = dayAgoMs + 9 * hourMs;
      const answer = [[dayAgoMs - hourMs, 1, quality.good]];
      expect(listed(await source.readSnapshot(['sparse'], momentMs, never))).toEqual(answer);
      expect(listed(await source.readSnapshot(['sparse'], dayAgoMs, never))).toEqual(answer);
      expect(listed(await source.readSnapshot(['sparse'], momentMs + 0.25, never))).toEqual(answer);
      expect(await countRaw(source, 'sparse', { startMs: dayAgoMs - hourMs, endMs: momentMs })).toBe(1);
      expect(remote.count()).toBe(1);
      await source.readSnapshot(['sparse'], momentMs + 1, never);
      await source.readSnapshot(['sparse'], dayAgoMs - hourMs - 1, never);
      expect(remote.count()).toBe(3);
    }));

  test('[T17] can be asked for, of several series where all are', () =>
    using(async ({ source, cache }) => {
      await rawOf(source, ['steady'], hour);
      await rawOf(source, ['sparse'], { startMs: hour.startMs + 1_000, endMs: hour.endMs + hourMs });
      const all = { startMs: 0, endMs: nowMs };
      expect(source.coverageOf(['steady', 'sparse'], all)).toEqual([
        { startMs: hour.startMs + 1_000, endMs: hour.endMs },
      ]);
      expect(source.coverageOf(['steady', 'nobody'], all)).toEqual([]);
      expect(source.shareHere(['steady'], { startMs: hour.startMs, endMs: hour.endMs + hourMs })).toBe(0.5);
      expect(cache.storedBytes()).toBeGreaterThan(0);
    }));
});

describe('what was not read to the end', () => {
  test('[T5] a torn read covers nothing and leaves nothing behind', () =>
    using(async ({ source, remote, cache }) => {
      const names = Array.from({ length: 20 }, (_, at) => (at === 0 ? 'steady' : `other${at}`));
      remote.add('other3', [[hour.startMs, 1]]);
      let blocks = 0;
      remote.onAnswer = async ({ kind }) => {
        blocks += kind === 'raw' ? 1 : 0;
        remote.failure = blocks > 1 ? away : undefined;
      };
      expect(await rawOf(source, names, hour)).toEqual([]);
      expect(source.coverageOf(['steady'], hour)).toEqual([]);
      expect(cache.store.findSeries('one\nsteady')).toBeUndefined();
    }));

  test('[T5] a read that was given up covers nothing, and is given up at the source', () =>
    using(async ({ source, remote }) => {
      const reader = new AbortController();
      let asked: AbortSignal | undefined;
      remote.onAnswer = async ({ kind }, signal) => {
        asked = kind === 'raw' ? signal : asked;
        await letRun();
      };
      const work = source.readFrames(
        ['steady'],
        { startMs: hour.startMs, stepMs: 1_000, frameCount: 900 },
        reader.signal,
      );
      await letRun();
      reader.abort('an odd reason');
      await expect(work).rejects.toMatchObject({ name: 'AbortError' });
      expect(asked?.aborted).toBe(true);
      expect(source.coverageOf(['steady'], hour)).toEqual([]);
    }));
});

describe('the live edge', () => {
  const edge = { startMs: nowMs - 5 * minuteMs, endMs: nowMs };

  test('[T6] what can still change is asked for again after a period, and replaced', () =>
    using(async ({ source, remote, clock }) => {
      expect(await countRaw(source, 'steady', edge)).toBe(5);
      remote.add('steady', [
        [nowMs - 90_000, 7],
        [dayAgoMs + 1_437 * minuteMs, 55],
      ]);
      await clock.advance(29_999);
      expect(await countRaw(source, 'steady', edge)).toBe(5);
      expect(remote.count()).toBe(1);
      await clock.advance(1);
      const [block] = await rawOf(source, ['steady'], edge);
      expect(block?.timesMs.length).toBe(6);
      expect(Array.from(block?.values ?? [])).toContain(55);
      expect(remote.count()).toBe(2);
    }));

  test('[T6] a read further back than that is not bound to the period', () =>
    using(async ({ source, remote, clock }) => {
      const range = { startMs: nowMs - 2 * hourMs, endMs: nowMs };
      await rawOf(source, ['steady'], range);
      await clock.advance(hourMs);
      await rawOf(source, ['steady'], range);
      // Of the two hours only the last ten minutes could still change when they were read.
      expect(remote.calls[1]?.range).toEqual({ startMs: nowMs - 10 * minuteMs, endMs: nowMs });
      await clock.advance(hourMs);
      await rawOf(source, ['steady'], range);
      expect(remote.count()).toBe(2);
    }));

  test('[T6] watching leaves no trail of pieces', () =>
    using(async ({ source, remote, clock, cache }) => {
      for (let second = 0; second < 600; second += 5) {
        await clock.advance(5_000);
        remote.add('steady', [[clock.now(), second]]);
        const [sample] = listed(await source.readSnapshot(['steady'], clock.now(), never));
        expect(sample).toEqual([clock.now(), second, quality.good]);
      }
      await cache.settled();
      expect(cache.coverageOf('one\nsteady').pieces().length).toBeLessThan(24);
    }));

  test('[T7] that a series has no samples is believed for half a minute only', () =>
    using(async ({ source, remote, clock }) => {
      const ask = async () => listed(await source.readSnapshot(['nobody'], hour.startMs, never))[0];
      expect(await ask()).toEqual([NaN, NaN, quality.good]);
      remote.add('nobody', [[hour.startMs - 5, 3]]);
      await clock.advance(29_999);
      expect(await ask()).toEqual([NaN, NaN, quality.good]);
      await clock.advance(1);
      expect(await ask()).toEqual([hour.startMs - 5, 3, quality.good]);
    }));

  test('[T8] samples dated ahead are shown from their own time on, and their series counted', () =>
    using(async ({ source, remote, clock }) => {
      remote.add('steady', [[nowMs + 2 * minuteMs, 99]]);
      await rawOf(source, ['steady'], { startMs: nowMs - hourMs, endMs: nowMs + hourMs });
      expect(source.status().seriesAhead).toBe(1);
      const [now] = listed(await source.readSnapshot(['steady'], nowMs, never));
      const [then] = listed(await source.readSnapshot(['steady'], nowMs + 2 * minuteMs, never));
      expect([now?.[1], then?.[1]]).toEqual([steady.samples.at(-1)?.[1], 99]);
      await clock.advance(3 * minuteMs);
      expect(source.status().seriesAhead).toBe(0);
    }));

  test('[T8] a clock that was set back does not keep what is new from being read', () =>
    using(async ({ source, remote }) => {
      const range = { startMs: nowMs - 9 * minuteMs, endMs: nowMs - 4 * minuteMs };
      expect(await countRaw(source, 'steady', range)).toBe(5);
      remote.skewMs = -3 * minuteMs;
      remote.add('steady', [[nowMs - 5 * minuteMs + 1, 1]]);
      const [block] = await rawOf(source, ['steady'], range);
      expect(block?.timesMs.length).toBe(6);
      expect(new Set(block?.qualities)).toEqual(new Set([quality.good]));
      await rawOf(source, ['steady'], range);
      expect(remote.count('raw')).toBe(2);
    }));

  test('[T8] the clock of the source says what can still change', () =>
    using(async ({ source, remote, clock }) => {
      // Ours is a day ahead: for the source everything of the last ten minutes is still open.
      remote.skewMs = -24 * hourMs;
      const serverMs = clock.now() - 24 * hourMs;
      remote.add('steady', [[serverMs - 2_000, 1]]);
      const range = { startMs: serverMs - minuteMs, endMs: serverMs };
      const before = await countRaw(source, 'steady', range);
      remote.add('steady', [[serverMs - 1_000, 2]]);
      await clock.advance(31_000);
      expect(await countRaw(source, 'steady', range)).toBe(before + 1);
    }));
});

describe('long frames', () => {
  const grid = { startMs: dayAgoMs + hourMs, stepMs: 10 * minuteMs, frameCount: 100 };

  test('[T9] are exact when reading them does not take long', () =>
    using(async ({ source, remote }) => {
      const tile = await source.readFrames(['steady', 'sparse'], grid, never);
      expect(tile).toEqual(await remote.truth.readFrames(['steady', 'sparse'], grid, never));
      expect(remote.count('coarse')).toBe(0);
    }));

  test('[T9] are coarse when it would, and exact where they are covered', () =>
    using(async ({ source, remote }) => {
      const truth = await remote.truth.readFrames(['steady', 'sparse'], grid, never);
      const exact = { startMs: dayAgoMs + 5 * hourMs, stepMs: minuteMs, frameCount: 120 };
      await source.readFrames(['steady'], exact, never);
      remote.samplesPerSecond = 1_000;
      const tile = await source.readFrames(['steady', 'sparse'], grid, never);
      expect(remote.calls.filter(({ kind }) => kind === 'coarse').map(({ names }) => names)).toEqual([
        ['steady', 'sparse'],
      ]);
      for (let frame = 0; frame < grid.frameCount; frame += 1) {
        const momentMs = grid.startMs + frame * grid.stepMs;
        const isCovered = momentMs >= exact.startMs && momentMs <= exact.startMs + 119 * minuteMs;
        expect(tile.qualities[frame * 2]).toBe(isCovered ? quality.good : quality.approximate);
        expect(tile.values[frame * 2] === truth.values[frame * 2] || !isCovered).toBe(true);
        expect(tile.qualities[frame * 2 + 1]).toBe(quality.approximate);
      }
    }));

  test('[T9] are coarse after all when the source is slower than it seemed, and brought in behind', () =>
    using(async ({ source, remote, clock }) => {
      remote.onAnswer = ({ kind }) => (kind === 'raw' ? clock.wait(60_000, never) : Promise.resolve());
      const work = source.readFrames(['steady'], grid, never);
      await clock.advance(2_099);
      expect(remote.count('coarse')).toBe(0);
      await clock.advance(1);
      // The snapshot at their start has come.
      expect((await work).qualities.filter((one) => one === quality.approximate).length).toBe(grid.frameCount - 1);
      remote.onAnswer = () => Promise.resolve();
      await clock.advance(5_000);
      expect(source.coverageOf(['steady'], { startMs: grid.startMs, endMs: grid.startMs + hourMs }).length).toBe(1);
    }));

  test('[T9] only the series that are not here are asked for coarsely', () =>
    using(async ({ source, remote }) => {
      await source.readFrames(['sparse'], grid, never);
      remote.samplesPerSecond = 1_000;
      await source.readFrames(['sparse', 'steady'], grid, never);
      expect(remote.calls.find(({ kind }) => kind === 'coarse')?.names).toEqual(['steady']);
    }));
});

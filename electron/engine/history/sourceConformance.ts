import { expect, test } from 'vitest';
import {
  type BucketColumns,
  type FrameGrid,
  type HistorySource,
  quality,
  type SampleColumns,
} from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';

/** A series to be put into the source under test before it is asked. */
export interface FixtureSeries {
  readonly name: string;
  readonly unit: string;
  /** Time, value and, if not good, quality. */
  readonly samples: readonly (readonly [timeMs: number, value: number, quality?: number])[];
}

/** A source that holds the asked series, and how to let go of it. */
export interface SourceFixture {
  readonly source: HistorySource;
  dispose(): Promise<void>;
}

/** How to make a source, and what its kind cannot hold. */
export interface ConformanceSubject {
  readonly name: string;
  /** False for stores that know no NaN (InfluxDB). */
  readonly holdsGaps: boolean;
  /** False for stores that know no qualities. */
  readonly holdsQualities: boolean;
  /** False for stores that know no units (InfluxDB). */
  readonly holdsUnits: boolean;
  /** False for stores that would have to read everything to count. */
  readonly countsSamples: boolean;
  make(series: readonly FixtureSeries[]): Promise<SourceFixture>;
}

const minuteMs = 60_000;
/** A round hour, so that buckets of up to an hour start there. */
const startMs = 1_767_225_600_000;
const never = new AbortController().signal;

function at(minutes: number): number {
  return startMs + minutes * minuteMs;
}

const steady: FixtureSeries = {
  name: 'CHW.T_SUP',
  unit: '°C',
  samples: Array.from({ length: 5_000 }, (_, index) => [at(index), Math.round(70 + 20 * Math.sin(index / 90)) / 10]),
};
const sparse: FixtureSeries = {
  name: 'V-101.CMD',
  unit: '%',
  samples: [
    [at(1) + 1, 10],
    [at(7), 10.5],
    [at(600) + 59_999, 0],
    [at(4_000), 100, quality.bad],
  ],
};
const oddNames = [
  'Pumpe "3" \\ Vorlauf',
  "it's; DROP TABLE x --",
  'Kühlturm №2 温度 🌡',
  'a b,c=d',
  '$1',
  '.*',
  ' padded ',
];
const odd = oddNames.map((name, index): FixtureSeries => ({ name, unit: '', samples: [[at(index), index + 0.25]] }));

async function using(
  subject: ConformanceSubject,
  series: readonly FixtureSeries[],
  use: (source: HistorySource) => Promise<void>,
): Promise<void> {
  const fixture = await subject.make(series);
  try {
    await use(fixture.source);
  } finally {
    await fixture.dispose();
  }
}

/** All raw samples of one series in a range, as pairs. */
async function rawOf(source: HistorySource, name: string, range: TimeRange): Promise<(readonly number[])[]> {
  const pairs: (readonly number[])[] = [];
  for await (const block of source.readRaw([name], range, never)) {
    expect(block.index).toBe(0);
    block.timesMs.forEach((timeMs, index) => pairs.push([timeMs, block.values[index] ?? NaN]));
  }
  return pairs;
}

async function bucketsOf(
  source: HistorySource,
  name: string,
  span: { range: TimeRange; bucketMs: number },
): Promise<BucketColumns | undefined> {
  const found: BucketColumns[] = [];
  for await (const block of source.readBuckets([name], span.range, span.bucketMs, never)) {
    found.push(block);
  }
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
}

/** What the buckets should be, by walking over every sample. */
function expectedBuckets(series: FixtureSeries, range: TimeRange, bucketMs: number): (readonly number[])[] {
  const byStart = new Map<number, number[]>();
  const endMs = Math.ceil(range.endMs / bucketMs) * bucketMs;
  for (const [timeMs, value] of series.samples) {
    const start = Math.floor(timeMs / bucketMs) * bucketMs;
    if (start >= Math.floor(range.startMs / bucketMs) * bucketMs && timeMs < endMs) {
      byStart.set(start, [...(byStart.get(start) ?? []), ...(Number.isNaN(value) ? [] : [value])]);
    }
  }
  return [...byStart].map(([start, values]) => {
    const empty = values.length === 0;
    return [
      start,
      values.length,
      values[0] ?? NaN,
      values.at(-1) ?? NaN,
      empty ? NaN : Math.min(...values),
      empty ? NaN : Math.max(...values),
    ];
  });
}

function listBuckets(buckets: BucketColumns | undefined): (readonly number[])[] {
  if (buckets === undefined) {
    return [];
  }
  const { startsMs, count, first, last, minimum, maximum } = buckets;
  return Array.from(startsMs, (start, at) =>
    [start, count[at], first[at], last[at], minimum[at], maximum[at]].map((part) => part ?? NaN),
  );
}

async function expectFramesEqualSnapshots(source: HistorySource, names: readonly string[], grid: FrameGrid) {
  const tile = await source.readFrames(names, grid, never);
  expect(tile).toMatchObject({ ...grid, seriesCount: names.length });
  for (let frame = 0; frame < grid.frameCount; frame += 1) {
    const momentMs = grid.startMs + frame * grid.stepMs;
    const snapshot = await source.readSnapshot(names, momentMs, never);
    names.forEach((_, index) => {
      const entry = frame * names.length + index;
      expect(tile.values[entry]).toBe(Math.fround(snapshot.values[index] ?? NaN));
      expect(tile.agesMs[entry]).toBe(Math.fround(momentMs - (snapshot.timesMs[index] ?? NaN)));
      expect(tile.qualities[entry]).toBe(snapshot.qualities[index]);
    });
  }
}

function listSnapshot(snapshot: SampleColumns): (readonly number[])[] {
  return Array.from(snapshot.timesMs, (timeMs, index) => [timeMs, snapshot.values[index] ?? NaN]);
}

function snapshotCases(subject: ConformanceSubject): void {
  test(`[H10] ${subject.name}: a snapshot is the last sample at or before the moment, with its own time`, () =>
    using(subject, [steady, sparse], async (source) => {
      const ask = async (timeMs: number): Promise<(readonly number[])[]> =>
        listSnapshot(await source.readSnapshot([sparse.name, steady.name], timeMs, never));
      expect((await ask(at(1)))[0]).toEqual([NaN, NaN]);
      expect((await ask(at(1) + 1))[0]).toEqual([at(1) + 1, 10]);
      expect((await ask(at(7) - 1))[0]).toEqual([at(1) + 1, 10]);
      expect(await ask(at(7))).toEqual([
        [at(7), 10.5],
        [at(7), steady.samples[7]?.[1]],
      ]);
      expect((await ask(at(2_000) + 30_000))[1]).toEqual([at(2_000), steady.samples[2_000]?.[1]]);
      expect((await ask(at(1_000_000)))[1]).toEqual([at(4_999), steady.samples[4_999]?.[1]]);
    }));

  test(`[H10] ${subject.name}: a name it does not hold, or asked twice, is no error`, () =>
    using(subject, [steady], async (source) => {
      const names = ['nobody', steady.name, 'nobody', steady.name];
      const snapshot = listSnapshot(await source.readSnapshot(names, at(3), never));
      expect(snapshot[0]).toEqual([NaN, NaN]);
      expect(snapshot[3]).toEqual(snapshot[1]);
      expect(await rawOf(source, 'nobody', { startMs: 0, endMs: at(9) })).toEqual([]);
      expect(await bucketsOf(source, 'nobody', { range: { startMs, endMs: at(9) }, bucketMs: minuteMs })).toBe(
        undefined,
      );
      expect(await source.readSnapshot([], at(3), never)).toMatchObject({ timesMs: new Float64Array(0) });
    }));

  test(`[H13] ${subject.name}: frames equal snapshots at their moments`, () =>
    using(subject, [steady, sparse], async (source) => {
      const names = [steady.name, 'nobody', sparse.name];
      await expectFramesEqualSnapshots(source, names, { startMs: at(-3), stepMs: 28.8 * minuteMs, frameCount: 190 });
      await expectFramesEqualSnapshots(source, names, { startMs: at(6), stepMs: 1_000, frameCount: 130 });
      await expectFramesEqualSnapshots(source, names, { startMs: at(4_990), stepMs: 7 * minuteMs + 1, frameCount: 9 });
    }));
}

function rangeCases(subject: ConformanceSubject): void {
  test(`[H11] ${subject.name}: raw ranges are half open and in time order`, () =>
    using(subject, [steady, sparse], async (source) => {
      const times = async (range: TimeRange): Promise<number[]> =>
        (await rawOf(source, steady.name, range)).map(([timeMs]) => timeMs ?? NaN);
      expect(await times({ startMs: at(10), endMs: at(12) })).toEqual([at(10), at(11)]);
      expect(await times({ startMs: at(10) + 1, endMs: at(12) + 1 })).toEqual([at(11), at(12)]);
      expect(await times({ startMs: at(10), endMs: at(10) })).toEqual([]);
      expect(await times({ startMs: at(-100), endMs: at(-1) })).toEqual([]);
      expect(await rawOf(source, steady.name, { startMs: 0, endMs: at(1e6) })).toEqual(steady.samples);
    }));

  test(`[H12] ${subject.name}: buckets are whole, aligned to the epoch, and empty ones are left out`, () =>
    using(subject, [steady, sparse], async (source) => {
      for (const bucketMs of [5 * minuteMs, 16 * minuteMs, 48 * minuteMs, 2_592_000, 256 * minuteMs, 86_400_000]) {
        for (const series of [steady, sparse]) {
          for (const range of [
            { startMs: at(3), endMs: at(3_000) + 1 },
            { startMs: at(-9_000), endMs: at(9_000) },
          ]) {
            const buckets = await bucketsOf(source, series.name, { range, bucketMs });
            expect(listBuckets(buckets)).toEqual(expectedBuckets(series, range, bucketMs));
          }
        }
      }
    }));

  test(`[H12] ${subject.name}: the mean counts each sample once`, () =>
    using(subject, [sparse], async (source) => {
      const range = { startMs, endMs: at(60) };
      const buckets = await bucketsOf(source, sparse.name, { range, bucketMs: 60 * minuteMs });
      expect(buckets?.mean[0]).toBeCloseTo(10.25, 9);
      expect(buckets?.startsMs[0]).toBe(startMs);
    }));

  test(`[H14] ${subject.name}: names are taken as they are, whatever stands in them`, () =>
    using(subject, odd, async (source) => {
      const described = await source.describe(never);
      expect(described.map(({ name }) => name)).toEqual([...oddNames].sort());
      const snapshot = await source.readSnapshot(oddNames, at(100), never);
      expect(Array.from(snapshot.values)).toEqual(oddNames.map((_, index) => index + 0.25));
      for (const [index, name] of oddNames.entries()) {
        expect(await rawOf(source, name, { startMs, endMs: at(100) })).toEqual([[at(index), index + 0.25]]);
      }
    }));
}

function describeCases(subject: ConformanceSubject): void {
  test(`[H15] ${subject.name}: describes what it holds`, () =>
    using(subject, [steady, sparse], async (source) => {
      const count = (samples: number): number | undefined => (subject.countsSamples ? samples : undefined);
      const [first, second] = await source.describe(never);
      expect(first).toMatchObject({ name: steady.name, typicalPeriodMs: minuteMs });
      expect(first).toMatchObject({ unit: subject.holdsUnits ? '°C' : '', sampleCount: count(5_000) });
      expect(first).toMatchObject({ firstMs: at(0), lastMs: at(4_999) });
      expect(second).toMatchObject({ name: sparse.name, sampleCount: count(4), lastMs: at(4_000) });
      expect(await source.describe(never, [sparse.name, 'nobody', sparse.name])).toEqual([second]);
      expect(await source.describe(never, [])).toEqual([]);
    }));
}

async function expectAbort(work: () => Promise<unknown>): Promise<void> {
  await expect(work()).rejects.toMatchObject({ name: 'AbortError' });
}

async function drain(blocks: AsyncIterable<unknown>, onBlock: () => void = () => undefined): Promise<void> {
  for await (const block of blocks) {
    expect(block).toBeDefined();
    onBlock();
  }
}

function abortCases(subject: ConformanceSubject): void {
  const range = { startMs, endMs: at(5_000) };

  test(`[H16] ${subject.name}: a read whose signal has fired rejects with an AbortError`, () =>
    using(subject, [steady], async (source) => {
      const aborted = new AbortController();
      aborted.abort('an odd reason');
      const { signal } = aborted;
      const names = [steady.name];
      await expectAbort(() => source.describe(signal));
      await expectAbort(() => source.readSnapshot(names, at(3), signal));
      await expectAbort(() => drain(source.readRaw(names, range, signal)));
      await expectAbort(() => drain(source.readBuckets(names, range, minuteMs, signal)));
      await expectAbort(() => source.readFrames(names, { startMs, stepMs: 1, frameCount: 9 }, signal));
    }));

  test(`[H16] ${subject.name}: a stream ends with an AbortError when its signal fires on the way`, () =>
    using(subject, [steady], async (source) => {
      const controller = new AbortController();
      const names = Array.from({ length: 50 }, () => steady.name);
      let blocks = 0;
      const stopEarly = (): void => {
        blocks += 1;
        controller.abort();
      };
      await expectAbort(() => drain(source.readRaw(names, range, controller.signal), stopEarly));
      expect(blocks).toBe(1);
    }));
}

function gapCases(subject: ConformanceSubject): void {
  const gappy: FixtureSeries = {
    name: 'gappy',
    unit: '',
    samples: Array.from({ length: 300 }, (_, index) => [at(index), index % 100 < 40 ? NaN : index / 4]),
  };
  if (subject.holdsGaps) {
    test(`[H17] ${subject.name}: NaN is a sample that says there is no value from here on`, () =>
      using(subject, [gappy], async (source) => {
        const snapshot = await source.readSnapshot(['gappy'], at(110), never);
        expect(listSnapshot(snapshot)).toEqual([[at(110), NaN]]);
        expect(await rawOf(source, 'gappy', { startMs, endMs: at(300) })).toEqual(gappy.samples);
        for (const bucketMs of [minuteMs, 16 * minuteMs, 60 * minuteMs]) {
          const range = { startMs, endMs: at(300) };
          const buckets = await bucketsOf(source, 'gappy', { range, bucketMs });
          expect(listBuckets(buckets)).toEqual(expectedBuckets(gappy, range, bucketMs));
        }
      }));
  }
  if (subject.holdsQualities) {
    test(`[H18] ${subject.name}: qualities come with their samples`, () =>
      using(subject, [sparse], async (source) => {
        const snapshot = await source.readSnapshot([sparse.name, sparse.name], at(4_001), never);
        expect(Array.from(snapshot.qualities)).toEqual([quality.bad, quality.bad]);
      }));
  }
}

/** Declares the tests that every history source has to pass, for one kind of source. */
export function testSourceConformance(subject: ConformanceSubject): void {
  snapshotCases(subject);
  rangeCases(subject);
  describeCases(subject);
  abortCases(subject);
  gapCases(subject);
}

import { throwIfAborted } from '../../../shared/history/abortError';
import {
  type BucketBlock,
  type FrameGrid,
  type FrameTile,
  quality,
  type SampleBlock,
  type SeriesSummary,
} from '../../../shared/history/historySource';
import type { RemoteSource } from '../../../shared/history/remoteSource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { addressOfSeriesKey, describeAddress, seriesKeyOf } from '../../../shared/influx/seriesAddress';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';
import { listSeries } from './browseSeries';
import { FrameFiller, lastMomentMs } from './frameFiller';
import type { InfluxReader } from './influxReader';
import { LookbackLadder, type NamedAddress } from './lookbackLadder';
import { RateMeter } from './rateMeter';
import { learnPeriods } from './seriesPeriods';

/** Where a source's series are, and the clock. */
export interface InfluxSourceOptions {
  readonly mapping: SourceMapping;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** Clocks of plants run ahead; a last sample within this time after now counts. */
const aheadMs = 24 * 3_600_000;

/** What the reads of one source share. */
interface Reading {
  readonly reader: InfluxReader;
  readonly mapping: SourceMapping;
  readonly now: () => number;
  readonly ladder: LookbackLadder;
  readonly rate: RateMeter;
  /** The series of the names that were asked for. */
  readonly series: Map<string, NamedAddress>;
}

/** More names than any plant has; beyond them reading them anew costs less than keeping them. */
const mostKnownNames = 100_000;

/** The series a name means; undefined when it is no name of this source. Names come again and again: each is read once. */
function seriesOf({ mapping, series }: Reading, name: string): NamedAddress | undefined {
  const known = series.get(name);
  if (known !== undefined) {
    return known;
  }
  const address = addressOfSeriesKey(name);
  const isOurs =
    address !== undefined &&
    address.database === mapping.database &&
    address.retentionPolicy === mapping.retentionPolicy &&
    seriesKeyOf(address) === name;
  if (!isOurs) {
    return undefined;
  }
  if (series.size >= mostKnownNames) {
    series.clear();
  }
  const found = { key: name, address };
  series.set(name, found);
  return found;
}

/** The series of the names that mean one, each with its place among the names. */
function knownSeries(
  reading: Reading,
  names: readonly string[],
): readonly (NamedAddress & { readonly place: number })[] {
  return names.flatMap((name, place) => {
    const series = seriesOf(reading, name);
    return series === undefined ? [] : [{ ...series, place }];
  });
}

async function* inPlace<Block extends { readonly index: number }>(
  blocks: AsyncIterable<Block>,
  known: readonly { readonly place: number }[],
  signal: AbortSignal,
): AsyncGenerator<Block> {
  for await (const block of blocks) {
    yield { ...block, index: known[block.index]?.place ?? 0 };
    throwIfAborted(signal);
  }
}

async function* readRaw(
  reading: Reading,
  names: readonly string[],
  read: { readonly range: TimeRange; readonly signal: AbortSignal },
): AsyncGenerator<SampleBlock> {
  const { range, signal } = read;
  throwIfAborted(signal);
  const known = knownSeries(reading, names);
  if (known.length === 0 || range.endMs <= range.startMs) {
    return;
  }
  const addresses = known.map(({ address }) => address);
  yield* inPlace(reading.rate.watch(reading.reader.readRaw(addresses, range, signal)), known, signal);
}

async function* readBuckets(
  reading: Reading,
  names: readonly string[],
  read: { readonly range: TimeRange; readonly bucketMs: number; readonly signal: AbortSignal },
): AsyncGenerator<BucketBlock> {
  const { range, bucketMs, signal } = read;
  throwIfAborted(signal);
  const known = knownSeries(reading, names);
  if (known.length === 0 || range.endMs <= range.startMs) {
    return;
  }
  const addresses = known.map(({ address }) => address);
  yield* inPlace(reading.reader.readBuckets(addresses, { range, bucketMs }, signal), known, signal);
}

async function readFrames(
  reading: Reading,
  names: readonly string[],
  read: { readonly grid: FrameGrid; readonly signal: AbortSignal },
): Promise<FrameTile> {
  const { grid, signal } = read;
  const series = names.map((name) => seriesOf(reading, name));
  const filler = new FrameFiller(grid, await reading.ladder.snapshot(series, grid.startMs, signal));
  const range = { startMs: Math.floor(grid.startMs) + 1, endMs: Math.floor(lastMomentMs(grid)) + 1 };
  for await (const block of readRaw(reading, names, { range, signal })) {
    filler.add(block.index, block);
  }
  return filler.finish();
}

async function readCoarseFrames(
  reading: Reading,
  names: readonly string[],
  read: { readonly grid: FrameGrid; readonly signal: AbortSignal },
): Promise<FrameTile> {
  const { grid, signal } = read;
  const known = knownSeries(reading, names);
  const series = names.map((name) => seriesOf(reading, name));
  const filler = new FrameFiller(grid, await reading.ladder.snapshot(series, grid.startMs, signal));
  const stepMs = Math.max(1, Math.floor(grid.stepMs));
  const range = { startMs: Math.floor(grid.startMs / stepMs) * stepMs, endMs: lastMomentMs(grid) };
  if (known.length > 0 && range.endMs > grid.startMs) {
    const addresses = known.map(({ address }) => address);
    for await (const { index, startsMs, values } of reading.reader.readStepLasts(
      addresses,
      { range, stepMs },
      signal,
    )) {
      // A step's value is known to hold from the end of the step on; before that it may lie in the future.
      const timesMs = startsMs.map((startMs) => startMs + stepMs);
      filler.add(known[index]?.place ?? 0, { timesMs, values, qualities: new Uint8Array(values.length) });
    }
  }
  const tile = filler.finish();
  return { ...tile, qualities: tile.qualities.fill(quality.approximate) };
}

/** Does both at once; when one fails the other is given up before that is told. */
async function bothOrNeither<Left, Right>(
  left: (signal: AbortSignal) => Promise<Left>,
  right: (signal: AbortSignal) => Promise<Right>,
  signal: AbortSignal,
): Promise<[Left, Right]> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const work: [Promise<Left>, Promise<Right>] = [left(either), right(either)];
  try {
    return await Promise.all(work);
  } catch (failure) {
    failing.abort();
    await Promise.allSettled(work);
    throw failure;
  }
}

async function summaries(
  reading: Reading,
  series: readonly NamedAddress[],
  signal: AbortSignal,
): Promise<readonly SeriesSummary[]> {
  const { reader, ladder, now } = reading;
  const lasts = await ladder.ends(series, { timeMs: now() + reader.clockSkewMs(), aheadMs }, signal);
  const held = series
    .map((one, at) => ({ series: one, lastMs: lasts.timesMs[at] ?? NaN }))
    .filter(({ lastMs }) => !Number.isNaN(lastMs));
  // Neither needs the other's answer, and somebody waits for the first picture.
  const [firsts, periods] = await bothOrNeither(
    (either) =>
      ladder.firstTimes(
        held.map((one) => one.series),
        either,
      ),
    (either) => learnPeriods(reader, held, either),
    signal,
  );
  return held.map(({ series: { key, address }, lastMs }, at) => {
    const typicalPeriodMs = periods.get(key);
    if (typicalPeriodMs !== undefined) {
      ladder.learnPeriod(key, typicalPeriodMs);
    }
    const description = describeAddress(address);
    return { name: key, unit: '', description, sampleCount: undefined, firstMs: firsts[at], lastMs, typicalPeriodMs };
  });
}

async function describe(
  reading: Reading,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly SeriesSummary[]> {
  throwIfAborted(signal);
  const series =
    names === undefined
      ? [...(await listSeries(reading.reader, reading.mapping, signal))].map(([key, address]) => ({ key, address }))
      : knownSeries(reading, [...new Set(names)].sort());
  return series.length === 0 ? [] : summaries(reading, series, signal);
}

/**
 * An InfluxDB as a history source. Its series are named by `seriesKeyOf` their address; names of another database, and
 * texts that are no such name, answer as empty series.
 */
export function influxSource(reader: InfluxReader, options: InfluxSourceOptions): RemoteSource {
  const ladder = new LookbackLadder(reader, options.now);
  const reading: Reading = {
    reader,
    ...options,
    ladder,
    rate: new RateMeter(() => performance.now()),
    series: new Map(),
  };
  return {
    describe: (signal, names) => describe(reading, names, signal),
    readSnapshot: async (names, timeMs, signal) => {
      throwIfAborted(signal);
      const series = names.map((name) => seriesOf(reading, name));
      return ladder.snapshot(series, timeMs, signal);
    },
    readRaw: (names, range, signal) => readRaw(reading, names, { range, signal }),
    readBuckets: (...[names, range, bucketMs, signal]) => readBuckets(reading, names, { range, bucketMs, signal }),
    readFrames: async (names, grid, signal) => {
      throwIfAborted(signal);
      return readFrames(reading, names, { grid, signal });
    },
    readCoarseFrames: async (names, grid, signal) => {
      throwIfAborted(signal);
      return readCoarseFrames(reading, names, { grid, signal });
    },
    rawSamplesPerSecond: () => reading.rate.perSecond(),
    clockSkewMs: () => reader.clockSkewMs(),
  };
}

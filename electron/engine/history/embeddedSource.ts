import { throwIfAborted } from '../../../shared/history/abortError';
import { BucketAccumulator, toBucketColumns } from '../../../shared/history/bucketAggregation';
import { countBefore, sliceChunk } from '../../../shared/history/chunkCodec';
import type {
  BucketBlock,
  HistorySource,
  SampleBlock,
  SampleColumns,
  SeriesSummary,
  Snapshot,
} from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { readFrameTile } from './frameReader';
import type { HistoryStore } from './historyStore';
import { createPacer } from './pacer';
import { chunkAtOrBefore, type StoredSeries } from './seriesIndex';
import { addRange, levelFor } from './tilePyramid';

function describe(store: HistoryStore, names: readonly string[] | undefined): readonly SeriesSummary[] {
  const asked =
    names === undefined ? [...store.allSeries()] : [...new Set(names)].flatMap((name) => store.findSeries(name) ?? []);
  return asked
    .map((series) => ({
      name: series.name,
      unit: series.unit,
      description: series.description,
      sampleCount: series.sampleCount,
      firstMs: series.firstMs,
      lastMs: series.lastMs,
      typicalPeriodMs: series.typicalPeriodMs,
    }))
    .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}

function lookUp(store: HistoryStore, place: { name: string; timeMs: number; index: number }, into: Snapshot): void {
  const { name, timeMs, index } = place;
  into.timesMs[index] = NaN;
  into.values[index] = NaN;
  const series = store.findSeries(name);
  const chunks = series === undefined ? [] : store.chunksOf(series);
  const entry = chunks[chunkAtOrBefore(chunks, timeMs)];
  if (entry === undefined) {
    return;
  }
  const sample = store.findSample(entry, timeMs);
  if (sample !== undefined) {
    into.timesMs[index] = sample.timeMs;
    into.values[index] = sample.value;
    into.qualities[index] = sample.quality;
  }
}

async function readSnapshot(
  store: HistoryStore,
  names: readonly string[],
  moment: { timeMs: number; signal: AbortSignal },
): Promise<Snapshot> {
  const pacer = createPacer(moment.signal);
  const count = names.length;
  const snapshot = {
    timesMs: new Float64Array(count),
    values: new Float64Array(count),
    qualities: new Uint8Array(count),
  };
  for (const [index, name] of names.entries()) {
    lookUp(store, { name, timeMs: moment.timeMs, index }, snapshot);
    if (index % 64 === 63 && pacer.isDue()) {
      await pacer.rest();
    }
  }
  return snapshot;
}

/** The samples of the first chunk that has any after (or from) a moment on, up to the end of the range. */
function nextSamples(
  store: HistoryStore,
  series: StoredSeries,
  stretch: { readonly fromMs: number; readonly afterIt: boolean; readonly endMs: number },
): SampleColumns | undefined {
  const { fromMs, afterIt, endMs } = stretch;
  const chunks = store.chunksOf(series);
  for (let index = Math.max(0, chunkAtOrBefore(chunks, fromMs)); index < chunks.length; index += 1) {
    const entry = chunks[index];
    if (entry === undefined || entry.startMs >= endMs) {
      return undefined;
    }
    if (entry.endMs >= fromMs) {
      const chunk = store.readChunk(entry, false);
      const from = countBefore(chunk, fromMs, afterIt);
      const to = countBefore(chunk, endMs, false);
      if (to > from) {
        return sliceChunk(chunk, from, to);
      }
    }
  }
  return undefined;
}

async function* readRaw(
  store: HistoryStore,
  names: readonly string[],
  read: { range: TimeRange; signal: AbortSignal },
): AsyncGenerator<SampleBlock> {
  const { range, signal } = read;
  const pacer = createPacer(signal);
  for (const [index, name] of names.entries()) {
    let stretch = { fromMs: range.startMs, afterIt: false, endMs: range.endMs };
    // Looked up anew for every block: the series may be written or deleted while the reader takes its time.
    for (;;) {
      throwIfAborted(signal);
      const series = store.findSeries(name);
      const samples = series === undefined ? undefined : nextSamples(store, series, stretch);
      if (samples === undefined) {
        break;
      }
      stretch = { ...stretch, fromMs: samples.timesMs[samples.timesMs.length - 1] ?? range.endMs, afterIt: true };
      yield { index, ...samples };
      if (pacer.isDue()) {
        await pacer.rest();
      }
    }
  }
}

async function* readBuckets(
  store: HistoryStore,
  names: readonly string[],
  read: { range: TimeRange; bucketMs: number; signal: AbortSignal },
): AsyncGenerator<BucketBlock> {
  const { range, bucketMs, signal } = read;
  const pacer = createPacer(signal);
  const startMs = Math.floor(range.startMs / bucketMs) * bucketMs;
  const endMs = Math.ceil(range.endMs / bucketMs) * bucketMs;
  const level = levelFor(bucketMs);
  const expected = Math.min(100_000, Math.max(1, Math.ceil((endMs - startMs) / bucketMs)));
  for (const [index, name] of names.entries()) {
    throwIfAborted(signal);
    const series = store.findSeries(name);
    if (series !== undefined && endMs > startMs) {
      const sums = new BucketAccumulator(bucketMs, expected);
      addRange(store, { series, range: { startMs, endMs }, level }, sums);
      const buckets = toBucketColumns(sums.finish());
      if (buckets.startsMs.length > 0) {
        yield { index, ...buckets };
      }
    }
    if (pacer.isDue()) {
      await pacer.rest();
    }
  }
}

/** The embedded historian as a history source. */
export function embeddedSource(store: HistoryStore): HistorySource {
  return {
    describe: async (signal, names) => {
      throwIfAborted(signal);
      return describe(store, names);
    },
    readSnapshot: (names, timeMs, signal) => readSnapshot(store, names, { timeMs, signal }),
    readRaw: (names, range, signal) => readRaw(store, names, { range, signal }),
    readBuckets: (...[names, range, bucketMs, signal]) => readBuckets(store, names, { range, bucketMs, signal }),
    readFrames: (names, grid, signal) => readFrameTile(store, names, { grid, signal }),
  };
}

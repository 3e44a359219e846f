import type { TimeRange } from './timeRange';

/**
 * What the source says of a sample. Stored as one byte. `approximate` is never stored: the source could not be asked, or
 * answered coarsely, so an older or neighbouring value stands in; with a NaN time nothing at all is known here.
 */
export const quality = { good: 0, uncertain: 1, bad: 2, approximate: 3 } as const;
export type Quality = (typeof quality)[keyof typeof quality];

/** Samples of one series as columns of equal length, in ascending time. */
export interface SampleColumns {
  readonly timesMs: Float64Array;
  /** NaN is a sample that says "no value from here on". */
  readonly values: Float64Array;
  readonly qualities: Uint8Array;
}

/** Part of the answer to a raw read: the next samples of one of the asked series. */
export interface SampleBlock extends SampleColumns {
  /** Index into the list of series that was asked for. */
  readonly index: number;
}

/**
 * For each asked series, in the order asked, its last sample at or before the asked moment.
 * `timesMs` is NaN where there is none; `values` is NaN there too.
 */
export type Snapshot = SampleColumns;

/** Aggregates of one series over epoch-aligned buckets [k * bucketMs, (k + 1) * bucketMs). Empty buckets are left out. */
export interface BucketColumns {
  /** Start of each bucket that holds samples, ascending. */
  readonly startsMs: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  /** Mean of the samples that have a value, each counted once. */
  readonly mean: Float64Array;
  /** Samples with a value; buckets that only hold NaN count 0 and have NaN aggregates. */
  readonly count: Uint32Array;
}

/** Aggregates of one of the asked series. */
export interface BucketBlock extends BucketColumns {
  readonly index: number;
}

/**
 * Snapshots on a grid of moments, frame-major: entry `frame * seriesCount + index`.
 * Frame k is the moment startMs + k * stepMs.
 */
export interface FrameTile {
  readonly startMs: number;
  readonly stepMs: number;
  readonly frameCount: number;
  readonly seriesCount: number;
  /** Value of the last sample at or before the frame's moment; NaN where there is none. */
  readonly values: Float32Array;
  /** Age of that sample at the frame's moment in ms; NaN where there is none. Exact to 1 ms up to 4 hours, 1 part in 16 million beyond. */
  readonly agesMs: Float32Array;
  readonly qualities: Uint8Array;
}

/** What a source knows of one series without reading its samples. */
export interface SeriesSummary {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  /** Undefined where counting would mean reading everything. */
  readonly sampleCount: number | undefined;
  /** First and last sample; undefined when the series is empty. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Median distance of samples, learned from the data; undefined below 3 samples. */
  readonly typicalPeriodMs: number | undefined;
}

/**
 * Where history comes from: the embedded historian, an InfluxDB, a cache in front of either, a fake in a test.
 * Series are named as the source names them. A name it does not hold answers as an empty series, never as an error.
 * Every read rejects with an AbortError when `signal` fires, and leaves no work running.
 */
export interface HistorySource {
  /** The named series in ascending order of their names, without those it does not hold; undefined: all it holds. */
  describe(signal: AbortSignal, names?: readonly string[]): Promise<readonly SeriesSummary[]>;
  /** For each series its last sample at or before `timeMs`. */
  readSnapshot(names: readonly string[], timeMs: number, signal: AbortSignal): Promise<Snapshot>;
  /** Raw samples of the range, series by series or interleaved; blocks of one series come in time order. */
  readRaw(names: readonly string[], range: TimeRange, signal: AbortSignal): AsyncIterable<SampleBlock>;
  /** Aggregates of every bucket that overlaps the range; whole buckets, also at the ends of the range. */
  readBuckets(
    names: readonly string[],
    range: TimeRange,
    bucketMs: number,
    signal: AbortSignal,
  ): AsyncIterable<BucketBlock>;
  /** Snapshots at `frameCount` moments from `startMs`, `stepMs` apart. */
  readFrames(names: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<FrameTile>;
}

/** A regular grid of moments. */
export interface FrameGrid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly frameCount: number;
}

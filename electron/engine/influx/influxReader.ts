import type { BucketBlock, SampleBlock, Snapshot } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';

/** The last value of each non-empty step [k * stepMs, (k + 1) * stepMs), by the start of the step, ascending. */
export interface StepLasts {
  /** Index into the addresses that were asked for. */
  readonly index: number;
  readonly startsMs: Float64Array;
  readonly values: Float64Array;
}

/** A field as the server types it. Only numbers and booleans (as 0 and 1) are sensors. */
export interface InfluxField {
  readonly name: string;
  readonly type: 'float' | 'integer' | 'unsigned' | 'boolean' | 'string';
}

/** One measurement and what it is made of. */
export interface InfluxMeasurement {
  readonly name: string;
  readonly fields: readonly InfluxField[];
  readonly tagKeys: readonly string[];
}

/**
 * One language of one InfluxDB (InfluxQL or Flux): reads by address, says what is there. Times in ms since the epoch;
 * a sample with a finer time falls to the millisecond before it. Ranges are half open. Integers and booleans come as
 * numbers. Addresses that the server does not hold answer as empty, never as an error; every other failure is thrown as
 * an `AppFailure` with code `source-failed`. Each read rejects with an AbortError when `signal` fires and closes its
 * socket, so that the server stops working on it.
 */
export interface InfluxReader {
  /** For each address its last sample at or before `timeMs`, no older than the lookback; without one, however old. */
  readLatest(
    addresses: readonly SeriesAddress[],
    moment: { readonly timeMs: number; readonly lookbackMs: number | undefined },
    signal: AbortSignal,
  ): Promise<Snapshot>;
  /** Raw samples; blocks of one series come in time order and never hold the same moment twice. */
  readRaw(addresses: readonly SeriesAddress[], range: TimeRange, signal: AbortSignal): AsyncIterable<SampleBlock>;
  /** Every bucket that overlaps the range, whole. */
  readBuckets(
    addresses: readonly SeriesAddress[],
    asked: { readonly range: TimeRange; readonly bucketMs: number },
    signal: AbortSignal,
  ): AsyncIterable<BucketBlock>;
  /** The cheapest long read: one value a step. */
  readStepLasts(
    addresses: readonly SeriesAddress[],
    asked: { readonly range: TimeRange; readonly stepMs: number },
    signal: AbortSignal,
  ): AsyncIterable<StepLasts>;
  /** Time of the first sample of each, NaN where there is none. */
  readFirstTimes(addresses: readonly SeriesAddress[], signal: AbortSignal): Promise<Float64Array>;
  /** The names of the databases, on 2.x of the buckets, system ones left out. */
  listDatabases(signal: AbortSignal): Promise<readonly string[]>;
  /** What is in one database. */
  listMeasurements(
    place: Pick<SourceMapping, 'database' | 'retentionPolicy'>,
    signal: AbortSignal,
  ): Promise<readonly InfluxMeasurement[]>;
  /** The values that a tag takes in a measurement. */
  listTagValues(
    asked: Pick<SourceMapping, 'database' | 'retentionPolicy'> & { readonly measurement: string; readonly tag: string },
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /**
   * The sets of tags that the series of a measurement have; undefined where the server cannot list them. Left out by
   * languages that cannot ask for it: then tags are told one by one.
   */
  listTagSets?(
    asked: Pick<SourceMapping, 'database' | 'retentionPolicy'> & { readonly measurement: string },
    signal: AbortSignal,
  ): Promise<readonly Readonly<Record<string, string>>[] | undefined>;
  /** The server's clock minus ours in ms, from its last answer; 0 before. */
  clockSkewMs(): number;
  /** Closes idle connections. */
  dispose(): void;
}

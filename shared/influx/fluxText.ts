import type { TimeRange } from '../history/timeRange';
import type { FluxGroup } from './fluxGroups';
import {
  fluxDuration,
  fluxEarliest,
  fluxLatest,
  fluxPattern,
  fluxString,
  fluxStrings,
  fluxTime,
  fluxTimeJustBefore,
} from './fluxLiteral';

/** What a bucket is made of, each the name of a table stream in the answer to `bucketsFlux`. */
export const bucketParts = ['first', 'last', 'min', 'max', 'sum', 'count'] as const;
export type BucketPart = (typeof bucketParts)[number];

const wholeTime = `range(start: ${fluxEarliest}, stop: ${fluxLatest})`;

function rangeOf({ startMs, endMs }: TimeRange): string {
  return `range(start: ${fluxTime(startMs)}, stop: ${fluxTime(endMs)})`;
}

function condition(column: string, values: readonly string[]): string {
  const cell = `r[${fluxString(column)}]`;
  const [only = ''] = values;
  if (values.length > 1) {
    // A chain of `or` costs the square of its length: 710 ms for 500 names where the pattern takes 51.
    return `${cell} =~ ${fluxPattern(values)}`;
  }
  return only === '' ? `not exists ${cell}` : `${cell} == ${fluxString(only)}`;
}

function measurementIs(measurement: string): string {
  return condition('_measurement', [measurement]);
}

function filterOf({ measurement, wanted }: FluxGroup): string {
  const conditions = [...wanted].map(([column, values]) => condition(column, values));
  return `filter(fn: (r) => ${[measurementIs(measurement), ...conditions].join(' and ')})`;
}

function pipe(...steps: readonly string[]): string {
  return steps.join('\n  |> ');
}

function source(group: FluxGroup, range: string): string {
  // Filters directly after the range, and no grouping before the aggregate: only then does storage do the work.
  return pipe(`from(bucket: ${fluxString(group.bucket)})`, range, filterOf(group));
}

function keepSamples(group: FluxGroup): string {
  return `keep(columns: ${fluxStrings(['_time', '_value', ...group.labels])})`;
}

/** All samples of a group's series within the range; of 1.8 also those at its end. */
export function rawFlux(group: FluxGroup, range: TimeRange): string {
  return pipe(source(group, rangeOf(range)), keepSamples(group));
}

/** When a snapshot is taken, and how far back it may look; undefined: as far as there is anything. */
export interface LatestMoment {
  readonly timeMs: number;
  readonly lookbackMs: number | undefined;
}

/**
 * The last sample of each of a group's series, up to the whole millisecond `timeMs`. The answer of 1.8 may be a sample of
 * the millisecond after; then `justBefore` asks again without the end.
 */
export function latestFlux(group: FluxGroup, { timeMs, lookbackMs }: LatestMoment, justBefore = false): string {
  const start = lookbackMs === undefined ? fluxEarliest : fluxTime(timeMs - lookbackMs);
  const stop = justBefore ? fluxTimeJustBefore(timeMs + 1) : fluxTime(timeMs + 1);
  return pipe(source(group, `range(start: ${start}, stop: ${stop})`), 'last()', keepSamples(group));
}

/** The first sample of each of a group's series. */
export function firstTimesFlux(group: FluxGroup): string {
  return pipe(source(group, wholeTime), 'first()', keepSamples(group));
}

/** What to add up: the range starts and ends at bucket edges. */
export interface BucketSpan {
  readonly range: TimeRange;
  /** Whole milliseconds. */
  readonly bucketMs: number;
}

function bucketPart(part: BucketPart, bucketMs: number): readonly string[] {
  const every = fluxDuration(bucketMs);
  // What is picked keeps its own time, so that several series of one address can be told early from late.
  return part === 'sum' || part === 'count'
    ? [`aggregateWindow(every: ${every}, fn: ${part}, createEmpty: false, timeSrc: "_start")`]
    : [`window(every: ${every})`, `${part}()`];
}

/**
 * First, last, least, greatest, sum and count of each bucket, as one table stream a part. Times are those of the samples,
 * of sums and counts the start of the bucket; buckets without samples are left out. Numbers only.
 */
export function bucketsFlux(group: FluxGroup, { range, bucketMs }: BucketSpan): string {
  const parts = bucketParts.map((part) =>
    pipe('d()', ...bucketPart(part, bucketMs), keepSamples(group), `yield(name: ${fluxString(part)})`),
  );
  return [`d = () => ${source(group, rangeOf(range))}`, ...parts].join('\n\n');
}

/** The last sample of each step, with its own time. */
export function stepLastsFlux(group: FluxGroup, { range, bucketMs }: BucketSpan): string {
  return pipe(source(group, rangeOf(range)), ...bucketPart('last', bucketMs), keepSamples(group));
}

/** The names of all buckets, in `name`; on 1.x with their retention policy, which is in `retentionPolicy` too. */
export function bucketListFlux(): string {
  return pipe('buckets()', 'keep(columns: ["name", "retentionPolicy"])');
}

function everything(bucket: string): readonly [string, string] {
  return [`from(bucket: ${fluxString(bucket)})`, wholeTime];
}

/**
 * Every measurement and field with one value each, whose type is the field's. Not by the `schema` functions: they know no
 * types, look back 30 days only, and are called otherwise on 1.8.
 */
export function fieldsFlux(bucket: string): string {
  return pipe(...everything(bucket), 'last()', 'keep(columns: ["_measurement", "_field", "_value"])', 'limit(n: 1)');
}

/** The same by series, for a bucket in which one field has several types. */
export function fieldsBySeriesFlux(bucket: string): string {
  return pipe(...everything(bucket), 'last()', 'drop(columns: ["_start", "_stop"])');
}

/** The columns of each measurement, its tag keys among them; the stream is named by the measurement's index. */
export function tagKeysFlux(bucket: string, measurements: readonly string[]): string {
  return measurements
    .map((measurement, index) =>
      pipe(
        ...everything(bucket),
        `filter(fn: (r) => ${measurementIs(measurement)})`,
        'keys()',
        'keep(columns: ["_value"])',
        'distinct()',
        `yield(name: ${fluxString(String(index))})`,
      ),
    )
    .join('\n\n');
}

/** The values of a tag in a measurement, in `_value`. */
export function tagValuesFlux(bucket: string, measurement: string, tag: string): string {
  return pipe(
    ...everything(bucket),
    `filter(fn: (r) => ${measurementIs(measurement)})`,
    `keep(columns: ${fluxStrings([tag])})`,
    'group()',
    `distinct(column: ${fluxString(tag)})`,
  );
}

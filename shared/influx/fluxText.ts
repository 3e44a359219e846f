import type { TimeRange } from '../history/timeRange';
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
import type { SeriesAddress } from './seriesAddress';
import { planSeries, type SeriesGroup } from './seriesPlan';
import type { QualityFieldOf } from './sourceMapping';

/** What a bucket is made of, each the name of a table stream in the answer to `bucketsFlux`. */
export const bucketParts = ['first', 'last', 'min', 'max', 'sum', 'count'] as const;
export type BucketPart = (typeof bucketParts)[number];

const wholeTime = `range(start: ${fluxEarliest}, stop: ${fluxLatest})`;

/** The bucket of a database. Without a retention policy a database of 1.x means its own default one. */
export function fluxBucket({ database, retentionPolicy }: Pick<SeriesGroup, 'database' | 'retentionPolicy'>): string {
  return retentionPolicy === '' ? database : `${database}/${retentionPolicy}`;
}

/** Sorts addresses into as few questions as are quick to answer. Flux can write any name. */
export function planFlux(addresses: readonly SeriesAddress[]): readonly SeriesGroup[] {
  return planSeries(addresses, () => true);
}

/** A group of series, and where their quality stands. */
export interface FluxGroup {
  readonly group: SeriesGroup;
  readonly qualityFieldOf: QualityFieldOf;
}

function fieldsOf({ group, qualityFieldOf }: FluxGroup): readonly string[] {
  return [...new Set(group.fields.flatMap((field) => [field, qualityFieldOf(field) ?? field]))];
}

/** The columns by which the series of an answer are told apart. */
export function fluxLabels(asked: FluxGroup): readonly string[] {
  const { tagKeys, tagValues } = asked.group;
  const tags = tagKeys.filter((_, at) => (tagValues[at]?.length ?? 0) > 1);
  return fieldsOf(asked).length > 1 ? ['_field', ...tags] : tags;
}

/** A range to ask for, in whole milliseconds and within `fluxTimes`. */
export interface FluxRange extends TimeRange {
  /** 1.8 takes the stop of a range as part of it; then the nanosecond before is the stop that leaves the end out. */
  readonly stopIsIncluded: boolean;
}

function rangeOf({ startMs, endMs, stopIsIncluded }: FluxRange): string {
  const stop = stopIsIncluded ? fluxTimeJustBefore(endMs) : fluxTime(endMs);
  return `range(start: ${fluxTime(startMs)}, stop: ${stop})`;
}

/** That a column has one of some values; an empty one means that the series has no such tag. */
function condition(column: string, values: readonly string[]): string {
  const cell = `r[${fluxString(column)}]`;
  const [first = '', ...more] = values.filter((value) => value !== '');
  const present =
    // A chain of `or` costs the square of its length: 710 ms for 500 names where the pattern takes 51.
    more.length > 0 ? `${cell} =~ ${fluxPattern([first, ...more])}` : `${cell} == ${fluxString(first)}`;
  if (!values.includes('')) {
    return present;
  }
  return first === '' ? `not exists ${cell}` : `(not exists ${cell} or ${present})`;
}

function measurementIs(measurement: string): string {
  return condition('_measurement', [measurement]);
}

function filterOf(asked: FluxGroup): string {
  const { measurement, tagKeys, tagValues } = asked.group;
  const tags = tagKeys.map((key, at) => condition(key, tagValues[at] ?? []));
  const conditions = [measurementIs(measurement), condition('_field', fieldsOf(asked)), ...tags];
  return `filter(fn: (r) => ${conditions.join(' and ')})`;
}

function pipe(...steps: readonly string[]): string {
  return steps.join('\n  |> ');
}

function source(asked: FluxGroup, range: string): string {
  // Filters directly after the range, and no grouping before the aggregate: only then does storage do the work.
  return pipe(`from(bucket: ${fluxString(fluxBucket(asked.group))})`, range, filterOf(asked));
}

function keepSamples(asked: FluxGroup): string {
  return `keep(columns: ${fluxStrings(['_time', '_value', ...fluxLabels(asked)])})`;
}

/** All samples of a group's series within the range. */
export function rawFlux(asked: FluxGroup, range: FluxRange): string {
  return pipe(source(asked, rangeOf(range)), keepSamples(asked));
}

/** The last sample of each of a group's series within the range. */
export function latestFlux(asked: FluxGroup, range: FluxRange): string {
  return pipe(source(asked, rangeOf(range)), 'last()', keepSamples(asked));
}

/** The first sample of each of a group's series. */
export function firstTimesFlux(asked: FluxGroup): string {
  return pipe(source(asked, wholeTime), 'first()', keepSamples(asked));
}

/** What to add up: the range starts and ends at bucket edges. */
export interface BucketSpan {
  readonly range: FluxRange;
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
export function bucketsFlux(asked: FluxGroup, { range, bucketMs }: BucketSpan): string {
  const parts = bucketParts.map((part) =>
    pipe('d()', ...bucketPart(part, bucketMs), keepSamples(asked), `yield(name: ${fluxString(part)})`),
  );
  return [`d = () => ${source(asked, rangeOf(range))}`, ...parts].join('\n\n');
}

/** The last sample of each step, with its own time. */
export function stepLastsFlux(asked: FluxGroup, { range, bucketMs }: BucketSpan): string {
  return pipe(source(asked, rangeOf(range)), ...bucketPart('last', bucketMs), keepSamples(asked));
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

import type { TimeRange } from '../history/timeRange';
import { identifierText, momentText, tagCondition } from './influxQlText';
import type { SeriesGroup } from './seriesPlan';
import type { QualityFieldOf } from './sourceMapping';

/** The planner leaves out what cannot be written, so that here everything can. */
function written(text: string | undefined): string {
  if (text === undefined) {
    throw new Error('InfluxQL cannot write this name');
  }
  return text;
}

function identifier(name: string): string {
  return written(identifierText(name));
}

/** From FROM on; `step`: a bucket's width as a duration. */
function tailText(group: SeriesGroup, times: readonly string[], step?: string): string {
  const tags = group.tagKeys.map((key, at) => written(tagCondition(key, group.tagValues[at] ?? [])));
  const conditions = [...times, ...tags].join(' AND ');
  const keys = [...(step === undefined ? [] : [`time(${step})`]), ...group.tagKeys.map(identifier)];
  return [
    `FROM ${identifier(group.measurement)}`,
    conditions === '' ? '' : ` WHERE ${conditions}`,
    keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`,
    step === undefined ? '' : ' fill(none)',
  ].join('');
}

function rangeConditions({ startMs, endMs }: TimeRange): readonly string[] {
  return [`time >= ${momentText(startMs)}`, `time < ${momentText(endMs)}`];
}

/** The quality columns of fields, in their order; a field whose name cannot be written has none. */
function qualityColumns(fields: readonly string[], qualityFieldOf: QualityFieldOf): string {
  const names = fields.map((field) => identifierText(qualityFieldOf(field) ?? ''));
  return names.every((name) => name !== undefined) && fields.every((field) => qualityFieldOf(field) !== undefined)
    ? `, ${names.join(', ')}`
    : '';
}

/**
 * The last sample of each series of a group at or before a moment: one statement a field, because only then does the
 * answer have each sample's own time. Columns: time, value and, with a quality field, quality: then it is the last row
 * that holds either, because a quality alone says that there is no value from there on.
 */
export function latestStatements(
  group: SeriesGroup,
  asked: { readonly timeMs: number; readonly lookbackMs: number | undefined; readonly qualityFieldOf: QualityFieldOf },
): readonly string[] {
  const { timeMs, lookbackMs, qualityFieldOf } = asked;
  const times = [
    ...(lookbackMs === undefined ? [] : [`time >= ${momentText(timeMs - lookbackMs)}`]),
    // A sample within the asked millisecond counts as of that millisecond.
    `time < ${momentText(Math.floor(timeMs) + 1)}`,
  ];
  return group.fields.map((field) => {
    const quality = qualityColumns([field], qualityFieldOf);
    return quality === ''
      ? `SELECT last(${identifier(field)}) ${tailText(group, times)}`
      : `SELECT ${identifier(field)}${quality} ${tailText(group, times)} ORDER BY time DESC LIMIT 1`;
  });
}

/** The first sample of each series, one statement a field. Columns: time, value. */
export function firstStatements(group: SeriesGroup): readonly string[] {
  // With no bound at all InfluxQL takes now for the end when it groups by time; stated, it is the same everywhere.
  const times = rangeConditions({ startMs: -Infinity, endMs: Infinity });
  return group.fields.map((field) => `SELECT first(${identifier(field)}) ${tailText(group, times)}`);
}

/** Raw samples of a group. Columns: time, a value a field and, with quality fields, a quality a field. */
export function rawStatement(group: SeriesGroup, range: TimeRange, qualityFieldOf: QualityFieldOf): string {
  const fields = group.fields.map(identifier).join(', ');
  return `SELECT ${fields}${qualityColumns(group.fields, qualityFieldOf)} ${tailText(group, rangeConditions(range))}`;
}

/** The aggregates of a bucket, in the order of their columns. */
export const bucketAggregates = ['first', 'last', 'min', 'max', 'mean', 'count'] as const;

/** Aggregates over epoch-aligned buckets. Columns: start, then the six aggregates of each field. */
export function bucketStatement(group: SeriesGroup, range: TimeRange, bucketMs: number): string {
  const columns = group.fields.flatMap((field) => bucketAggregates.map((name) => `${name}(${identifier(field)})`));
  return `SELECT ${columns.join(', ')} ${tailText(group, rangeConditions(range), `${String(bucketMs)}ms`)}`;
}

/** The last value of each epoch-aligned step. Columns: start, then a value a field. */
export function stepLastStatement(group: SeriesGroup, range: TimeRange, stepMs: number): string {
  const columns = group.fields.map((field) => `last(${identifier(field)})`);
  return `SELECT ${columns.join(', ')} ${tailText(group, rangeConditions(range), `${String(stepMs)}ms`)}`;
}

/** The values that a tag takes in a measurement; undefined when InfluxQL has no way to write the names. */
export function tagValuesStatement(measurement: string, tag: string): string | undefined {
  const from = identifierText(measurement);
  const key = identifierText(tag);
  return from === undefined || key === undefined ? undefined : `SHOW TAG VALUES FROM ${from} WITH KEY = ${key}`;
}

/** The series of a measurement; undefined when InfluxQL has no way to write its name. */
export function seriesStatement(measurement: string): string | undefined {
  const from = identifierText(measurement);
  return from === undefined ? undefined : `SHOW SERIES FROM ${from}`;
}

import {
  bucketListFlux,
  fieldsBySeriesFlux,
  fieldsFlux,
  fluxBucket,
  tagKeysFlux,
  tagValuesFlux,
} from '../../../shared/influx/fluxText';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';
import { AppFailure } from '../../../shared/lib/appError';
import type { FluxClient } from './fluxClient';
import { type NameRow, nameSink } from './fluxRows';
import type { InfluxField, InfluxMeasurement, InfluxReader } from './influxReader';

/** Buckets that InfluxDB keeps for itself. */
const ownBuckets: readonly string[] = ['_internal', '_monitoring', '_tasks'];
/** Columns that every table of samples has; the others are tags. */
const ownColumns: readonly string[] = ['_start', '_stop', '_time', '_value', '_field', '_measurement'];
const measurementsAtOnce = 50;

const fieldTypes: Readonly<Record<string, InfluxField['type']>> = {
  double: 'float',
  long: 'integer',
  unsignedLong: 'unsigned',
  boolean: 'boolean',
  string: 'string',
};

function ascending(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

async function namesOf(client: FluxClient, text: string, signal: AbortSignal): Promise<readonly NameRow[]> {
  const rows: NameRow[] = [];
  await client.ask(
    text,
    nameSink((row) => void rows.push(row)),
    signal,
  );
  return rows;
}

function cellOf({ cells }: NameRow, column: string): string {
  return cells.get(column) ?? '';
}

/** The names of the buckets, on 1.x of the databases, without those that InfluxDB keeps for itself. */
export async function listBuckets(client: FluxClient, signal: AbortSignal): Promise<readonly string[]> {
  const rows = await namesOf(client, bucketListFlux(), signal);
  const names = rows.map((row) => {
    const name = cellOf(row, 'name');
    const policy = cellOf(row, 'retentionPolicy');
    // Only 1.x states a policy, and adds it to the name.
    return policy !== '' && name.endsWith(`/${policy}`) ? name.slice(0, -policy.length - 1) : name;
  });
  return [...new Set(names)].filter((name) => !ownBuckets.includes(name)).sort(ascending);
}

function isCollision(thrown: unknown): boolean {
  return (
    thrown instanceof AppFailure &&
    thrown.error.code === 'source-failed' &&
    /schema collision/i.test(thrown.error.detail)
  );
}

async function fieldRows(client: FluxClient, bucket: string, signal: AbortSignal): Promise<readonly NameRow[]> {
  try {
    return await namesOf(client, fieldsFlux(bucket), signal);
  } catch (thrown) {
    if (!isCollision(thrown)) {
      throw thrown;
    }
    const rows = await namesOf(client, fieldsBySeriesFlux(bucket), signal);
    // Of the types that a field has had, the newest counts.
    return [...rows].sort((left, right) => ascending(cellOf(left, '_time'), cellOf(right, '_time')));
  }
}

function fieldsByMeasurement(rows: readonly NameRow[]): ReadonlyMap<string, ReadonlyMap<string, InfluxField>> {
  const found = new Map<string, Map<string, InfluxField>>();
  for (const row of rows) {
    const fields = found.get(cellOf(row, '_measurement')) ?? new Map<string, InfluxField>();
    found.set(cellOf(row, '_measurement'), fields);
    const name = cellOf(row, '_field');
    fields.set(name, { name, type: fieldTypes[row.valueType] ?? 'string' });
  }
  return found;
}

async function tagKeysOf(
  client: FluxClient,
  { bucket, measurements }: { readonly bucket: string; readonly measurements: readonly string[] },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (let from = 0; from < measurements.length; from += measurementsAtOnce) {
    const some = measurements.slice(from, from + measurementsAtOnce);
    for (const row of await namesOf(client, tagKeysFlux(bucket, some), signal)) {
      const measurement = some[Number(cellOf(row, 'result'))] ?? '';
      found.set(measurement, [...(found.get(measurement) ?? []), cellOf(row, '_value')]);
    }
  }
  return found;
}

/** What is in a bucket, however old. */
export async function listFluxMeasurements(
  client: FluxClient,
  place: Pick<SourceMapping, 'database' | 'retentionPolicy'>,
  signal: AbortSignal,
): Promise<readonly InfluxMeasurement[]> {
  const bucket = fluxBucket(place);
  const fields = fieldsByMeasurement(await fieldRows(client, bucket, signal));
  const measurements = [...fields.keys()].sort(ascending);
  const tagKeys = await tagKeysOf(client, { bucket, measurements }, signal);
  return measurements.map((name) => ({
    name,
    fields: [...(fields.get(name)?.values() ?? [])].sort((left, right) => ascending(left.name, right.name)),
    tagKeys: (tagKeys.get(name) ?? []).filter((key) => !ownColumns.includes(key)).sort(ascending),
  }));
}

/** The values that a tag takes in a measurement, however old. */
export async function listFluxTagValues(
  client: FluxClient,
  asked: Parameters<InfluxReader['listTagValues']>[0],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const rows = await namesOf(client, tagValuesFlux(fluxBucket(asked), asked.measurement, asked.tag), signal);
  return [...new Set(rows.map((row) => cellOf(row, '_value')))].filter((value) => value !== '').sort(ascending);
}

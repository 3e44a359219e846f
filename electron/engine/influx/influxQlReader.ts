import type { SampleBlock } from '../../../shared/history/historySource';
import { tagValuesStatement } from '../../../shared/influx/influxQlStatements';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { throwIfAborted } from '../../../shared/history/abortError';
import { readBucketAggregates, readStepLastValues, wholeBuckets } from './influxQlBuckets';
import type { InfluxQlClient, TextSeries } from './influxQlClient';
import { readFirstSampleTimes, readLatestSamples } from './influxQlLatest';
import { readRawSamples } from './influxQlRaw';
import type { InfluxField, InfluxMeasurement, InfluxReader } from './influxReader';
import { bucketsOfSamples, stepLastsOfSamples } from './sampleBuckets';

/** What a reader adds to what it is asked. */
export interface InfluxQlReaderOptions {
  /** A field beside the value that says how good it is; empty: none, every sample is good. */
  readonly qualityField?: string;
}

/** Databases that InfluxDB keeps for itself. */
const ownDatabases: readonly string[] = ['_internal', '_monitoring', '_tasks'];

/** Where shards disagree about a field, the first of these is what the server answers with. */
const fieldTypes = ['float', 'integer', 'unsigned', 'boolean', 'string'] as const;

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function fieldsOf(rows: TextSeries['rows']): readonly InfluxField[] {
  const found = new Map<string, InfluxField>();
  for (const type of fieldTypes) {
    for (const [name = '', said] of rows) {
      if (said === type && !found.has(name)) {
        found.set(name, { name, type });
      }
    }
  }
  return [...found.values()].sort(byName);
}

function measurementsOf(fields: readonly TextSeries[], tags: readonly TextSeries[]): readonly InfluxMeasurement[] {
  const tagKeys = new Map(tags.map(({ name, rows }) => [name, rows.map(([key = '']) => key).sort()]));
  return fields
    .map(({ name, rows }) => ({ name, fields: fieldsOf(rows), tagKeys: tagKeys.get(name) ?? [] }))
    .sort(byName);
}

async function* readBuckets(
  client: InfluxQlClient,
  read: { readonly addresses: readonly SeriesAddress[]; readonly asked: Parameters<InfluxReader['readBuckets']>[1] },
  signal: AbortSignal,
): ReturnType<InfluxReader['readBuckets']> {
  const { addresses } = read;
  const { range, bucketMs } = read.asked;
  // What the server cannot aggregate is aggregated here: booleans, and buckets that are no whole number of ms.
  const left: number[] = [];
  if (Number.isInteger(bucketMs)) {
    const refused = (index: number): void => void left.push(index);
    yield* readBucketAggregates(client, { addresses, range, widthMs: bucketMs, refused }, signal);
  } else {
    left.push(...addresses.keys());
  }
  const some = left.flatMap((index) => addresses[index] ?? []);
  const samples = readRawSamples(
    client,
    { addresses: some, range: wholeBuckets(range, bucketMs), qualityField: '' },
    signal,
  );
  for await (const block of bucketsOfSamples(samples, bucketMs)) {
    yield { ...block, index: left[block.index] ?? 0 };
  }
}

async function* checked<T>(blocks: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  throwIfAborted(signal);
  for await (const block of blocks) {
    yield block;
    throwIfAborted(signal);
  }
}

async function listMeasurements(
  client: InfluxQlClient,
  database: string,
  signal: AbortSignal,
): Promise<readonly InfluxMeasurement[]> {
  const place = { database, retentionPolicy: '' };
  const fields = await client.ask(place, 'SHOW FIELD KEYS', signal);
  return measurementsOf(fields, await client.ask(place, 'SHOW TAG KEYS', signal));
}

/** Reads an InfluxDB in InfluxQL. */
export function influxQlReader(client: InfluxQlClient, options: InfluxQlReaderOptions = {}): InfluxReader {
  const { qualityField = '' } = options;
  return {
    readLatest: (addresses, moment, signal) =>
      readLatestSamples(client, { ...moment, addresses, qualityField }, signal),
    readRaw: (addresses, range, signal): AsyncIterable<SampleBlock> =>
      checked(readRawSamples(client, { addresses, range, qualityField }, signal), signal),
    readBuckets: (addresses, asked, signal) => checked(readBuckets(client, { addresses, asked }, signal), signal),
    readStepLasts: (addresses, { range, stepMs }, signal) =>
      checked(
        Number.isInteger(stepMs)
          ? readStepLastValues(client, { addresses, range, widthMs: stepMs }, signal)
          : stepLastsOfSamples(
              readRawSamples(client, { addresses, range: wholeBuckets(range, stepMs), qualityField: '' }, signal),
              stepMs,
            ),
        signal,
      ),
    readFirstTimes: (addresses, signal) => readFirstSampleTimes(client, addresses, signal),
    listDatabases: async (signal) => {
      const series = await client.ask({ database: '', retentionPolicy: '' }, 'SHOW DATABASES', signal);
      const names = series.flatMap(({ rows }) => rows.map(([name = '']) => name));
      return names.filter((name) => !ownDatabases.includes(name)).sort();
    },
    listMeasurements: ({ database }, signal) => listMeasurements(client, database, signal),
    listTagValues: async ({ database, measurement, tag }, signal) => {
      const statement = tagValuesStatement(measurement, tag);
      const series =
        statement === undefined ? [] : await client.ask({ database, retentionPolicy: '' }, statement, signal);
      return [...new Set(series.flatMap(({ rows }) => rows.map(([, value = '']) => value)))].sort();
    },
    clockSkewMs: () => client.http.clockSkewMs(),
    dispose: () => client.http.dispose(),
  };
}

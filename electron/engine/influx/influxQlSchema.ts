import { seriesStatement, tagValuesStatement } from '../../../shared/influx/influxQlStatements';
import { tagsOfSeriesText } from '../../../shared/influx/seriesKeyText';
import { AppFailure } from '../../../shared/lib/appError';
import type { InfluxQlClient, TextSeries } from './influxQlClient';
import type { InfluxField, InfluxMeasurement, InfluxReader } from './influxReader';

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

async function listDatabases(client: InfluxQlClient, signal: AbortSignal): Promise<readonly string[]> {
  const series = await client.ask({ database: '', retentionPolicy: '' }, 'SHOW DATABASES', signal);
  const names = series.flatMap(({ rows }) => rows.map(([name = '']) => name));
  return names.filter((name) => !ownDatabases.includes(name)).sort();
}

async function listMeasurements(
  client: InfluxQlClient,
  database: string,
  signal: AbortSignal,
): Promise<readonly InfluxMeasurement[]> {
  const place = { database, retentionPolicy: '' };
  const fields = await client.ask(place, 'SHOW FIELD KEYS', signal);
  const tags = await client.ask(place, 'SHOW TAG KEYS', signal);
  const tagKeys = new Map(tags.map(({ name, rows }) => [name, rows.map(([key = '']) => key).sort()]));
  return fields
    .map(({ name, rows }) => ({ name, fields: fieldsOf(rows), tagKeys: tagKeys.get(name) ?? [] }))
    .sort(byName);
}

async function askWritten(
  client: InfluxQlClient,
  asked: { readonly database: string; readonly statement: string | undefined },
  signal: AbortSignal,
): Promise<readonly TextSeries[]> {
  const { database, statement } = asked;
  return statement === undefined ? [] : client.ask({ database, retentionPolicy: '' }, statement, signal);
}

/** What is in a server, told in InfluxQL. It knows no difference between retention policies. */
export function influxQlSchema(
  client: InfluxQlClient,
): Required<Pick<InfluxReader, 'listDatabases' | 'listMeasurements' | 'listTagValues' | 'listTagSets'>> {
  return {
    listDatabases: (signal) => listDatabases(client, signal),
    listMeasurements: ({ database }, signal) => listMeasurements(client, database, signal),
    listTagValues: async ({ database, measurement, tag }, signal) => {
      const series = await askWritten(client, { database, statement: tagValuesStatement(measurement, tag) }, signal);
      return [...new Set(series.flatMap(({ rows }) => rows.map(([, value = '']) => value)))].sort();
    },
    listTagSets: async ({ database, measurement }, signal) => {
      try {
        const series = await askWritten(client, { database, statement: seriesStatement(measurement) }, signal);
        return series.flatMap(({ rows }) => rows.map(([key = '']) => tagsOfSeriesText(key)));
      } catch (failure) {
        // InfluxDB 3 has no such statement.
        if (
          failure instanceof AppFailure &&
          failure.error.code === 'source-failed' &&
          failure.error.reason === 'query-refused'
        ) {
          return undefined;
        }
        throw failure;
      }
    },
  };
}

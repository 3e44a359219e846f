import { z } from 'zod';
import type { InfluxDialect, InfluxVersion, SourceDiagnosis } from '../../../shared/influx/sourceDiagnosis';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';
import { AppFailure } from '../../../shared/lib/appError';
import type { InfluxConnection } from './influxConnection';
import { statusFinding } from './influxFailure';
import { InfluxHttp, type InfluxHttpOptions, type InfluxText } from './influxHttp';
import { InfluxQlClient, type InfluxQlOptions } from './influxQlClient';
import { influxQlSchema } from './influxQlSchema';

const healthSchema = z.object({ name: z.string().optional(), version: z.string().optional() });
const bucketsSchema = z.object({
  buckets: z.array(z.object({ name: z.string(), type: z.string().optional() })),
});

/** Reads JSON; undefined for any other text, and for JSON of another form. */
function parseAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function get(http: InfluxHttp, path: string, signal: AbortSignal): Promise<InfluxText> {
  const { body, ...head } = await http.open({ method: 'GET', path, accept: 'application/json' }, signal);
  return { ...head, text: await http.textOf(body) };
}

function generationOf(version: string): InfluxVersion['generation'] | undefined {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1]);
  return major === 1 || major === 2 || major === 3 ? major : major === 0 ? 1 : undefined;
}

/** What a server is that does not say its version: only 2.x can be set up over the network. */
async function unnamedVersion(http: InfluxHttp, signal: AbortSignal): Promise<InfluxVersion> {
  const setup = await get(http, '/api/v2/setup', signal);
  const isSecond = setup.status === 200 && setup.contentType.includes('json');
  return { generation: isSecond ? 2 : 1, version: 'unknown' };
}

/**
 * Which InfluxDB answers: by `/ping`, which all have, then by `/health`. Throws `source-failed` with `not-influx` when
 * something else answers there, and as any read does when nothing answers or the credentials are not accepted.
 */
export async function detectInflux(http: InfluxHttp, signal: AbortSignal): Promise<InfluxVersion> {
  const ping = await get(http, '/ping', signal);
  const said = ping.headers['x-influxdb-version'];
  const pingVersion = typeof said === 'string' ? said : '';
  if (ping.status === 401 || ping.status === 403) {
    throw http.failure(statusFinding(ping.status, ping.contentType, ping.text));
  }
  const known = generationOf(pingVersion);
  if (known !== undefined) {
    return { generation: known, version: plainVersion(pingVersion) };
  }
  const health = await get(http, '/health', signal);
  const { name = '', version = '' } = parseAs(healthSchema, health.text) ?? {};
  const generation = generationOf(version);
  if (name === 'influxdb' && generation !== undefined) {
    return { generation, version: plainVersion(version) };
  }
  if (pingVersion !== '' || name === 'influxdb') {
    return unnamedVersion(http, signal);
  }
  const { reason, detail } = statusFinding(ping.status, ping.contentType, ping.text);
  throw http.failure(reason === 'overloaded' ? { reason, detail } : { reason: 'not-influx', detail });
}

function plainVersion(version: string): string {
  return version.replace(/^v/, '').replace(/[~+].*$/, '');
}

/** How a generation wants to be asked in InfluxQL. */
export function influxQlOptionsFor({ generation }: InfluxVersion): InfluxQlOptions {
  // InfluxDB 3 takes one statement a request and has not always spoken msgpack.
  return generation === 3 ? { format: 'json', mostStatements: 1 } : {};
}

/** The failure's reason; undefined for anything else that was thrown. */
function reasonOf(thrown: unknown): string | undefined {
  return thrown instanceof AppFailure && thrown.error.code === 'source-failed' ? thrown.error.reason : undefined;
}

/**
 * The language a database answers in: on 2.x a bucket answers InfluxQL only where a DBRP mapping names it. A bucket that
 * does not exist at all is `flux` too.
 */
export async function dialectOf(
  client: InfluxQlClient,
  asked: { readonly server: InfluxVersion; readonly database: string },
  signal: AbortSignal,
): Promise<InfluxDialect> {
  if (asked.server.generation !== 2) {
    return 'influxql';
  }
  try {
    await client.ask({ database: asked.database, retentionPolicy: '' }, 'SHOW MEASUREMENTS LIMIT 1', signal);
    return 'influxql';
  } catch (thrown) {
    if (reasonOf(thrown) === 'database-missing' || reasonOf(thrown) === 'no-dbrp') {
      return 'flux';
    }
    throw thrown;
  }
}

/** Names of the buckets that may be seen; with a name, of that one, and a failure where there is none. */
async function listBuckets(http: InfluxHttp, name: string, signal: AbortSignal): Promise<readonly string[]> {
  const { organization } = http.connection;
  const search = new URLSearchParams({
    ...(name === '' ? { limit: '100' } : { name }),
    ...(organization === '' ? {} : { org: organization }),
  });
  const request = { method: 'GET', path: `/api/v2/buckets?${search.toString()}`, accept: 'application/json' } as const;
  const parsed = parseAs(bucketsSchema, (await http.readText(request, signal)).text);
  if (parsed === undefined) {
    throw http.failure({ reason: 'garbage', detail: 'its list of buckets cannot be read' });
  }
  return parsed.buckets.flatMap((bucket) => (bucket.type === 'system' ? [] : [bucket.name])).sort();
}

type Open = { -readonly [Key in keyof SourceDiagnosis]: SourceDiagnosis[Key] };

async function examine(
  client: InfluxQlClient,
  asked: { readonly place: Pick<SourceMapping, 'database' | 'retentionPolicy'>; readonly into: Open },
  signal: AbortSignal,
): Promise<void> {
  const { into, place } = asked;
  const server = into.server;
  if (server === undefined) {
    return;
  }
  into.databases =
    server.generation === 2
      ? await listBuckets(client.http, '', signal)
      : await influxQlSchema(client).listDatabases(signal);
  if (place.database === '') {
    return;
  }
  into.dialect = await dialectOf(client, { server, database: place.database }, signal);
  if (into.dialect === 'flux') {
    const named = into.databases.includes(place.database) ? [] : await listBuckets(client.http, place.database, signal);
    into.databases = [...into.databases, ...named];
    return;
  }
  const series = await client.ask({ ...place }, 'SHOW MEASUREMENTS', signal);
  // An unknown database has no measurements on 1.x and is no error there.
  if (series.length === 0 && server.generation === 1 && !into.databases.includes(place.database)) {
    throw client.http.failure({ reason: 'database-missing', detail: place.database });
  }
  into.measurementCount = series.reduce((sum, { rows }) => sum + rows.length, 0);
}

/**
 * Finds out whether a place in an InfluxDB can be read, and what stands in the way. Never throws for what a server or a
 * network does; an abort rejects.
 */
export async function diagnose(
  connection: InfluxConnection,
  asked: {
    readonly place: Pick<SourceMapping, 'database' | 'retentionPolicy'>;
    readonly http?: InfluxHttpOptions;
  },
  signal: AbortSignal,
): Promise<SourceDiagnosis> {
  const http = new InfluxHttp(connection, asked.http);
  const found: Open = {
    server: undefined,
    dialect: 'influxql',
    databases: [],
    measurementCount: undefined,
    latencyMs: 0,
    clockSkewMs: 0,
    failure: undefined,
  };
  try {
    found.server = await detectInflux(http, signal);
    const sinceMs = performance.now();
    await get(http, '/ping', signal);
    found.latencyMs = performance.now() - sinceMs;
    const client = new InfluxQlClient(http, influxQlOptionsFor(found.server));
    await examine(client, { place: asked.place, into: found }, signal);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'source-failed') {
      throw thrown;
    }
    const { reason, host, detail } = thrown.error;
    found.failure = { reason, host, detail };
  } finally {
    found.clockSkewMs = http.clockSkewMs();
    http.dispose();
  }
  return found;
}

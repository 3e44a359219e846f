import { type Headers, HttpError, InfluxDB, type WriteApi } from '@influxdata/influxdb-client';
import { AbortError, throwIfAborted } from '../../../shared/history/abortError';
import { pointLine } from '../../../shared/influx/lineProtocol';
import type { SourceFailureReason } from '../../../shared/influx/sourceFailure';
import type { WriteBackPoint } from '../../../shared/influx/writeBackPoint';
import { refusedFinding } from './fluxFailure';
import type { InfluxConnection } from './influxConnection';
import { type Finding, networkFinding, sourceFailure } from './influxFailure';
import { authorizationOf } from './influxHttp';
import { keptConnections } from '../http/keptConnections';
import { WriteAttempt } from './writeAttempt';

/** What became of points that were sent. The queue acts on this and on nothing else. */
export type WriteOutcome =
  /** Every one of them is stored. */
  | { readonly kind: 'written' }
  /** Some may be stored; the same again may go well. `afterMs`: what the server asked for, 0 where it did not. */
  | {
      readonly kind: 'retry-later';
      readonly reason: SourceFailureReason;
      readonly detail: string;
      readonly afterMs: number;
    }
  /** Some of them are refused for what they are, others may be stored; sent again they would be refused again. */
  | { readonly kind: 'rejected'; readonly detail: string };

/** Points of one database and retention policy. */
export type WriteBatch = readonly [WriteBackPoint, ...WriteBackPoint[]];

/** Sends points to one data source. */
export interface PointWriter {
  /**
   * Sends points once. Throws nothing but an AbortError, when the signal fires; then some of the points may be stored.
   * To send a point twice does no harm.
   */
  write(points: WriteBatch, signal: AbortSignal): Promise<WriteOutcome>;
  /** Closes idle connections. */
  dispose(): void;
}

/** Which door of the server, and bounds of waiting. */
export interface InfluxWriterOptions {
  /** `write` for 1.x and 3.x, `api/v2/write` for 2.x. */
  readonly door: 'write' | 'api/v2/write';
  readonly connectTimeoutMs?: number;
  /** Without an answer for this long the points are to be sent again later. */
  readonly answerTimeoutMs?: number;
}

/** Statuses that say that it is the points. */
const refusals: readonly number[] = [400, 413, 422];

class LateAnswer extends Error {}

function findingOf(thrown: unknown, headers: Headers): Finding {
  if (thrown instanceof LateAnswer) {
    return { reason: 'timeout', detail: thrown.message };
  }
  if (thrown instanceof HttpError) {
    const isInflux = headers['x-influxdb-version'] !== undefined;
    const contentType = String(headers['content-type'] ?? '');
    return refusedFinding({ status: thrown.statusCode, contentType, isInflux, body: thrown.body ?? '' });
  }
  if (thrown instanceof Error && (thrown.name === 'AbortError' || thrown.message === 'aborted')) {
    return { reason: 'unreachable', detail: 'the connection broke off' };
  }
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_INVALID_CHAR') {
    return { reason: 'unauthorized', detail: 'a token has no such characters' };
  }
  return networkFinding(thrown);
}

/** In seconds. The client would take them for milliseconds, and burn all its retries at once. */
function retryAfterMs(headers: Headers): number {
  const seconds = Number(headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0;
}

function outcomeOf(connection: InfluxConnection, thrown: unknown, headers: Headers): WriteOutcome {
  const { error } = sourceFailure(connection, findingOf(thrown, headers));
  const { reason, detail } = error.code === 'source-failed' ? error : { reason: 'garbage' as const, detail: '' };
  const isRefused = thrown instanceof HttpError && refusals.includes(thrown.statusCode);
  return isRefused && reason !== 'database-missing'
    ? { kind: 'rejected', detail }
    : { kind: 'retry-later', reason, detail, afterMs: retryAfterMs(headers) };
}

function headersOf(connection: InfluxConnection, door: InfluxWriterOptions['door']): Record<string, string> {
  const { credentials } = connection;
  // `/api/v2` of 1.8 takes user and password in the token's place; elsewhere they are asked for as ever.
  const isPassword = credentials.kind === 'password' && door === 'api/v2/write';
  const authorization = isPassword ? `Token ${credentials.user}:${credentials.password}` : authorizationOf(connection);
  return authorization === undefined ? {} : { authorization };
}

/** Points go out by a flush of our own, which tells how it went: no batch fills up, no timer runs, nothing is sent twice. */
function writeApiOf(
  client: InfluxDB,
  organization: string,
  { door, points }: { door: string; points: WriteBatch },
): WriteApi {
  const [{ database, retentionPolicy }] = points;
  const bucket = retentionPolicy === '' ? database : `${database}/${retentionPolicy}`;
  const api = client.getWriteApi(organization, bucket, 'ms', {
    batchSize: points.length + 1,
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    // Packing would take the sending out of our hands: what it throws then, nobody could catch.
    gzipThreshold: Number.MAX_SAFE_INTEGER,
    // The client leaves the retrying, and the telling, to whoever answers with a promise.
    writeFailed: (error) => Promise.reject(error),
  });
  if (door === 'write') {
    const policy = retentionPolicy === '' ? '' : `&rp=${encodeURIComponent(retentionPolicy)}`;
    api.path = `/write?db=${encodeURIComponent(database)}${policy}&precision=ms`;
  }
  return api;
}

/** Writes through InfluxDB's own client, whose batches, timers and retries are never left to themselves. */
export function influxWriter(connection: InfluxConnection, options: InfluxWriterOptions): PointWriter {
  const { door, connectTimeoutMs = 5_000, answerTimeoutMs = 20_000 } = options;
  const { url, organization, authorityPem } = connection;
  const agent = keptConnections(url.startsWith('https:'), authorityPem, connectTimeoutMs);

  async function send(points: WriteBatch, attempt: WriteAttempt): Promise<void> {
    const transportOptions = { signal: attempt.socketSignal(), agent };
    // The client's own timeout would leave the socket open.
    const asked = { url, timeout: 0, headers: headersOf(connection, door), transportOptions };
    const client = new InfluxDB({ ...asked, transport: attempt.guard(new InfluxDB(asked).transport) });
    const api = writeApiOf(client, organization, { door, points });
    api.writeRecords(points.map(pointLine));
    await api.flush();
  }

  return {
    write: async (points, signal) => {
      throwIfAborted(signal);
      const attempt = new WriteAttempt(answerTimeoutMs, new LateAnswer(`no answer in ${answerTimeoutMs / 1_000} s`));
      const abort = (): void => attempt.close(new AbortError());
      signal.addEventListener('abort', abort, { once: true });
      try {
        await send(points, attempt);
        return { kind: 'written' };
      } catch (thrown) {
        throwIfAborted(signal);
        return outcomeOf(connection, attempt.causeOf(thrown), attempt.headers());
      } finally {
        attempt.end();
        signal.removeEventListener('abort', abort);
      }
    },
    dispose: () => agent.destroy(),
  };
}

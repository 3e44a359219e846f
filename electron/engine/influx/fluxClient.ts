import { setTimeout as rest } from 'node:timers/promises';
import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import { AbortError, throwIfAborted } from '../../../shared/history/abortError';
import type { AppFailure } from '../../../shared/lib/appError';
import { type CsvSink, FluxError } from './annotatedCsv';
import { CutOffCsv, GarbledAnswer } from './csvCells';
import { type AnswerBounds, type AnswerHead, FluxExchange, GivenUp } from './fluxExchange';
import { fluxFinding, refusedFinding } from './fluxFailure';
import type { InfluxConnection } from './influxConnection';
import { type Finding, networkFinding, sourceFailure } from './influxFailure';
import { keptConnections } from '../http/keptConnections';

/** Bounds of waiting and of memory, and the clock; everything may be left out. */
export interface FluxClientOptions extends Partial<AnswerBounds> {
  readonly connectTimeoutMs?: number;
  /** Waits; rejects when the signal fires. */
  readonly sleep?: (timeMs: number, signal: AbortSignal) => Promise<void>;
}

/** A server that asks for more patience than this is told as overloaded instead. */
const longestRetryMs = 10_000;
const mostRetries = 2;

const dialect = {
  header: true,
  delimiter: ',',
  quoteChar: '"',
  commentPrefix: '#',
  annotations: ['datatype', 'group', 'default'],
};

/** The token of a connection as `/api/v2` takes it; 1.8 takes user and password in its place. */
function tokenOf({ credentials }: InfluxConnection): string {
  switch (credentials.kind) {
    case 'none':
      return '';
    case 'password':
      return `${credentials.user}:${credentials.password}`;
    case 'token':
      return credentials.token;
  }
}

/** How long a refusal asks us to wait; undefined: it is none that passes. */
function retryAfterMs(head: AnswerHead | undefined): number | undefined {
  if (head?.status !== 429 && head?.status !== 503) {
    return undefined;
  }
  // In seconds. The client would take them for milliseconds.
  const seconds = Number(head.headers['retry-after'] ?? 1);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : longestRetryMs + 1;
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** What went wrong; undefined for what is no failure of the server: it came from the sink. */
function findingOf(thrown: unknown, head: AnswerHead | undefined): Finding | undefined {
  const { contentType = '', status = 0, headers } = head ?? {};
  const refused = (body: string): Finding =>
    refusedFinding({ status, contentType, isInflux: headers?.['x-influxdb-version'] !== undefined, body });
  if (thrown instanceof GivenUp) {
    // A refusal stays one, also where its text has no end.
    return status >= 300 ? refused('') : thrown.finding;
  }
  if (thrown instanceof FluxError) {
    return fluxFinding(thrown.message);
  }
  if (thrown instanceof GarbledAnswer) {
    const reason = thrown instanceof CutOffCsv ? 'cut-off' : 'garbage';
    return { reason: contentType.includes('html') ? 'not-influx' : reason, detail: thrown.message };
  }
  if (thrown instanceof HttpError) {
    return refused(thrown.body ?? '');
  }
  if (thrown instanceof Error && (thrown.name === 'AbortError' || thrown.message === 'aborted')) {
    const reason = head === undefined ? 'unreachable' : 'cut-off';
    return { reason, detail: 'the connection broke off before the answer was whole' };
  }
  return codeOf(thrown) === '' ? undefined : networkFinding(thrown, head !== undefined);
}

/**
 * Asks one InfluxDB in Flux, through its own client: a client a question, because only its transport's options reach the
 * request. What that client gets wrong is done here: waiting, giving up, closing the socket, and telling rows from errors.
 */
export class FluxClient {
  readonly connection: InfluxConnection;
  readonly #options: Required<FluxClientOptions>;
  readonly #agent: ReturnType<typeof keptConnections>;
  #skewMs = 0;
  #notBeforeMs = 0;
  #stopIsIncluded = false;

  constructor(connection: InfluxConnection, options: FluxClientOptions = {}) {
    this.connection = connection;
    this.#options = {
      connectTimeoutMs: 5_000,
      idleTimeoutMs: 60_000,
      mostBytes: 2 ** 28,
      now: Date.now,
      sleep: async (timeMs, signal) => rest(timeMs, undefined, { signal }),
      ...options,
    };
    const { url, authorityPem } = connection;
    this.#agent = keptConnections(url.startsWith('https:'), authorityPem, this.#options.connectTimeoutMs);
  }

  /** The server's clock minus ours in ms, from its last answer; less than the second it tells time in counts as 0. */
  clockSkewMs(): number {
    return this.#skewMs;
  }

  /** Whether the server was seen to take the stop of a range as part of it, as 1.8 does. */
  stopIsIncluded(): boolean {
    return this.#stopIsIncluded;
  }

  /** An answer held a sample at the stop of its range. */
  noteIncludedStop(): void {
    this.#stopIsIncluded = true;
  }

  /** Closes idle connections. */
  dispose(): void {
    this.#agent.destroy();
  }

  /** A failure of this connection, to be thrown. */
  failure(finding: Finding): AppFailure {
    return sourceFailure(this.connection, finding);
  }

  /**
   * Asks, and hands the answer to a sink as it arrives. Nothing of it may be believed unless this resolves. A server that
   * is too busy is asked again when it says. What the sink throws ends the question and is thrown on.
   */
  async ask(text: string, sink: CsvSink, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      await this.#patience(signal);
      const exchange = new FluxExchange(sink, this.#options);
      try {
        return await this.#send(text, exchange, signal);
      } catch (thrown) {
        throwIfAborted(signal);
        const head = exchange.head();
        const waitMs = retryAfterMs(head);
        this.#notBeforeMs = waitMs === undefined ? this.#notBeforeMs : this.#options.now() + waitMs;
        // A kept socket may have been closed by the server just now. Reading twice is reading once.
        const isStale = head === undefined && attempt === 0 && codeOf(thrown) === 'ECONNRESET';
        const isPatient = waitMs !== undefined && waitMs <= longestRetryMs && attempt < mostRetries;
        if (!isStale && !isPatient) {
          const finding = findingOf(thrown, head);
          throw finding === undefined ? thrown : this.failure(finding);
        }
      }
    }
  }

  /** Waits until the server has said that it may be asked again. */
  async #patience(signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    const waitMs = this.#notBeforeMs - this.#options.now();
    if (waitMs > longestRetryMs) {
      const seconds = Math.ceil(waitMs / 1_000);
      throw this.failure({ reason: 'overloaded', detail: `it asks for ${seconds} s of patience` });
    }
    if (waitMs > 0) {
      await this.#options.sleep(waitMs, signal).catch(() => throwIfAborted(signal));
    }
  }

  async #send(text: string, exchange: FluxExchange, signal: AbortSignal): Promise<void> {
    const abort = (): void => exchange.error(new AbortError());
    signal.addEventListener('abort', abort, { once: true });
    const sentMs = this.#options.now();
    try {
      const { organization } = this.connection;
      this.#clientFor(exchange.socketSignal()).transport.send(
        `/api/v2/query?org=${encodeURIComponent(organization)}`,
        JSON.stringify({ query: text, type: 'flux', dialect }),
        {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8', 'accept-encoding': 'identity' },
        },
        exchange,
      );
    } catch (thrown) {
      exchange.error(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
    try {
      await exchange.settled();
    } finally {
      signal.removeEventListener('abort', abort);
      this.#noteClock(exchange.head(), sentMs);
    }
  }

  #clientFor(socketSignal: AbortSignal): InfluxDB {
    const { url } = this.connection;
    const token = tokenOf(this.connection);
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new GivenUp({ reason: 'unreachable', detail: 'this is no address of a server' });
    }
    if (/[^\x20-\x7e]/.test(token)) {
      throw new GivenUp({ reason: 'unauthorized', detail: 'a token has no such characters' });
    }
    return new InfluxDB({
      url,
      ...(token === '' ? {} : { token }),
      // Its timeout would not close the socket; the exchange has its own.
      timeout: 0,
      transportOptions: { signal: socketSignal, agent: this.#agent },
    });
  }

  #noteClock(head: AnswerHead | undefined, sentMs: number): void {
    const saidMs = Date.parse(String(head?.headers['date'] ?? ''));
    if (head !== undefined && !Number.isNaN(saidMs)) {
      const skewMs = Math.round(saidMs + 500 - (sentMs + head.atMs) / 2);
      this.#skewMs = Math.abs(skewMs) < 1_000 ? 0 : skewMs;
    }
  }
}

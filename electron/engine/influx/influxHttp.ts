import type { IncomingMessage } from 'node:http';
import { setTimeout as rest } from 'node:timers/promises';
import { throwIfAborted } from '../../../shared/history/abortError';
import type { AppFailure } from '../../../shared/lib/appError';
import { HttpPeer, type PeerAnswer } from '../http/httpPeer';
import type { InfluxConnection } from './influxConnection';
import { type Finding, sourceFailure, statusFinding, troubleFinding } from './influxFailure';

/** Bounds of waiting and of memory, and the clock; everything may be left out. */
export interface InfluxHttpOptions {
  readonly connectTimeoutMs?: number;
  /** Without a byte for this long, also before the first one, a read is given up. */
  readonly idleTimeoutMs?: number;
  /** An answer with more bytes, once inflated, is cut off. */
  readonly mostBytes?: number;
  readonly now?: () => number;
  /** Waits; rejects when the signal fires. */
  readonly sleep?: (timeMs: number, signal: AbortSignal) => Promise<void>;
}

/** One question. */
export interface InfluxRequest {
  readonly method: 'GET' | 'POST';
  /** From the connection's address on, for instance `/query`. */
  readonly path: string;
  /** Sent as the body, never in the address: addresses end up in logs and are limited in length. */
  readonly form?: Readonly<Record<string, string>>;
  readonly accept: string;
}

/** The head of an answer, and its body as it arrives. */
export interface InfluxAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: IncomingMessage['headers'];
  /** May be read once. Leaving the loop early closes the socket, so that the server stops working. */
  readonly body: AsyncIterable<Buffer>;
}

/** An answer that was read whole. */
export interface InfluxText extends Omit<InfluxAnswer, 'body'> {
  readonly text: string;
}

/** Texts are names and errors; history comes through `body`. */
const mostTextBytes = 64e6;
/** A server that asks for more patience than this is told as overloaded instead. */
const longestRetryMs = 10_000;
const mostRetries = 2;

/** The authorization header of a connection; undefined without credentials. */
export function authorizationOf({ credentials }: Pick<InfluxConnection, 'credentials'>): string | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'password':
      return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
    case 'token':
      return `Token ${credentials.token}`;
  }
}

function retryAfterMs({ headers }: PeerAnswer): number {
  const seconds = Number(headers['retry-after'] ?? 1);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : longestRetryMs + 1;
}

/**
 * Talks HTTP to one InfluxDB: sockets are kept and closed by an abort, every wait has an end, every answer a largest
 * size. Follows no redirect. Failures of the way are thrown as `source-failed`; what a status means is the caller's.
 */
export class InfluxHttp {
  readonly connection: InfluxConnection;
  readonly #options: Required<InfluxHttpOptions>;
  /** Undefined: the address is none. */
  readonly #peer: HttpPeer | undefined;
  #skewMs = 0;
  #notBeforeMs = 0;

  constructor(connection: InfluxConnection, options: InfluxHttpOptions = {}) {
    this.connection = connection;
    this.#options = {
      connectTimeoutMs: 5_000,
      idleTimeoutMs: 60_000,
      mostBytes: 2 ** 30,
      now: Date.now,
      sleep: async (timeMs, signal) => rest(timeMs, undefined, { signal }),
      ...options,
    };
    const url = URL.canParse(connection.url) ? new URL(connection.url) : undefined;
    this.#peer =
      url?.protocol === 'http:' || url?.protocol === 'https:'
        ? new HttpPeer({
            ...this.#options,
            url,
            authorityPem: connection.authorityPem,
            slowestBytesPerSecond: 0,
            failure: (trouble) => this.failure(troubleFinding(trouble)),
          })
        : undefined;
  }

  /** The server's clock minus ours in ms, from its last answer; less than the second it tells time in counts as 0. */
  clockSkewMs(): number {
    return this.#skewMs;
  }

  /** Closes idle connections. */
  dispose(): void {
    this.#peer?.dispose();
  }

  /** A failure of this connection, to be thrown. */
  failure(finding: Finding): AppFailure {
    return sourceFailure(this.connection, finding);
  }

  /** Asks, and answers as soon as the head is there. A server that is too busy is asked again when it says. */
  async open(request: InfluxRequest, signal: AbortSignal): Promise<InfluxAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      await this.#patience(signal);
      const exchange = await this.#exchange(request, signal);
      const { status, headers, body } = exchange;
      const waitMs = status === 429 || status === 503 ? retryAfterMs(exchange) : Infinity;
      if (waitMs <= longestRetryMs && attempt < mostRetries) {
        exchange.leave();
        this.#notBeforeMs = this.#options.now() + waitMs;
        continue;
      }
      return { status, headers, contentType: headers['content-type'] ?? '', body };
    }
  }

  /** Asks and reads the whole answer; any status but success is thrown. */
  async readText(request: InfluxRequest, signal: AbortSignal): Promise<InfluxText> {
    const { body, ...head } = await this.open(request, signal);
    const text = await this.textOf(body);
    if (head.status < 200 || head.status > 299) {
      throw this.failure(statusFinding(head.status, head.contentType, text));
    }
    return { ...head, text };
  }

  /** A whole body as text. */
  async textOf(body: AsyncIterable<Buffer>): Promise<string> {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    for await (const part of body) {
      sizeBytes += part.length;
      if (sizeBytes > mostTextBytes) {
        throw this.failure({ reason: 'too-large', detail: `more than ${String(mostTextBytes / 1e6)} MB of text` });
      }
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  }

  /** Waits until the server has said that it may be asked again. */
  async #patience(signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    const waitMs = this.#notBeforeMs - this.#options.now();
    if (waitMs > 0) {
      await this.#options.sleep(waitMs, signal).catch(() => throwIfAborted(signal));
    }
  }

  async #exchange({ method, path, form, accept }: InfluxRequest, signal: AbortSignal): Promise<PeerAnswer> {
    if (this.#peer === undefined) {
      throw this.failure({ reason: 'unreachable', detail: 'this is no address of a server' });
    }
    const authorization = authorizationOf(this.connection);
    if (authorization !== undefined && /[^\x20-\x7e]/.test(authorization)) {
      throw this.failure({ reason: 'unauthorized', detail: 'a token has no such characters' });
    }
    const headers = {
      accept,
      ...(authorization === undefined ? {} : { authorization }),
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const body = form === undefined ? undefined : Buffer.from(new URLSearchParams(form).toString());
    const answer = await this.#peer.ask({ method, path, headers, body }, signal);
    this.#noteClock(answer);
    return answer;
  }

  #noteClock({ headers, sentMs }: PeerAnswer): void {
    const saidMs = Date.parse(headers.date ?? '');
    if (!Number.isNaN(saidMs)) {
      const skewMs = Math.round(saidMs + 500 - (sentMs + this.#options.now()) / 2);
      this.#skewMs = Math.abs(skewMs) < 1_000 ? 0 : skewMs;
    }
  }
}

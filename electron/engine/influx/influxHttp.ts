import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { setTimeout as rest } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { AbortError, throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure } from '../../../shared/lib/appError';
import type { InfluxConnection } from './influxConnection';
import { type Finding, networkFinding, sourceFailure, statusFinding } from './influxFailure';

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
const mostKeptSockets = 4;

/** A kept socket turned out to be closed. Never leaves this file. */
class StaleSocket extends Error {}

interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

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

function retryAfterMs({ headers }: IncomingMessage): number {
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
  readonly #url: URL | undefined;
  readonly #agent: HttpAgent;
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
    this.#url = url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
    const kept = { keepAlive: true, maxFreeSockets: mostKeptSockets, scheduling: 'lifo' } as const;
    const { authorityPem } = connection;
    this.#agent =
      this.#url?.protocol === 'https:'
        ? new HttpsAgent({ ...kept, ...(authorityPem === undefined ? {} : { ca: authorityPem }) })
        : new HttpAgent(kept);
  }

  /** The server's clock minus ours in ms, from its last answer; less than the second it tells time in counts as 0. */
  clockSkewMs(): number {
    return this.#skewMs;
  }

  /** Closes idle connections. */
  dispose(): void {
    this.#agent.destroy();
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
      const { statusCode: status = 0, headers } = exchange.response;
      const waitMs = status === 429 || status === 503 ? retryAfterMs(exchange.response) : Infinity;
      if (waitMs <= longestRetryMs && attempt < mostRetries) {
        exchange.request.destroy();
        this.#notBeforeMs = this.#options.now() + waitMs;
        continue;
      }
      return { status, headers, contentType: headers['content-type'] ?? '', body: this.#bodyOf(exchange, signal) };
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

  async #exchange(request: InfluxRequest, signal: AbortSignal): Promise<Exchange> {
    // A kept socket may have been closed by the server just now, and so may all of them. Reading twice is reading once.
    for (let stale = 0; stale <= mostKeptSockets; stale += 1) {
      try {
        return await this.#send(request, signal);
      } catch (failure) {
        throwIfAborted(signal);
        if (!(failure instanceof StaleSocket)) {
          throw failure;
        }
      }
    }
    throw this.failure({ reason: 'unreachable', detail: 'it closes every connection' });
  }

  #send({ method, path, form, accept }: InfluxRequest, signal: AbortSignal): Promise<Exchange> {
    const url = this.#url;
    if (url === undefined) {
      throw this.failure({ reason: 'unreachable', detail: 'this is no address of a server' });
    }
    const authorization = authorizationOf(this.connection);
    if (authorization !== undefined && /[^\x20-\x7e]/.test(authorization)) {
      throw this.failure({ reason: 'unauthorized', detail: 'a token has no such characters' });
    }
    const body = form === undefined ? undefined : Buffer.from(new URLSearchParams(form).toString());
    const options = {
      method,
      agent: this.#agent,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: url.pathname.replace(/\/$/, '') + path,
      headers: {
        accept,
        ...(isLoopback(url.hostname) ? {} : { 'accept-encoding': 'gzip' }),
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }),
      },
    };
    return new Promise((resolve, reject) => {
      throwIfAborted(signal);
      const sentMs = this.#options.now();
      const request = url.protocol === 'https:' ? httpsRequest(options) : httpRequest(options);
      const abort = (): void => void request.destroy();
      signal.addEventListener('abort', abort, { once: true });
      request.once('close', () => signal.removeEventListener('abort', abort));
      const watch = this.#watchConnecting(request);
      request.on('error', (thrown) => {
        clearTimeout(watch.idle);
        const isStale = request.reusedSocket && 'code' in thrown && thrown.code === 'ECONNRESET';
        reject(isStale ? new StaleSocket() : this.#wayFailure(thrown, signal));
      });
      request.once('response', (response) => {
        clearTimeout(watch.idle);
        this.#noteClock(response, sentMs);
        resolve({ request, response });
      });
      request.end(body);
    });
  }

  /** Ends a request whose connection, or whose first byte, does not come. */
  #watchConnecting(request: ClientRequest): { readonly idle: NodeJS.Timeout } {
    const { connectTimeoutMs, idleTimeoutMs } = this.#options;
    const late = (finding: Finding) => (): void => void request.destroy(this.failure(finding));
    const idle = setTimeout(
      late({ reason: 'timeout', detail: `no answer in ${String(idleTimeoutMs / 1_000)} s` }),
      idleTimeoutMs,
    );
    request.once('socket', (socket) => {
      if (socket.connecting) {
        const unreached = late({ reason: 'unreachable', detail: 'no connection in time' });
        const connecting = setTimeout(unreached, connectTimeoutMs);
        socket.once(this.#url?.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
        request.once('close', () => clearTimeout(connecting));
      }
    });
    return { idle };
  }

  #wayFailure(thrown: unknown, signal: AbortSignal): Error {
    if (signal.aborted) {
      return new AbortError();
    }
    return thrown instanceof AppFailure ? thrown : this.failure(networkFinding(thrown));
  }

  #noteClock({ headers }: IncomingMessage, sentMs: number): void {
    const saidMs = Date.parse(headers.date ?? '');
    if (!Number.isNaN(saidMs)) {
      const skewMs = Math.round(saidMs + 500 - (sentMs + this.#options.now()) / 2);
      this.#skewMs = Math.abs(skewMs) < 1_000 ? 0 : skewMs;
    }
  }

  async *#bodyOf({ request, response }: Exchange, signal: AbortSignal): AsyncGenerator<Buffer> {
    const isPacked = response.headers['content-encoding'] === 'gzip';
    const stream: Readable = isPacked ? response.pipe(createGunzip()) : response;
    response.once('error', (thrown) => stream.destroy(thrown));
    const parts = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let sizeBytes = 0;
    try {
      for (;;) {
        throwIfAborted(signal);
        const next = await this.#nextPart(parts, request);
        if (next.done === true) {
          break;
        }
        sizeBytes += next.value.length;
        if (sizeBytes > this.#options.mostBytes) {
          const most = Math.round(this.#options.mostBytes / 1e6);
          throw this.failure({ reason: 'too-large', detail: `more than ${String(most)} MB in one answer` });
        }
        yield next.value;
      }
    } catch (thrown) {
      throw this.#wayFailure(thrown, signal);
    } finally {
      // Whoever stops reading early wants the server to stop too; after the end it leaves the socket to the agent.
      if (!response.complete) {
        request.destroy();
      }
      stream.destroy();
    }
  }

  /** The next piece of a body. Only the time spent waiting for the server counts as idle, not the reader's own. */
  async #nextPart(parts: AsyncIterator<Buffer>, request: ClientRequest): Promise<IteratorResult<Buffer, unknown>> {
    const { idleTimeoutMs } = this.#options;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      request.destroy();
    }, idleTimeoutMs);
    try {
      return await parts.next();
    } catch (thrown) {
      throw late
        ? this.failure({ reason: 'timeout', detail: `silent for ${String(idleTimeoutMs / 1_000)} s` })
        : thrown;
    } finally {
      clearTimeout(timer);
    }
  }
}

import { type Agent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AbortError, throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure } from '../../../shared/lib/appError';
import { isLoopbackHost } from '../../../shared/sync/serviceAddress';
import { answerBody, type BodyBounds, type Exchange } from './answerBody';
import { keptConnections } from './keptConnections';
import { bodyTroubleOf, troubleOf, type WayTrouble } from './wayTrouble';

/** Which server, and the bounds of waiting and of memory. */
export interface PeerOptions extends BodyBounds {
  /** `http:` or `https:`; a path in it comes before that of each request. */
  readonly url: URL;
  /** Certificates to trust instead of the system's. */
  readonly authorityPem: string | undefined;
  readonly connectTimeoutMs: number;
}

/** One question. Asked again by itself where a kept socket turns out to be closed, so it must bear being heard twice. */
export interface PeerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the peer's address on, for instance `/query`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** How long the head of the answer may take; left out: as long as any silence. */
  readonly headTimeoutMs?: number | undefined;
  /** Left out: as the peer has it. */
  readonly mostBytes?: number | undefined;
}

/** The head of an answer, and its body as it arrives. */
export interface PeerAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** When the question was sent, by our clock. */
  readonly sentMs: number;
  /** May be read once. Leaving the loop early closes the socket. */
  readonly body: AsyncIterable<Buffer>;
  /** Closes the socket without reading. */
  readonly leave: () => void;
}

const mostKeptSockets = 4;

/** Where something was thrown. */
interface FailureScope {
  readonly signal: AbortSignal;
  readonly trouble: (thrown: unknown) => WayTrouble;
}

/** A kept socket turned out to be closed. Never leaves this file. */
class StaleSocket extends Error {}

/**
 * Talks HTTP to one server: sockets are kept and closed by an abort, every wait has an end, every answer a largest size.
 * Follows no redirect. What a status means is the caller's.
 */
export class HttpPeer {
  readonly #options: PeerOptions;
  readonly #agent: Agent;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#agent = keptConnections(options.url.protocol === 'https:', options.authorityPem, options.connectTimeoutMs);
  }

  /** Closes idle connections. */
  dispose(): void {
    this.#agent.destroy();
  }

  /** Asks, and answers as soon as the head is there. Rejects with an AbortError, or with what `failure` made. */
  async ask(request: PeerRequest, signal: AbortSignal): Promise<PeerAnswer> {
    const sentMs = this.#options.now();
    const exchange = await this.#exchange(request, signal);
    const { statusCode: status = 0, headers } = exchange.response;
    return {
      ...{ status, headers, sentMs },
      body: this.#bodyOf(exchange, request, signal),
      leave: () => void exchange.request.destroy(),
    };
  }

  async #exchange(request: PeerRequest, signal: AbortSignal): Promise<Exchange> {
    // A kept socket may have been closed by the server just now, and so may all of them. Hearing twice is hearing once.
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
    throw this.#options.failure({ kind: 'unreachable', detail: 'it closes every connection' });
  }

  #open({ method, path, headers, body }: PeerRequest): ClientRequest {
    const { url } = this.#options;
    const options = {
      ...{ method, agent: this.#agent },
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: url.pathname.replace(/\/$/, '') + path,
      headers: {
        ...headers,
        ...(isLoopbackHost(url.hostname) ? {} : { 'accept-encoding': 'gzip' }),
        ...(body === undefined ? {} : { 'content-length': body.length }),
      },
    };
    return url.protocol === 'https:' ? httpsRequest(options) : httpRequest(options);
  }

  #send(asked: PeerRequest, signal: AbortSignal): Promise<Exchange> {
    const { headTimeoutMs = this.#options.idleTimeoutMs, body } = asked;
    return new Promise((resolve, reject) => {
      throwIfAborted(signal);
      const request = this.#open(asked);
      const abort = (): void => void request.destroy();
      signal.addEventListener('abort', abort, { once: true });
      request.once('close', () => signal.removeEventListener('abort', abort));
      const detail = `no answer in ${String(headTimeoutMs / 1_000)} s`;
      const late = (): void => void request.destroy(this.#options.failure({ kind: 'timeout', detail }));
      const timer = setTimeout(late, headTimeoutMs);
      request.on('error', (thrown) => {
        clearTimeout(timer);
        const isStale = request.reusedSocket && 'code' in thrown && thrown.code === 'ECONNRESET';
        reject(isStale ? new StaleSocket() : this.#failureOf(thrown, { signal, trouble: troubleOf }));
      });
      request.once('response', (response) => {
        clearTimeout(timer);
        resolve({ request, response });
      });
      request.end(body);
    });
  }

  async *#bodyOf(exchange: Exchange, { mostBytes }: PeerRequest, signal: AbortSignal): AsyncGenerator<Buffer> {
    const bounds = mostBytes === undefined ? this.#options : { ...this.#options, mostBytes };
    try {
      yield* answerBody(exchange, bounds, signal);
    } catch (thrown) {
      throw this.#failureOf(thrown, { signal, trouble: bodyTroubleOf });
    }
  }

  #failureOf(thrown: unknown, { signal, trouble }: FailureScope): Error {
    if (signal.aborted) {
      return new AbortError();
    }
    return thrown instanceof AppFailure ? thrown : this.#options.failure(trouble(thrown));
  }
}

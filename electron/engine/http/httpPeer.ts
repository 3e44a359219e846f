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

/**
 * One question. Asked again by itself where a kept socket turns out to be closed, or a connection to be dead, so it must
 * bear being heard twice.
 */
export interface PeerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the peer's address on, for instance `/query`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** How long the head of the answer may take; left out: as long as any silence. */
  readonly headTimeoutMs?: number | undefined;
  /** How long the head may take over one connection before it is asked for over a new one; left out: as long as over all. */
  readonly silenceMs?: number | undefined;
  /** Left out: as the peer has it. */
  readonly idleTimeoutMs?: number | undefined;
  /** Left out: as the peer has it. */
  readonly mostBytes?: number | undefined;
}

/** The head of an answer, and its body as it arrives. */
export interface PeerAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** When the question was sent that was answered, by our clock. */
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

/** A connection says nothing, and may be dead. Never leaves this file. */
class SilentSocket extends Error {}

/** How long one try at a question may take: without a sign once it is connected, and altogether. */
interface Patience {
  readonly silenceMs: number;
  readonly leftMs: number;
}

/** One connection after the other: each is given twice as long as the one before, and the last all that is left. */
function patienceWith({ silenceMs, headTimeoutMs }: { readonly silenceMs: number; readonly headTimeoutMs: number }) {
  const tries: Patience[] = [];
  let leftMs = headTimeoutMs;
  for (let nextMs = silenceMs; nextMs * 2 <= leftMs; nextMs *= 2) {
    tries.push({ silenceMs: nextMs, leftMs });
    leftMs -= nextMs;
  }
  return [...tries, { silenceMs: leftMs, leftMs }];
}

interface Tried extends Exchange {
  readonly sentMs: number;
}

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
    const exchange = await this.#exchange(request, signal);
    const { statusCode: status = 0, headers } = exchange.response;
    return {
      ...{ status, headers, sentMs: exchange.sentMs },
      body: this.#bodyOf(exchange, request, signal),
      leave: () => void exchange.request.destroy(),
    };
  }

  /** Connections go dead without a word: what a new one is asked then is heard once, or twice. */
  async #exchange(request: PeerRequest, signal: AbortSignal): Promise<Tried> {
    const { headTimeoutMs = this.#options.idleTimeoutMs, silenceMs = headTimeoutMs } = request;
    for (const patience of patienceWith({ silenceMs, headTimeoutMs })) {
      try {
        return await this.#overKept(request, patience, signal);
      } catch (failure) {
        throwIfAborted(signal);
        if (!(failure instanceof SilentSocket)) {
          throw failure;
        }
        this.#closeUnused();
      }
    }
    const detail = `no answer in ${String(headTimeoutMs / 1_000)} s`;
    throw this.#options.failure({ kind: 'timeout', detail });
  }

  /** Those that are kept came the same way as the one that went dead. */
  #closeUnused(): void {
    for (const socket of Object.values(this.#agent.freeSockets).flat()) {
      socket?.destroy();
    }
  }

  async #overKept(request: PeerRequest, patience: Patience, signal: AbortSignal): Promise<Tried> {
    // A kept socket may have been closed by the server just now, and so may all of them. Hearing twice is hearing once.
    for (let stale = 0; stale <= mostKeptSockets; stale += 1) {
      try {
        return await this.#send(request, patience, signal);
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

  #send(asked: PeerRequest, { silenceMs, leftMs }: Patience, signal: AbortSignal): Promise<Tried> {
    const sentMs = this.#options.now();
    return new Promise((resolve, reject) => {
      throwIfAborted(signal);
      const request = this.#open(asked);
      const abort = (): void => void request.destroy();
      signal.addEventListener('abort', abort, { once: true });
      request.once('close', () => signal.removeEventListener('abort', abort));
      const giveUp = (): void => void request.destroy(new SilentSocket());
      const timers = [setTimeout(giveUp, leftMs)];
      const settle = (): void => timers.forEach((timer) => clearTimeout(timer));
      if (silenceMs < leftMs) {
        this.#onceConnected(request, () => timers.push(setTimeout(giveUp, silenceMs)));
      }
      request.on('error', (thrown) => {
        settle();
        const isStale = request.reusedSocket && 'code' in thrown && thrown.code === 'ECONNRESET';
        reject(isStale ? new StaleSocket() : this.#failureOf(thrown, { signal, trouble: troubleOf }));
      });
      request.once('response', (response) => {
        settle();
        resolve({ request, response, sentMs });
      });
      request.end(asked.body);
    });
  }

  /** While it is connecting, the bound of that holds. */
  #onceConnected(request: ClientRequest, then: () => void): void {
    request.once('socket', (socket) => {
      if (request.reusedSocket) {
        then();
      } else {
        socket.once(this.#options.url.protocol === 'https:' ? 'secureConnect' : 'connect', then);
      }
    });
  }

  async *#bodyOf(exchange: Exchange, asked: PeerRequest, signal: AbortSignal): AsyncGenerator<Buffer> {
    const { mostBytes = this.#options.mostBytes, idleTimeoutMs = this.#options.idleTimeoutMs } = asked;
    try {
      yield* answerBody(exchange, { ...this.#options, mostBytes, idleTimeoutMs }, signal);
    } catch (thrown) {
      throw this.#failureOf(thrown, { signal, trouble: bodyTroubleOf });
    }
  }

  #failureOf(thrown: unknown, { signal, trouble }: FailureScope): Error {
    if (signal.aborted) {
      return new AbortError();
    }
    return thrown instanceof AppFailure || thrown instanceof SilentSocket
      ? thrown
      : this.#options.failure(trouble(thrown));
  }
}

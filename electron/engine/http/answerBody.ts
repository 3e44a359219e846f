import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { throwIfAborted } from '../../../shared/history/abortError';
import type { WayTrouble } from './wayTrouble';

/** A request and the head of its answer. */
export interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** How long and how much a body may be. */
export interface BodyBounds {
  /** Without a byte for this long a body is given up. */
  readonly idleTimeoutMs: number;
  /** More bytes, once inflated, are not read. */
  readonly mostBytes: number;
  /** A body that keeps its reader waiting longer than the idle time and what it brought at this speed is given up; 0: may drip. */
  readonly slowestBytesPerSecond: number;
  readonly now: () => number;
  /** Makes what is thrown. */
  readonly failure: (trouble: WayTrouble) => Error;
}

function seconds(timeMs: number): string {
  return `${String(timeMs / 1_000)} s`;
}

function sizeText(sizeBytes: number): string {
  return sizeBytes < 1e6 ? `${String(Math.round(sizeBytes / 1e3))} kB` : `${String(Math.round(sizeBytes / 1e6))} MB`;
}

/** Waits for the pieces of one body. Only the time spent waiting for the server counts, not the reader's own. */
class Patience {
  readonly #bounds: BodyBounds;
  readonly #request: ClientRequest;
  #waitedMs = 0;

  constructor(bounds: BodyBounds, request: ClientRequest) {
    this.#bounds = bounds;
    this.#request = request;
  }

  /** `sizeBytes`: what has come so far. */
  async next(parts: AsyncIterator<Buffer>, sizeBytes: number): Promise<IteratorResult<Buffer, unknown>> {
    const { idleTimeoutMs, slowestBytesPerSecond: speed, now, failure } = this.#bounds;
    const leftMs = speed === 0 ? Infinity : idleTimeoutMs + (sizeBytes / speed) * 1_000 - this.#waitedMs;
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        this.#request.destroy();
      },
      Math.max(0, Math.min(idleTimeoutMs, leftMs)),
    );
    const startMs = now();
    try {
      return await parts.next();
    } catch (thrown) {
      const detail = leftMs < idleTimeoutMs ? 'it sends too slowly' : `silent for ${seconds(idleTimeoutMs)}`;
      throw late ? failure({ kind: 'timeout', detail }) : thrown;
    } finally {
      clearTimeout(timer);
      this.#waitedMs += now() - startMs;
    }
  }
}

/**
 * The body of an answer as it arrives, inflated, within bounds. Leaving the loop early closes the socket, so that the
 * server stops working; after the end it is left to the agent.
 */
export async function* answerBody(
  { request, response }: Exchange,
  bounds: BodyBounds,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const isPacked = response.headers['content-encoding'] === 'gzip';
  const stream: Readable = isPacked ? response.pipe(createGunzip()) : response;
  response.once('error', (thrown) => stream.destroy(thrown));
  const parts = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const patience = new Patience(bounds, request);
  let sizeBytes = 0;
  try {
    for (;;) {
      throwIfAborted(signal);
      const next = await patience.next(parts, sizeBytes);
      if (next.done === true) {
        return;
      }
      sizeBytes += next.value.length;
      if (sizeBytes > bounds.mostBytes) {
        throw bounds.failure({ kind: 'too-large', detail: `more than ${sizeText(bounds.mostBytes)} in one answer` });
      }
      yield next.value;
    }
  } finally {
    if (!response.complete) {
      request.destroy();
    }
    stream.destroy();
  }
}

import type { CommunicationObserver, Headers } from '@influxdata/influxdb-client';
import { AnnotatedCsvReader, type CsvSink } from './annotatedCsv';
import type { Finding } from './influxFailure';

/** How long and how much an answer may be. */
export interface AnswerBounds {
  /** Without a byte for this long, also before the first one, the question is given up. */
  readonly idleTimeoutMs: number;
  /** An answer with more bytes is cut off. */
  readonly mostBytes: number;
  readonly now: () => number;
}

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  /** When it came, by our clock. */
  readonly atMs: number;
}

/** Why we gave a question up ourselves. */
export class GivenUp extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.detail);
    this.finding = finding;
  }
}

/** One question on its way: hands the answer to a sink as it arrives, and closes the socket when that ends early. */
export class FluxExchange implements CommunicationObserver<Uint8Array> {
  readonly #reader: AnnotatedCsvReader;
  readonly #bounds: AnswerBounds;
  readonly #socket = new AbortController();
  #resolve: () => void = () => undefined;
  #reject: (thrown: unknown) => void = () => undefined;
  readonly #settled = new Promise<void>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });
  #head: AnswerHead | undefined;
  #sizeBytes = 0;
  #idle: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(sink: CsvSink, bounds: AnswerBounds) {
    this.#reader = new AnnotatedCsvReader(sink);
    this.#bounds = bounds;
    this.#wait();
  }

  /** Fires when the socket is to be closed. */
  socketSignal(): AbortSignal {
    return this.#socket.signal;
  }

  /** Resolves when the answer was read whole; rejects with whatever went wrong first. */
  settled(): Promise<void> {
    return this.#settled;
  }

  /** The head of the answer, once there is one. */
  head(): AnswerHead | undefined {
    return this.#head;
  }

  responseStarted(headers: Headers, status = 0): void {
    const contentType = String(headers['content-type'] ?? '');
    this.#head = { status, contentType, headers, atMs: this.#bounds.now() };
    if (status >= 300) {
      // The client gathers an error's JSON without bound, anything else up to a thousand characters. These are its own
      // headers, and it has not looked at them yet.
      headers['content-type'] = 'text/plain';
    }
    this.#wait();
  }

  next(piece: Uint8Array): void {
    if (this.#isOver) {
      // Bytes that were on their way when the socket was closed.
      return;
    }
    this.#wait();
    this.#sizeBytes += piece.length;
    if (this.#sizeBytes > this.#bounds.mostBytes) {
      const most = Math.round(this.#bounds.mostBytes / 1e6);
      this.error(new GivenUp({ reason: 'too-large', detail: `more than ${most} MB in one answer` }));
      return;
    }
    try {
      this.#reader.push(piece);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  complete(): void {
    try {
      this.#reader.end();
    } catch (thrown) {
      this.#fail(thrown);
      return;
    }
    this.#end();
    this.#resolve();
  }

  error(error: Error): void {
    this.#fail(error);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#idle);
  }

  #fail(thrown: unknown): void {
    this.#end();
    this.#reject(thrown);
    // After the rejection: what the client says of a closed socket is not what went wrong.
    this.#socket.abort();
  }

  /** The client's own timeout leaves the socket open, and the server at work. */
  #wait(): void {
    clearTimeout(this.#idle);
    if (this.#isOver) {
      return;
    }
    const { idleTimeoutMs } = this.#bounds;
    this.#idle = setTimeout(() => {
      const seconds = idleTimeoutMs / 1_000;
      const detail = this.#head === undefined ? `no answer in ${seconds} s` : `silent for ${seconds} s`;
      this.error(new GivenUp({ reason: 'timeout', detail }));
    }, idleTimeoutMs);
  }
}

import type { Headers, SendOptions, Transport } from '@influxdata/influxdb-client';

type Callbacks = NonNullable<Parameters<Transport['send']>[3]>;

/** One attempt to write: its socket, its patience, and the head of the answer. */
export class WriteAttempt {
  readonly #socket = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #headers: Headers = {};
  #cause: Error | undefined;

  /** Closes the socket after `answerTimeoutMs` with the cause `late`. */
  constructor(answerTimeoutMs: number, late: Error) {
    this.#timer = setTimeout(() => this.close(late), answerTimeoutMs);
  }

  /** Fires when the socket is to be closed. */
  socketSignal(): AbortSignal {
    return this.#socket.signal;
  }

  /** Closes the socket, for that cause. */
  close(cause: Error): void {
    this.#cause ??= cause;
    this.#socket.abort();
  }

  /** What went wrong, where the client says `thrown`: what it says of a closed socket is not why it was closed. */
  causeOf(thrown: unknown): unknown {
    return this.#cause ?? thrown;
  }

  /** The head of the answer, as it came. */
  headers(): Headers {
    return this.#headers;
  }

  /** No more patience is needed. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /**
   * The client's transport, but for the text of errors: of those the client gathers JSON without bound, anything else up
   * to a thousand characters.
   */
  guard(transport: Transport): Transport {
    return {
      chunkCombiner: transport.chunkCombiner,
      request: transport.request.bind(transport),
      iterate: transport.iterate.bind(transport),
      send: (...[path, body, options, callbacks]: [string, string, SendOptions, Partial<Callbacks>?]) =>
        transport.send(path, body, options, {
          ...callbacks,
          responseStarted: (headers, status = 0) => {
            this.#headers = { ...headers };
            if (status >= 300) {
              headers['content-type'] = 'text/plain';
            }
            callbacks?.responseStarted?.(headers, status);
          },
        }),
    };
  }
}

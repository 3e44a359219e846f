/** An upload slower than this lets a question be asked again while it is still on its way. */
const slowestUploadBytesPerSecond = 10_000;

/** How long one connection may be silent, milliseconds. */
export interface SilenceBounds {
  /** Before an answer. */
  readonly silenceMs: number;
  /** In the middle of one. */
  readonly idleTimeoutMs: number;
}

/**
 * How long a service may be silent over one connection before the connection is taken for dead. Long for one that is
 * slow at present: else it would be asked everything again while it works on it.
 */
export class AnswerPatience {
  readonly #shortestMs: number;
  readonly #longestMs: number;
  #silenceMs: number;

  /** `shortestMs`: for a service that answers at once. */
  constructor(shortestMs: number, longestMs: number) {
    this.#shortestMs = Math.min(shortestMs, longestMs);
    this.#longestMs = longestMs;
    this.#silenceMs = this.#shortestMs;
  }

  /** For a question with so much to send. */
  bounds(sentBytes: number): SilenceBounds {
    const uploadMs = (sentBytes / slowestUploadBytesPerSecond) * 1_000;
    return { silenceMs: this.#silenceMs + uploadMs, idleTimeoutMs: this.#silenceMs };
  }

  /** An answer began after `tookMs` and came to its end. */
  heard(tookMs: number): void {
    this.#silenceMs = Math.max(this.#shortestMs, Math.min(tookMs * 4, this.#longestMs));
  }

  /** None came in time, over any connection, or it stopped in the middle. */
  missed(): void {
    this.#silenceMs = Math.min(this.#silenceMs * 2, this.#longestMs);
  }
}

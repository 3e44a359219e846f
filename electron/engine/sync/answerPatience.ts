/** An upload slower than this lets a question be asked again while it is still on its way. */
const slowestUploadBytesPerSecond = 10_000;

/** So many fast answers, one after the other, halve the patience. */
const fastEnough = 3;

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
  /** Fast answers in a row since it was slow. */
  #fast = 0;

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
    const neededMs = Math.min(tookMs * 4, this.#longestMs);
    if (neededMs >= this.#silenceMs) {
      this.#silenceMs = neededMs;
      this.#fast = 0;
      return;
    }
    // One answer that is fast says little: other questions may be those that take long.
    this.#fast += 1;
    if (this.#fast >= fastEnough) {
      this.#fast = 0;
      this.#silenceMs = Math.max(this.#shortestMs, neededMs, this.#silenceMs / 2);
    }
  }

  /** None came in time, over any connection, or it stopped in the middle. */
  missed(): void {
    this.#silenceMs = Math.min(this.#silenceMs * 2, this.#longestMs);
    this.#fast = 0;
  }
}

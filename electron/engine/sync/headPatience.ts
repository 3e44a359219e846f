/** An upload slower than this lets a question be asked again while it is still on its way. */
const slowestUploadBytesPerSecond = 10_000;

/**
 * How long a service may be silent over one connection before the connection is taken for dead. Long for one that is
 * slow at present: else it would be asked everything again while it works on it.
 */
export class HeadPatience {
  readonly #shortestMs: number;
  readonly #longestMs: number;
  #silenceMs: number;

  /** `shortestMs`: for a service that answers at once. */
  constructor(shortestMs: number, longestMs: number) {
    this.#shortestMs = shortestMs;
    this.#longestMs = longestMs;
    this.#silenceMs = shortestMs;
  }

  /** For a question with so much to send, milliseconds. */
  silenceMs(sentBytes: number): number {
    return this.#silenceMs + (sentBytes / slowestUploadBytesPerSecond) * 1_000;
  }

  /** An answer began after `tookMs`. */
  heard(tookMs: number): void {
    this.#silenceMs = Math.max(this.#shortestMs, Math.min(tookMs * 4, this.#longestMs));
  }

  /** None came in time, over any connection. */
  missed(): void {
    this.#silenceMs = Math.min(this.#silenceMs * 2, this.#longestMs);
  }
}

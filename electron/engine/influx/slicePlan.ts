import type { TimeRange } from '../../../shared/history/timeRange';

/** How a range is to be cut. */
export interface SliceOptions {
  /** Cuts lie at multiples of this. */
  readonly gridMs: number;
  /** How long the first slice is. */
  readonly firstMs: number;
  /** About so many rows an answer. */
  readonly targetRows: number;
}

/** No slice is this many times as long, or as short, as the one before: samples may come in bursts. */
const steepest = 8;

/** Cuts a range into slices for one answer each, and learns from the answers how long they may be. */
export class SlicePlan {
  readonly #endMs: number;
  readonly #options: SliceOptions;
  #startMs: number;
  #spanMs: number;

  constructor({ startMs, endMs }: TimeRange, options: SliceOptions) {
    this.#startMs = startMs;
    this.#endMs = endMs;
    this.#options = options;
    this.#spanMs = options.firstMs;
  }

  /** The slice to read now; undefined when all is read. */
  current(): TimeRange | undefined {
    if (this.#startMs >= this.#endMs) {
      return undefined;
    }
    const { gridMs } = this.#options;
    const endMs = Math.floor((this.#startMs + this.#spanMs) / gridMs) * gridMs;
    return { startMs: this.#startMs, endMs: Math.min(this.#endMs, Math.max(endMs, this.#nextCutMs())) };
  }

  /** The current slice was read. */
  read(rows: number): void {
    const slice = this.current();
    if (slice !== undefined) {
      const lengthMs = slice.endMs - slice.startMs;
      const wishedMs = (lengthMs * this.#options.targetRows) / Math.max(1, rows);
      this.#spanMs = Math.min(lengthMs * steepest, Math.max(lengthMs / steepest, wishedMs));
      this.#startMs = slice.endMs;
    }
  }

  /** The current slice was too much for one answer. False: it cannot be cut any more. */
  shorten(): boolean {
    const slice = this.current();
    if (slice === undefined || slice.endMs <= this.#nextCutMs()) {
      return false;
    }
    this.#spanMs = (slice.endMs - slice.startMs) / steepest;
    return true;
  }

  #nextCutMs(): number {
    const { gridMs } = this.#options;
    return (Math.floor(this.#startMs / gridMs) + 1) * gridMs;
  }
}

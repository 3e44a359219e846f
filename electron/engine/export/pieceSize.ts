/** What a piece is meant to hold, and what it may hold at most, in samples of 17 bytes. */
const aimedCost = 500_000;
/** A piece that costs more is given up and asked for in halves. */
export const mostCost = 1_000_000;

/** How much is asked for at once, learned from what came before, between 1 and `most`. */
export class PieceSize {
  readonly #most: number;
  #size: number;

  constructor(first: number, most: number) {
    this.#most = Math.max(1, most);
    this.#size = Math.min(this.#most, Math.max(1, Math.floor(first)));
  }

  next(): number {
    return this.#size;
  }

  /** A piece of this size cost that much. */
  learn(size: number, cost: number): void {
    // At most fourfold at once: what comes next may be denser.
    const wanted = Math.min(size * 4, Math.floor((size * aimedCost) / Math.max(1, cost)));
    this.#size = Math.min(this.#most, Math.max(1, wanted));
  }

  /** A piece of this size was too large. */
  halve(size: number): void {
    this.#size = Math.max(1, Math.floor(size / 2));
  }
}

/** Counts the long answers of each caller, so that nobody piles them up. */
export class CallerSlots {
  readonly #taken = new Map<string, number>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a slot. Answers what gives it back, which may be called twice; undefined: none is free. */
  enter(whom: string): (() => void) | undefined {
    const taken = this.#taken.get(whom) ?? 0;
    if (taken >= this.#most) {
      return undefined;
    }
    this.#taken.set(whom, taken + 1);
    let isIn = true;
    return () => {
      if (isIn) {
        isIn = false;
        this.#leave(whom);
      }
    };
  }

  #leave(whom: string): void {
    const left = (this.#taken.get(whom) ?? 1) - 1;
    if (left === 0) {
      this.#taken.delete(whom);
    } else {
      this.#taken.set(whom, left);
    }
  }
}

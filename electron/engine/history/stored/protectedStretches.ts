import type { TimeRange } from '../../../../shared/history/timeRange';

/** Series and a stretch of time that eviction leaves alone. */
export interface ProtectedStretch {
  readonly keys: ReadonlySet<string>;
  readonly range: TimeRange;
}

/** What may not be evicted now: what was taken offline, and what is being read. */
export class ProtectedStretches {
  readonly #pins = new Map<string, ProtectedStretch>();
  readonly #holds = new Set<ProtectedStretch>();

  /** Protects a stretch until it is unpinned. A second pin of one id takes the place of the first. */
  pin(id: string, stretch: ProtectedStretch): void {
    this.#pins.set(id, stretch);
  }

  unpin(id: string): void {
    this.#pins.delete(id);
  }

  /** Protects a stretch while it is read. Returns the function that ends this. */
  hold(stretch: ProtectedStretch): () => void {
    this.#holds.add(stretch);
    return () => void this.#holds.delete(stretch);
  }

  /** Whether anything is being read. */
  isAnythingHeld(): boolean {
    return this.#holds.size > 0;
  }

  /** Both ends inclusive, as those of chunks are. */
  isProtected(key: string, firstMs: number, lastMs: number): boolean {
    const touches = ({ keys, range }: ProtectedStretch): boolean =>
      range.startMs <= lastMs && firstMs < range.endMs && keys.has(key);
    for (const stretch of this.#pins.values()) {
      if (touches(stretch)) {
        return true;
      }
    }
    for (const stretch of this.#holds) {
      if (touches(stretch)) {
        return true;
      }
    }
    return false;
  }
}

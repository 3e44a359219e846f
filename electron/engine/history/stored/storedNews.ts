import type { TimeRange } from '../../../../shared/history/timeRange';
import type { Clock } from './clock';

/** News is told no more often than this: a window may ask again at each. */
const betweenMs = 500;

/** Tells what was stored in the background, several stretches as one. */
export class StoredNews {
  readonly #clock: Clock;
  readonly #tell: (names: readonly string[], range: TimeRange) => void;
  readonly #closing = new AbortController();
  readonly #names = new Set<string>();
  #range: TimeRange | undefined;
  #isWaiting = false;

  constructor(clock: Clock, tell: (names: readonly string[], range: TimeRange) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  add(names: readonly string[], { startMs, endMs }: TimeRange): void {
    names.forEach((name) => this.#names.add(name));
    const before = this.#range;
    this.#range = {
      startMs: Math.min(startMs, before?.startMs ?? startMs),
      endMs: Math.max(endMs, before?.endMs ?? endMs),
    };
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      void this.#waitAndFlush();
    }
  }

  #flush(): void {
    if (this.#range !== undefined) {
      this.#tell([...this.#names], this.#range);
      this.#names.clear();
      this.#range = undefined;
    }
  }

  async #waitAndFlush(): Promise<void> {
    try {
      do {
        this.#flush();
        await this.#clock.wait(betweenMs, this.#closing.signal);
      } while (this.#range !== undefined);
      this.#isWaiting = false;
    } catch {
      // Closed: nobody listens any more.
    }
  }

  dispose(): void {
    this.#closing.abort();
  }
}

import { setTimeout as wait } from 'node:timers/promises';

/** How somebody waits. */
export interface BellWait {
  /** The last sequence that the waiter has read. */
  readonly seen: number;
  /** What stands for the frozen areas that the waiter has read (`frozenListOf`); undefined: it does not ask for them. */
  readonly freezes: string | undefined;
  readonly timeoutMs: number;
  /** Fires when the waiter is gone. */
  readonly signal: AbortSignal;
}

/** Somebody who waits for the next change of a plant. */
export interface BellWaiter {
  /** Resolves when it rang since the waiter was made, when the time is up, the signal fires, or the service drains. */
  rang(wait: BellWait): Promise<void>;
  /** Has to be called; may be called twice. */
  close(): void;
}

/** Reads the last sequence of a plant and what stands for its frozen areas, for the changes that other machines make. */
export type HeadReader = () => Promise<{ readonly seq: number; readonly freezes: string }>;

interface Watch {
  readonly waiters: Set<() => void>;
  readonly readHead: HeadReader;
  /** The highest head that a waiter has read or was woken for; -1 before the first waits. */
  seen: number;
  /** The frozen areas likewise; undefined: nobody who waits asks for them. */
  freezes: string | undefined;
}

/** Whether a waiter has read something that those who wait may not have. */
function isNews(watch: Watch, { seen, freezes }: Pick<BellWait, 'seen' | 'freezes'>): boolean {
  const areOther = freezes !== undefined && watch.freezes !== undefined && freezes !== watch.freezes;
  return watch.seen >= 0 && (seen > watch.seen || areOther);
}

/** How often plants that somebody waits for are looked at, since another machine may have changed them. */
const lookEveryMs = 1_000;

/** Wakes the requests that wait for changes: at once for a commit of this process, within a second for another's. */
export class ChangeBell {
  readonly #watches = new Map<string, Watch>();
  #waiting = 0;
  #looking: NodeJS.Timeout | undefined;
  #draining = false;

  /** How many requests wait now. */
  waitingCount(): number {
    return this.#waiting;
  }

  /** A waiter for a plant; made before its log is read, so that no change falls between. */
  listen(plant: string, readHead: HeadReader): BellWaiter {
    const watch = this.#watches.get(plant) ?? { waiters: new Set(), readHead, seen: -1, freezes: undefined };
    this.#watches.set(plant, watch);
    const bell = new AbortController();
    const wake = (): void => bell.abort();
    watch.waiters.add(wake);
    return {
      rang: ({ seen, freezes, timeoutMs, signal }) => {
        if (isNews(watch, { seen, freezes })) {
          // Another machine's change that this waiter has read already, and that will look old from now on.
          watch.waiters.forEach((other) => other !== wake && other());
        }
        watch.seen = Math.max(watch.seen, seen);
        watch.freezes = freezes ?? watch.freezes;
        return this.#untilAborted(timeoutMs, AbortSignal.any([signal, bell.signal]));
      },
      close: () => {
        watch.waiters.delete(wake);
        if (watch.waiters.size === 0 && this.#watches.get(plant) === watch) {
          this.#watches.delete(plant);
        }
      },
    };
  }

  /** Says that a plant's log has grown to `seq`, or that other areas are frozen while it ends there. */
  ring(plant: string, seq: number): void {
    const watch = this.#watches.get(plant);
    if (watch !== undefined) {
      watch.seen = Math.max(watch.seen, seq);
      for (const wake of watch.waiters) {
        wake();
      }
    }
  }

  /** Wakes everybody, and nobody waits from then on. */
  drain(): void {
    this.#draining = true;
    for (const { waiters } of this.#watches.values()) {
      for (const wake of waiters) {
        wake();
      }
    }
  }

  async #untilAborted(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#draining || signal.aborted) {
      return;
    }
    this.#waiting += 1;
    this.#looking ??= setInterval(() => void this.#look(), lookEveryMs);
    try {
      await wait(timeoutMs, undefined, { signal });
    } catch {
      // Rung, drained, or the caller is gone: each ends the wait, and none is a failure.
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        clearInterval(this.#looking);
        this.#looking = undefined;
      }
    }
  }

  async #look(): Promise<void> {
    await Promise.all([...this.#watches].map(([plant, watch]) => this.#lookAt(plant, watch)));
  }

  async #lookAt(plant: string, watch: Watch): Promise<void> {
    // A store that fails now is told to whoever asks it; here the next look tries again.
    const head = await watch.readHead().catch(() => undefined);
    const isRefrozen = watch.freezes !== undefined && head?.freezes !== watch.freezes;
    if (head !== undefined && watch.seen >= 0 && (head.seq > watch.seen || isRefrozen)) {
      watch.freezes = watch.freezes && head.freezes;
      this.ring(plant, head.seq);
    }
  }
}

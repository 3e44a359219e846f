import { setTimeout } from 'node:timers/promises';
import { AbortError, throwIfAborted } from '../../../shared/history/abortError';

/** Bulk reads begin again when nobody has read interactively for this long. */
const quietMs = 2_000;
/** After this long a bulk read gets its turn all the same: a replay that plays for hours must not hold it up for hours. */
const longestWaitMs = 30_000;

/** How a pause knows the time; a test turns it by hand. */
export interface PauseClock {
  /** Never goes back. */
  nowMs(): number;
  /** Resolves after that long; rejects with an AbortError when the signal fires before. */
  wait(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** Keeps bulk reads out of the way of a person who is moving through time. */
export interface ScrubPause {
  /** To be called at every interactive read. Cheap. */
  noteInteractive(): void;
  /** Whether bulk reads may run now. */
  isOpen(): boolean;
  /** Resolves when there was no interactive read for 2 s, at the latest after 30 s. Rejects with an AbortError when the signal fires. */
  mayRun(signal: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemPauseClock: PauseClock = {
  nowMs: () => performance.now(),
  wait: (durationMs, signal) =>
    setTimeout(durationMs, undefined, { signal }).catch(() => {
      throw new AbortError();
    }),
};

/** Makes the gate that interactive reads close for a while; it is open at first. */
export function createScrubPause(clock: PauseClock): ScrubPause {
  let readAtMs = -Infinity;
  const leftMs = (): number => quietMs + readAtMs - clock.nowMs();
  return {
    isOpen: () => leftMs() <= 0,
    noteInteractive: () => {
      readAtMs = clock.nowMs();
    },
    mayRun: async (signal) => {
      throwIfAborted(signal);
      // Asked again after every wait: a person may have gone on meanwhile.
      const untilMs = clock.nowMs() + longestWaitMs;
      for (let waitMs = leftMs(); waitMs > 0 && clock.nowMs() < untilMs; waitMs = leftMs()) {
        await clock.wait(Math.min(waitMs, untilMs - clock.nowMs()), signal);
        throwIfAborted(signal);
      }
    },
  };
}

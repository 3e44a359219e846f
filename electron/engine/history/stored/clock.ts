import { setTimeout } from 'node:timers/promises';
import { AbortError } from '../../../../shared/history/abortError';

/** The time that a stored history lives by, so that a test can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds. Rejects with an AbortError when `signal` fires before. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: async (delayMs, signal) => {
    try {
      await setTimeout(delayMs, undefined, { signal, ref: false });
    } catch (error) {
      throw signal.aborted ? new AbortError() : error;
    }
  },
};

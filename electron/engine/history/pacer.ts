import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../../../shared/history/abortError';

/** A read may hold the event loop this long; then edits and newer reads get their turn. */
const sliceMs = 8;

/** Lets other work of the engine run during a long read, and ends the read when its signal has fired. */
export interface Pacer {
  /** True when it is time to rest. Cheap. */
  isDue(): boolean;
  /** Gives the others their turn. Throws an AbortError when the signal has fired meanwhile. */
  rest(): Promise<void>;
}

/** Throws at once when the signal has fired already. `mostMs`: less than a read may take, for work beside other work. */
export function createPacer(signal: AbortSignal, mostMs: number = sliceMs): Pacer {
  throwIfAborted(signal);
  let sinceMs = performance.now();
  return {
    isDue: () => performance.now() - sinceMs > mostMs,
    rest: async () => {
      await setImmediate();
      throwIfAborted(signal);
      sinceMs = performance.now();
    },
  };
}

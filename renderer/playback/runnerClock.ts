/** Time as the runner uses it, so that a test can turn it by hand. Both functions return what takes the wish back. */
export interface RunnerClock {
  readonly nowMs: () => number;
  /** Calls back before the next drawn frame. */
  readonly nextFrame: (callback: () => void) => () => void;
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** The window's own time. */
export function createWindowClock(): RunnerClock {
  return {
    nowMs: () => performance.now(),
    nextFrame: (callback) => {
      const id = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(id);
    },
    after: (delayMs, callback) => {
      const id = window.setTimeout(callback, delayMs);
      return () => window.clearTimeout(id);
    },
  };
}

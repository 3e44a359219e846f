/** Time as the runner uses it, so that a test can turn it by hand. The functions that call back return what takes the wish back. */
export interface RunnerClock {
  /** For distances: never set back. */
  readonly nowMs: () => number;
  /** This machine's clock, ms since the epoch. */
  readonly wallMs: () => number;
  /** Calls back before the next drawn frame. */
  readonly nextFrame: (callback: () => void) => () => void;
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** Whether somebody can see the drawing. What nobody sees is not kept up to date. */
export interface Attention {
  readonly isSeen: () => boolean;
  /** Calls back whenever the drawing comes into sight. Returns the function that stops listening. */
  readonly onSeen: (callback: () => void) => () => void;
}

/** The window's own time. */
export function createWindowClock(): RunnerClock {
  return {
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
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

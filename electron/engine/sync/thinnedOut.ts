/**
 * What runs `run` when it is called, and leaves out calls that come sooner than `intervalMs` after one that ran. `now`:
 * milliseconds of any clock; one that is set back does not silence it.
 */
export function thinnedOut(intervalMs: number, now: () => number, run: () => void): () => void {
  let ranAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = now();
    if (nowMs < ranAtMs || nowMs - ranAtMs >= intervalMs) {
      ranAtMs = nowMs;
      run();
    }
  };
}

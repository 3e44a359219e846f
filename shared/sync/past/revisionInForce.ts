/** When a revision came into force, ms since the epoch; 0: before everything that is known. */
export interface RevisionTime {
  readonly seq: number;
  readonly atMs: number;
}

/**
 * The place, in a list of ascending moments, of the revision in force at a moment. The first stands for all time before
 * it; undefined: there is none.
 */
export function placeInForce(times: readonly RevisionTime[], timeMs: number): number | undefined {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle]?.atMs ?? Infinity) <= timeMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return times.length === 0 ? undefined : Math.max(0, low - 1);
}

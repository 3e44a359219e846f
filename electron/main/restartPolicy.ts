const windowMs = 60_000;
const maximumRestarts = 3;

/** The failures that still count, with the one that has just happened. */
export function recentFailures(earlierMs: readonly number[], nowMs: number): readonly number[] {
  return [...earlierMs.filter((timeMs) => nowMs - timeMs < windowMs), nowMs];
}

/** True when starting once more would only fail again. */
export function isHopeless(failuresMs: readonly number[]): boolean {
  return failuresMs.length > maximumRestarts;
}

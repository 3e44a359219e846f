/** A small stream of numbers that is the same for the same seed on every machine. */
export interface RandomStream {
  /** Even over [0, 1). */
  readonly uniform: () => number;
  /** Around 0, never past ±2.5, with a standard deviation of 1: two even draws, cheap enough for millions. */
  readonly noise: () => number;
}

/** Starts a stream; equal seeds give equal streams. */
export function randomStream(seed: number): RandomStream {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  // The sum of two even numbers over ±½ has a variance of 1/6.
  return { uniform, noise: () => (uniform() + uniform() - 1) * 2.449 };
}

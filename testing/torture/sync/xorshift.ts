/** A small generator of numbers that look random: the same seed always gives the same ones. For tests only. */
export interface Dice {
  /** 0 to 2^32 - 1. */
  next(): number;
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  /** 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
}

/** Dice by xorshift; `seed` may be any whole number. */
export function xorshift(seed: number): Dice {
  // Seeds in a row would begin alike, and 0 would stay 0 for ever.
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ (seed >>> 13)) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let turn = 0; turn < 8; turn += 1) {
    next();
  }
  return {
    next,
    below: (limit) => next() % Math.max(1, limit),
    fraction: () => next() / 2 ** 32,
  };
}

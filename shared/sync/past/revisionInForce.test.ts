import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeInForce } from './revisionInForce';

// Rule numbers refer to docs/spec/plant-history.md.

test('[R53] the last revision at or before a moment is in force; the first stands for all time before it', () => {
  const times = [
    { seq: 3, atMs: 100 },
    { seq: 4, atMs: 200 },
    { seq: 9, atMs: 200 },
    { seq: 10, atMs: 300 },
  ];
  const seqAt = (timeMs: number): number | undefined => times[placeInForce(times, timeMs) ?? NaN]?.seq;
  expect([-5, 99, 100, 199, 200, 299, 300, 1e12].map(seqAt)).toEqual([3, 3, 3, 3, 9, 9, 10, 10]);
  expect(placeInForce([], 100)).toBeUndefined();
});

test('[R53] looking up agrees with walking through', () => {
  const moments = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(moments, fc.nat(60), (unsorted, timeMs) => {
      const times = unsorted.toSorted((one, other) => one - other).map((atMs, index) => ({ seq: index + 1, atMs }));
      const walked = times.findLastIndex(({ atMs }) => atMs <= timeMs);
      expect(placeInForce(times, timeMs)).toBe(Math.max(0, walked));
    }),
  );
});

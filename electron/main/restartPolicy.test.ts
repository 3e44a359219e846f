import { expect, test } from 'vitest';
import { isHopeless, recentFailures } from './restartPolicy';

const failAt = (...timesMs: readonly number[]): readonly number[] =>
  timesMs.reduce<readonly number[]>((failures, timeMs) => recentFailures(failures, timeMs), []);

test('three failures within a minute are worth another start', () => {
  expect(isHopeless(failAt(0, 1_000, 2_000))).toBe(false);
});

test('the fourth within a minute is one too many', () => {
  expect(isHopeless(failAt(0, 1_000, 2_000, 3_000))).toBe(true);
});

test('failures of long ago are forgiven', () => {
  expect(isHopeless(failAt(0, 100_000, 200_000, 300_000, 400_000))).toBe(false);
});

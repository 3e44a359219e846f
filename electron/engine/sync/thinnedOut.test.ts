import { expect, it } from 'vitest';
import { thinnedOut } from './thinnedOut';

it('[Y85] progress is told at once and then at most so often, whatever the clock does', () => {
  const ranAtMs: number[] = [];
  let nowMs = 1_000;
  const tell = thinnedOut(
    100,
    () => nowMs,
    () => ranAtMs.push(nowMs),
  );
  for (const moment of [1_000, 1_001, 1_099, 1_100, 1_150, 1_200, 500, 550, 600]) {
    nowMs = moment;
    tell();
  }
  expect(ranAtMs).toEqual([1_000, 1_100, 1_200, 500, 600]);
});

import { expect, test } from 'vitest';
import { sparklinePath } from './sparkline';

const range = { startMs: 0, endMs: 100 };
const box = { width: 100, height: 20 };
const samples = (pairs: readonly (readonly [number, number])[]) => ({
  timesMs: Float64Array.from(pairs, ([timeMs]) => timeMs),
  values: Float64Array.from(pairs, ([, value]) => value),
});

test('[E33] the line is held between samples and to the end of the range', () => {
  expect(
    sparklinePath(
      samples([
        [0, 0],
        [50, 1],
      ]),
      range,
      box,
    ),
  ).toBe('M0 18H50V2H100');
});

test('[E33] the line breaks where there is no value', () => {
  expect(
    sparklinePath(
      samples([
        [0, 0],
        [20, Number.NaN],
        [40, 1],
      ]),
      range,
      box,
    ),
  ).toBe('M0 18H20M40 2H100');
});

test('[E33] a sensor without samples has no line, one that stands still a flat one', () => {
  expect(sparklinePath(samples([]), range, box)).toBe('');
  expect(
    sparklinePath(
      samples([
        [0, 7],
        [50, 7],
      ]),
      range,
      box,
    ),
  ).toBe('M0 10H50V10H100');
});

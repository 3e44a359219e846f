import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commonGaps, scaleMarks, scaleOf, trendLineOf, valueOnLine } from './trendLine';

function samples(rows: readonly (readonly [timeMs: number, value: number])[], maximumAgeMs?: number) {
  return {
    timesMs: Float64Array.from(rows, ([timeMs]) => timeMs),
    values: Float64Array.from(rows, ([, value]) => value),
    maximumAgeMs,
  };
}

const range = { startMs: 0, endMs: 10_000 };

it('[P27] a value is held to the next sample and to the end of the record', () => {
  const line = trendLineOf(
    samples([
      [0, 1],
      [4_000, 2],
    ]),
    range,
  );
  expect([0, 3_999, 4_000, 9_999].map((timeMs) => valueOnLine(line, timeMs))).toEqual([1, 1, 2, 2]);
  expect(line.gaps).toEqual([]);
});

it('[P27] a value stops at its maximum age', () => {
  const line = trendLineOf(
    samples(
      [
        [0, 1],
        [6_000, 2],
      ],
      2_000,
    ),
    range,
  );
  expect([1_999, 2_001, 5_999, 6_000, 8_001].map((timeMs) => valueOnLine(line, timeMs))).toEqual([
    ...[1, undefined, undefined, 2, undefined],
  ]);
  expect(line.gaps).toEqual([
    { startMs: 2_000, endMs: 6_000 },
    { startMs: 8_000, endMs: 10_000 },
  ]);
});

it('[P27] a sample without a value starts a gap, and nothing is drawn before the first', () => {
  const line = trendLineOf(
    samples([
      [1_000, 1],
      [3_000, NaN],
      [5_000, 3],
    ]),
    range,
  );
  expect(line.gaps).toEqual([
    { startMs: 0, endMs: 1_000 },
    { startMs: 3_000, endMs: 5_000 },
  ]);
  expect(valueOnLine(line, 500)).toBeUndefined();
  expect(valueOnLine(line, 4_000)).toBeUndefined();
});

it('[P27] a gap of a row is where no line has anything', () => {
  const one = trendLineOf(
    samples([
      [0, 1],
      [3_000, NaN],
      [6_000, 1],
    ]),
    range,
  );
  const other = trendLineOf(
    samples([
      [0, 1],
      [5_000, NaN],
      [9_000, 1],
    ]),
    range,
  );
  expect(commonGaps([one, other])).toEqual([{ startMs: 5_000, endMs: 6_000 }]);
  expect(commonGaps([])).toEqual([]);
});

it('[P27] lines ascend and gaps never hold a value, whatever the samples', () => {
  const rows = fc
    .uniqueArray(fc.integer({ min: 0, max: 9_999 }), { maxLength: 40 })
    .chain((times) =>
      fc.tuple(
        fc.constant(times.sort((a, b) => a - b)),
        fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constant(NaN)), { minLength: 40, maxLength: 40 }),
      ),
    )
    .map(([times, values]) => times.map((timeMs, index) => [timeMs, values[index] ?? 0] as const));
  fc.assert(
    fc.property(rows, fc.option(fc.integer({ min: 2, max: 5_000 }), { nil: undefined }), (drawn, maximumAgeMs) => {
      const line = trendLineOf(samples(drawn, maximumAgeMs), range);
      line.timesMs.slice(1).forEach((timeMs, index) => expect(timeMs).toBeGreaterThan(line.timesMs[index] ?? NaN));
      for (const { startMs, endMs } of line.gaps) {
        const middle = Math.floor((startMs + endMs) / 2);
        if (middle > startMs + 1) {
          expect(valueOnLine(line, middle)).toBeUndefined();
        }
      }
    }),
  );
});

it('[P27] the scale shows all values, limits that are near, and round numbers', () => {
  const line = trendLineOf(
    samples([
      [0, 6],
      [4_000, 8],
    ]),
    range,
  );
  const scale = scaleOf([line], { limits: [9, 40] });
  expect(scale.low).toBeLessThan(6);
  expect(scale.high).toBeGreaterThan(9);
  expect(scale.high).toBeLessThan(12);
  expect(scaleMarks(scale, 3)).toEqual([6, 8]);
  expect(scaleOf([line], { limits: [], leastSpan: 20 })).toEqual({ low: -3, high: 17 });
  expect(scaleOf([], { limits: [] })).toEqual({ low: -0.12, high: 1.12 });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { m4, m4ColumnOf } from './m4';

type Sample = readonly [timeMs: number, value: number];

function columns(samples: readonly Sample[]): { timesMs: Float64Array; values: Float64Array } {
  return {
    timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
    values: Float64Array.from(samples, ([, value]) => value),
  };
}

const samplesIn = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.oneof(fc.constant(NaN), fc.integer({ min: -9, max: 9 }))))
  .map((steps) => {
    let timeMs = 0;
    return steps.map(([step, value]): Sample => [(timeMs += step), value]);
  });
const range = { startMs: 30, endMs: 1_030 };

function byColumn(samples: readonly Sample[], columnCount: number): Map<number, Sample[]> {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    if (sample[0] >= range.startMs && sample[0] < range.endMs) {
      const column = m4ColumnOf(sample[0], range.startMs, (range.endMs - range.startMs) / columnCount);
      groups.set(column, [...(groups.get(column) ?? []), sample]);
    }
  }
  return groups;
}

function summary(samples: readonly Sample[]): unknown {
  const values = samples.map(([, value]) => value).filter((value) => !Number.isNaN(value));
  return { first: samples[0], last: samples.at(-1), lowest: Math.min(...values), highest: Math.max(...values) };
}

test('[H30] every pixel column keeps its first, last, lowest and highest sample at their own times', () => {
  fc.assert(
    fc.property(samplesIn, fc.integer({ min: 1, max: 60 }), (samples, columnCount) => {
      const points = m4(columns(samples), range, columnCount);
      const kept = Array.from(points.timesMs, (timeMs, index): Sample => [timeMs, points.values[index] ?? NaN]);
      const groups = byColumn(samples, columnCount);
      const keptGroups = byColumn(kept, columnCount);
      expect([...keptGroups.keys()]).toEqual([...groups.keys()]);
      for (const [column, group] of groups) {
        expect(summary(keptGroups.get(column) ?? [])).toEqual(summary(group));
        expect((keptGroups.get(column) ?? []).length).toBeLessThanOrEqual(4);
      }
    }),
    { numRuns: 500 },
  );
});

test('[H30] points are samples, in ascending time, none twice', () => {
  fc.assert(
    fc.property(samplesIn, (samples) => {
      const points = m4(columns(samples), range, 7);
      const known = new Map(samples);
      points.timesMs.forEach((timeMs, index) => {
        expect(points.values[index]).toEqual(known.get(timeMs));
        expect(timeMs).toBeGreaterThan(points.timesMs[index - 1] ?? -Infinity);
      });
    }),
  );
});

test('[H31] a gap that reaches a column edge stays a gap', () => {
  const samples: Sample[] = [
    [100, 1],
    [110, NaN],
    [900, NaN],
    [910, 2],
  ];
  expect(Array.from(m4(columns(samples), range, 2).values)).toEqual([1, NaN, NaN, 2]);
});

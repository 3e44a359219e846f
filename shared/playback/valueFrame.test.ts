import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valueState } from '../history/valueState';
import { changedBetween, countStates, emptyColumns, shownAge, type ValueColumns } from './valueFrame';

function columns(rows: readonly (readonly [value: number, state: number, ageMs: number])[]): ValueColumns {
  return {
    values: Float64Array.from(rows, (row) => row[0]),
    states: Uint8Array.from(rows, (row) => row[1]),
    agesMs: Float64Array.from(rows, (row) => row[2]),
  };
}

it('[P14] only what looks different has changed', () => {
  const { measured, held, noData } = valueState;
  const before = columns([
    [1, measured, 1_000],
    [2, measured, 1_000],
    [3, held, 120_000],
    [4, held, 120_000],
    [NaN, noData, NaN],
  ]);
  const after = columns([
    [1, measured, 9_000],
    [2.5, measured, 0],
    [3, held, 130_000],
    [4, held, 180_000],
    [NaN, noData, NaN],
  ]);
  expect([...changedBetween(before, after)]).toEqual([1, 3]);
});

it('[P14] a look compared with itself has changed nothing', () => {
  const row = fc.tuple(fc.double(), fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 1e9 }));
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(changedBetween(columns(rows), columns(rows)).length).toBe(0);
    }),
  );
});

it('[P14] the shown age never grows smaller with the age', () => {
  const age = fc.double({ min: 0, max: 1e11, noNaN: true });
  fc.assert(fc.property(age, age, (a, b) => shownAge(Math.min(a, b)) <= shownAge(Math.max(a, b))));
});

it('[P15] counts the values by state', () => {
  const states = columns([
    [1, 0, 0],
    [1, 0, 0],
    [1, 4, 0],
  ]).states;
  expect(countStates(states)).toEqual([2, 0, 0, 0, 1, 0]);
  expect(countStates(emptyColumns(3).states)).toEqual([0, 0, 0, 3, 0, 0]);
});

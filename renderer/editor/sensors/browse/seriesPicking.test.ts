import { expect, test } from 'vitest';
import { moveToRow, nothingPicked, pickAllFound, pressSeries, rowOfKey, type SeriesPicking } from './seriesPicking';
import { testSeries } from './testSeries';

// Rule numbers refer to docs/spec/connections.md.

const names = ['a', 'b', 'c', 'd'];
const rowAt = (index: number) => (names[index] === undefined ? undefined : testSeries(names[index]));
const press = (before: SeriesPicking, index: number, held: { ctrl?: boolean; shift?: boolean } = {}) =>
  pressSeries(rowAt, before, { index, ctrl: false, shift: false, ...held });
const picked = (picking: SeriesPicking) => [...picking.picked.values()].map(({ name }) => name);

test('[N21] a press picks one, Shift a range, Ctrl adds and takes away', () => {
  const one = press(nothingPicked, 1);
  expect(picked(one)).toEqual(['b']);
  const range = press(one, 3, { shift: true });
  expect(picked(range)).toEqual(['b', 'c', 'd']);
  expect(picked(press(range, 2, { ctrl: true }))).toEqual(['b', 'd']);
  expect(picked(press(range, 0, { ctrl: true }))).toEqual(['b', 'c', 'd', 'a']);
  expect(picked(press(range, 0, { shift: true }))).toEqual(['a', 'b']);
});

test('[N21] Ctrl and Shift together add a range to what is picked', () => {
  const one = press(press(nothingPicked, 0), 2, { ctrl: true });
  expect(picked(press(one, 3, { ctrl: true, shift: true }))).toEqual(['a', 'c', 'd']);
});

test('[N21] the keyboard walks without picking, and a press past the rows changes nothing', () => {
  const one = press(nothingPicked, 1);
  expect(moveToRow(one, 3)).toMatchObject({ current: 3, anchor: 3, picked: one.picked });
  expect(press(one, 9)).toBe(one);
});

test('[N21] Ctrl A picks all that is found, beside what was picked before', () => {
  const elsewhere = pressSeries(() => testSeries('z'), nothingPicked, { index: 0, ctrl: false, shift: false });
  expect(picked(pickAllFound(rowAt, elsewhere, 4))).toEqual(['z', 'a', 'b', 'c', 'd']);
  expect(pickAllFound(rowAt, elsewhere, 0)).toBe(elsewhere);
});

test('[N21] keys lead to rows within the list', () => {
  const size = { found: 100, perPage: 10 };
  expect(
    ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) => rowOfKey(key, 5, size)),
  ).toEqual([6, 4, 15, 0, 0, 99, undefined]);
});

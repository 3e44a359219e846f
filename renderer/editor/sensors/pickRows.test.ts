import { expect, test } from 'vitest';
import { pickRow, type RowPicking } from './pickRows';

const keys = ['a', 'b', 'c', 'd'];
const nothing: RowPicking<string> = { picked: new Set(), current: 0, anchor: 0 };
const press = (index: number, held: { ctrl?: boolean; shift?: boolean } = {}) => ({
  index,
  ctrl: false,
  shift: false,
  ...held,
});

test('[E34] a press picks one, Shift a range, Ctrl adds and takes away', () => {
  const one = pickRow(keys, nothing, press(1));
  expect([...one.picked]).toEqual(['b']);
  const range = pickRow(keys, one, press(3, { shift: true }));
  expect([...range.picked]).toEqual(['b', 'c', 'd']);
  expect([...pickRow(keys, range, press(2, { ctrl: true })).picked]).toEqual(['b', 'd']);
  expect([...pickRow(keys, range, press(0, { ctrl: true })).picked]).toEqual(['b', 'c', 'd', 'a']);
});

test('[E34] a press past the rows changes nothing', () => {
  expect(pickRow(keys, nothing, press(9))).toBe(nothing);
});

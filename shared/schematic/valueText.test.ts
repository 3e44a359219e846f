import { expect, it } from 'vitest';
import { valueState } from '../history/valueState';
import { absentWord } from './valueText';

it('[P32] a value that cannot be shown says why, and one that can says nothing', () => {
  expect(absentWord(valueState.approximate, NaN)).toBe('Not here');
  expect(absentWord(valueState.noData, NaN)).toBe('No data');
  expect(absentWord(valueState.bad, 7)).toBe('Bad');
  expect(absentWord(undefined, NaN)).toBe('No data');
  for (const state of [valueState.measured, valueState.held, valueState.stale, valueState.approximate]) {
    expect(absentWord(state, 7)).toBeUndefined();
  }
});

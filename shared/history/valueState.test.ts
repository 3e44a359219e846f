import { expect, test } from 'vitest';
import { quality } from './historySource';
import { staleAfterMs, valueState, valueStateOf } from './valueState';

const minuteMs = 60_000;
const learned = { expectedPeriodMs: minuteMs, maximumAgeMs: undefined };
const sample = { value: 1, ageMs: 0, quality: quality.good };

test('[H25] measured up to one and a half periods, held up to ten, then stale', () => {
  const stateAt = (periods: number): number => valueStateOf({ ...sample, ageMs: periods * minuteMs }, learned);
  expect([0, 1.5].map(stateAt)).toEqual([valueState.measured, valueState.measured]);
  expect([1.51, 10].map(stateAt)).toEqual([valueState.held, valueState.held]);
  expect(stateAt(10.01)).toBe(valueState.stale);
});

test('[H25] a stated maximum age wins over the learned one', () => {
  const stated = { expectedPeriodMs: minuteMs, maximumAgeMs: 90 };
  expect(valueStateOf({ ...sample, ageMs: 91 }, stated)).toBe(valueState.stale);
  expect(staleAfterMs(stated)).toBe(90);
  expect(staleAfterMs({ expectedPeriodMs: undefined, maximumAgeMs: undefined })).toBe(Infinity);
});

test('[H26] no sample, bad quality and no value are told apart', () => {
  expect(valueStateOf({ value: NaN, ageMs: NaN, quality: 0 }, learned)).toBe(valueState.noData);
  expect(valueStateOf({ ...sample, value: NaN, quality: quality.bad }, learned)).toBe(valueState.bad);
  expect(valueStateOf({ ...sample, value: NaN }, learned)).toBe(valueState.noData);
  expect(valueStateOf({ ...sample, quality: quality.uncertain }, learned)).toBe(valueState.measured);
});

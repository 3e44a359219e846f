import { expect, test } from 'vitest';
import { numberProblem, readNumber } from './readNumber';

test('[E23] numbers are read as people write them', () => {
  expect(readNumber(' −6,5 ')).toEqual({ ok: true, value: -6.5 });
  expect(readNumber('')).toEqual({ ok: true, value: undefined });
  expect(numberProblem('12 %')).toBe('“12 %” is not a number');
});

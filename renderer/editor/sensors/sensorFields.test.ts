import { expect, test } from 'vitest';
import type { Sensor } from '../../../shared/model/plantModel';
import { testSensor } from '../modelBuilders';
import { fieldProblem, sensorSections } from './sensorFields';

function problem(title: string, text: string, fields: Partial<Sensor> = {}): string | undefined {
  const field = sensorSections.flatMap((section) => section.fields).find((candidate) => candidate.title === title);
  expect(field, title).toBeDefined();
  return field && fieldProblem(field, [testSensor('TT-1', fields)], text);
}

test('[E23] a number that its field cannot hold is answered in the field’s words', () => {
  expect(problem('Decimals', '1.5')).toBe('Decimals are a whole number from 0 to 12');
  expect(problem('Decimals', '2')).toBeUndefined();
  expect(problem('Expected period', '-5')).toBe('Expected period must be more than 0');
  expect(problem('Maximum age', '0')).toBe('Maximum age must be more than 0');
  expect(problem('Scale', '0')).toBe('Scale must not be 0');
  expect(problem('Scale', '')).toBe('Scale needs a number');
  expect(problem('Low', '12 %')).toBe('“12 %” is not a number');
});

test('[M16] [M17] a range and limits out of order are said at the field', () => {
  expect(problem('Range to', '5', { rangeLow: 10 })).toContain('10 is not below 5');
  expect(problem('High', '3', { limitLow: 9 })).toContain('in the order LL, L, H, HH');
  expect(problem('High', '', { limitLow: 9 })).toBeUndefined();
});

import { expect, test } from 'vitest';
import { firstTag, nextTag } from './nextTag';

const free = (): boolean => false;

test.each([
  ['P-101', 'P-102'],
  ['P-101A', 'P-102A'],
  ['FV-09', 'FV-10'],
  ['AHU1-CHW-V01', 'AHU1-CHW-V02'],
  ['TI_099', 'TI_100'],
  ['P-999', 'P-1000'],
  ['PUMP', 'PUMP-2'],
  ['PICSA4712.02', 'PICSA4712.03'],
])('[M29] %s is followed by %s', (tag, next) => {
  expect(nextTag(tag, free)).toBe(next);
});

test('[M29] takes the first free one', () => {
  const taken = new Set(['P-102', 'P-103']);
  expect(nextTag('P-101', (tag) => taken.has(tag))).toBe('P-104');
  expect(firstTag('P', (tag) => tag === 'P-101')).toBe('P-102');
});

test('[M29] digits too long to count are kept as they are', () => {
  expect(nextTag('S-12345678901234567890', free)).toBe('S-12345678901234567890-2');
});

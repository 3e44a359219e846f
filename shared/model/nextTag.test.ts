import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagProposer } from './nextTag';

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
  expect(tagProposer(free).next(tag)).toBe(next);
});

test('[M29] takes the first free one', () => {
  const taken = new Set(['P-101', 'P-102', 'P-103']);
  const tags = tagProposer((tag) => taken.has(tag));
  expect(tags.next('P-101')).toBe('P-104');
  expect(tags.first('P')).toBe('P-104');
});

test('[M29] digits too long to count are kept as they are', () => {
  expect(tagProposer(free).next('S-12345678901234567890')).toBe('S-12345678901234567890-2');
});

test('[M29] proposes what it would without a memory, however many tags are asked for', () => {
  const number = fc.integer({ min: 90, max: 120 });
  fc.assert(
    fc.property(fc.uniqueArray(number), fc.array(number), (taken, asked) => {
      const tags = new Set(taken.map((value) => `P-${value}`));
      const proposer = tagProposer((tag) => tags.has(tag));
      for (const value of asked) {
        const fresh = tagProposer((tag) => tags.has(tag)).next(`P-${value}`);
        const proposed = proposer.next(`P-${value}`);
        expect(proposed).toBe(fresh);
        tags.add(proposed);
      }
    }),
  );
});

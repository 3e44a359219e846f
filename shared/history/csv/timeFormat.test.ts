import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeReader } from './timeFormat';

// Rule numbers refer to docs/spec/csv.md.

describe('times of a file', () => {
  test('[C11] the usual way of writing a time is read as the same time written with a fraction', () => {
    const twoDigits = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
    const parts = fc.tuple(fc.constantFrom('19', '20', '00'), ...Array.from({ length: 6 }, () => twoDigits));
    fc.assert(
      fc.property(parts, fc.constantFrom('', 'Z'), fc.constantFrom('T', ' '), (digits, zone, between) => {
        const [century, year, month, day, hour, minute, second] = digits;
        const text = `${century}${year}-${month}-${day}${between}${hour}:${minute}:${second}`;
        const read = timeReader('iso', 'Europe/Berlin');
        expect(read(text + zone)).toBe(read(`${text}.000${zone}`));
      }),
      { numRuns: 500 },
    );
  });

  test('[C10] a year of one or two digits is no year of the 20th century', () => {
    expect(timeReader('iso', 'UTC')('0024-01-01 00:00:00')).toBeUndefined();
    expect(timeReader('yyyy/M/d', 'UTC')('0024/1/1')).toBeUndefined();
  });

  test('[C3] times before 1970 are negative', () => {
    expect(timeReader('iso', 'UTC')('1969-12-31T23:59:59Z')).toBe(-1_000);
  });
});

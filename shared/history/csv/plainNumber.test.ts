import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCell } from './csvValue';
import { decimalMark, plainNumber } from './plainNumber';

// Rule numbers refer to docs/spec/csv.md.

const cell = fc.oneof(
  fc.stringMatching(/^-?\d{0,18}[.,]?\d{0,12}$/),
  fc.double().map(String),
  fc.string({ maxLength: 6 }),
  fc.constantFrom('', '-', '.', '-.', '-0', '5.', '.5', '1.2.3', '1,234', '1.234', '--1', '0x10', '1e3', ' 7'),
);

test('[C11] the fast way of reading a number never answers anything else than the careful one', () => {
  fc.assert(
    fc.property(cell, fc.boolean(), (text, decimalComma) => {
      const fast = plainNumber(text, decimalComma ? decimalMark.comma : decimalMark.point);
      if (!Number.isNaN(fast)) {
        expect(readCell(text, decimalComma)).toEqual({ kind: 'sample', value: fast, quality: 0 });
      }
    }),
    { numRuns: 2_000 },
  );
});

test('[C11] usual numbers are read the fast way', () => {
  expect(['21.5', '-0.25', '1700000000', '.5', '5.'].map((text) => plainNumber(text, decimalMark.point))).toEqual([
    21.5, -0.25, 1_700_000_000, 0.5, 5,
  ]);
  expect(plainNumber('21,5', decimalMark.comma)).toBe(21.5);
});

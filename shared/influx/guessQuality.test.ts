import { expect, test } from 'vitest';
import { guessQualityEnding } from './guessQuality';

// Rule numbers refer to docs/spec/sources.md.

test('[Q8] fields that speak of the field beside them are taken for its quality', () => {
  expect(guessQualityEnding([['T1', 'T1_quality', 'T2'], ['P1']])).toBe('_quality');
  expect(guessQualityEnding([['T1', 'T1.Q', 'T2', 'T2.Q']])).toBe('.Q');
});

test('[Q8] a field that only sounds like it is a sensor', () => {
  expect(
    guessQualityEnding([
      ['water_quality', 'T1'],
      ['FAQ', 'F.q'],
    ]),
  ).toBe('');
  expect(guessQualityEnding([])).toBe('');
});

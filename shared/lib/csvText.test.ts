import { expect, test } from 'vitest';
import { csvText } from './csvText';

test('quotes what needs quotes and leaves numbers alone', () => {
  expect(csvText([['a,b', 'say "x"', -1.5, NaN, undefined]])).toBe('"a,b","say ""x""",-1.5,,\n');
});

test('a name that looks like a formula stays text', () => {
  expect(csvText([['=HYPERLINK("x")', '-A']])).toBe('"\'=HYPERLINK(""x"")",\'-A\n');
});

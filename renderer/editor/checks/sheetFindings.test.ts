import { expect, test } from 'vitest';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { testComponent, testConnection, testId, testModel } from '../modelBuilders';
import { sheetFindings } from './sheetFindings';

const wordsOf = (...parts: Parameters<typeof testModel>) =>
  sheetFindings(testModel(...parts), testId('s1'), symbolCatalogue).map(({ words }) => words);

test('[E50] free ends of valves and pumps are found, and only theirs', () => {
  const parts = {
    components: [testComponent('v-1'), testComponent('v-2')],
    connections: [testConnection('c', 'v-1', 'v-2')],
  };
  expect(wordsOf(parts)).toEqual(['V-1: inlet not connected', 'V-2: outlet not connected']);
});

test('[E50] instruments without a sensor, things without a tag and unknown classes are found', () => {
  const components = [
    testComponent('ft-1', { symbolId: 'bubble-field' }),
    testComponent('t', { symbolId: 'tank-open', tag: '' }),
    testComponent('x', { symbolId: 'from-the-future' }),
  ];
  const words = wordsOf({ components });
  expect(words).toContain('FT-1: no sensor bound');
  expect(words).toContain('X: this program has no symbol from-the-future');
  expect(words.some((sentence) => sentence.endsWith('without a tag'))).toBe(true);
});

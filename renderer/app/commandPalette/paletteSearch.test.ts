import { expect, test } from 'vitest';
import { type Findable, findItems } from './paletteSearch';

const item = (kind: Findable['kind'], title: string, more: Partial<Findable> = {}): Findable => ({
  key: `${kind}:${title}`,
  kind,
  title,
  detail: '',
  words: '',
  ...more,
});
const items = [
  item('command', 'Align left edges'),
  item('command', 'Distribute, then align'),
  item('component', 'TV-411', { detail: 'Control valve, sheet 5', words: 'realigned' }),
  item('component', 'P-201', { detail: 'Pump' }),
  item('sensor', 'AHU_1.ALIGN', { detail: 'Bearing alignment' }),
];
const titles = (text: string, limit = 9) => findItems(items, text, limit).map((found) => found.item.title);

test('[E41] what begins with the words comes before what only holds them', () => {
  expect(titles('align')).toEqual(['Align left edges', 'Distribute, then align', 'AHU_1.ALIGN', 'TV-411']);
});

test('[E41] a prefix asks for one kind', () => {
  expect(titles('>align')).toEqual(['Align left edges', 'Distribute, then align']);
  expect(titles('#')).toEqual(['TV-411', 'P-201']);
  expect(titles('@bear')).toEqual(['AHU_1.ALIGN']);
});

test('[E41] what was typed is marked, once a stretch', () => {
  const found = findItems(items, 'left align', 9)[0];
  expect(found?.titleMarks).toEqual([
    { start: 0, end: 5 },
    { start: 6, end: 10 },
  ]);
});

test('[E41] signs of a pattern are plain text', () => {
  expect(titles('(.*')).toEqual([]);
  expect(titles('tv-4')).toEqual(['TV-411']);
  expect(titles('', 1)).toEqual(['Align left edges', 'TV-411', 'AHU_1.ALIGN']);
});

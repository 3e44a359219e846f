import { expect, test } from 'vitest';
import { searchSymbols } from './searchSymbols';
import { symbolCatalogue } from './symbolCatalogue';

const found = (query: string): readonly string[] => searchSymbols(query).map((symbol) => symbol.id);

test('[SY18] an empty query finds all, in palette order', () => {
  expect(searchSymbols('  ')).toEqual(symbolCatalogue.all);
  expect(found('').slice(0, 4)).toEqual(['valve-gate', 'valve-globe', 'valve-ball', 'valve-butterfly']);
});

test('[SY18] an exact short name comes first', () => {
  expect(found('gate')[0]).toBe('valve-gate');
  expect(found('Vessel')[0]).toBe('vessel-vertical');
  expect(found('tee')[0]).toBe('junction');
});

test('[SY18] every word of the query has to fit', () => {
  expect(found('butterfly motor')).toEqual(['valve-butterfly-motor']);
  expect(found('pump nonsense')).toEqual([]);
});

test('[SY18] other words for the same thing, beginnings and tag letters find it', () => {
  expect(found('mov')).toContain('valve-gate-motor');
  expect(found('psv')[0]).toBe('valve-safety');
  expect(found('exch')).toContain('exchanger-plate');
  expect(found('non-return')).toContain('valve-check');
  expect(found('dcs')[0]).toBe('bubble-shared');
});

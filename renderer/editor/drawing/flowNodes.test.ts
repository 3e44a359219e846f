import { expect, test } from 'vitest';
import { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { testComponent, testId, testModel } from '../modelBuilders';
import { flowNodesOf } from './flowNodes';

const nothing = new Set<never>();

test('[E10] moving one of three components keeps the other two node objects', () => {
  const [a, b, c] = [testComponent('a'), testComponent('b', { x: 100 }), testComponent('c', { x: 200 })];
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(testModel({ components: [a, b, c] }), testId('s1'));
  const before = flowNodesOf(geometry.components.values(), nothing);
  geometry.update(testModel({ components: [a, { ...b, x: 140 }, c] }), testId('s1'));
  const after = flowNodesOf(geometry.components.values(), nothing);
  const keptIds = after.filter((node) => before.includes(node)).map(({ id }) => id);
  expect(keptIds.sort()).toEqual(['a', 'c']);
});

test('[E10] selecting one keeps the others, and taking it back keeps all', () => {
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(testModel({ components: [testComponent('a'), testComponent('b')] }), testId('s1'));
  const plain = flowNodesOf(geometry.components.values(), nothing);
  const selected = flowNodesOf(geometry.components.values(), new Set([testId<'component'>('a')]));
  expect(selected.filter((node) => plain.includes(node)).map(({ id }) => id)).toEqual(['b']);
  expect(flowNodesOf(geometry.components.values(), nothing)).toEqual(plain);
});

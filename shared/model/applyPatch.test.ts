import { expect, test } from 'vitest';
import { applyPatch } from './applyPatch';
import { composePatches } from './composePatches';
import { diffModels } from './diffModels';
import { emptyModel } from './emptyModel';
import { entityFromFields, fieldsOf } from './entityFields';
import { asId } from './ids';
import { invertPatch } from './invertPatch';
import { componentsTagged } from './modelIndex';
import type { EntityFields, ModelPatch } from './modelPatch';
import { documentFromModel, modelFromDocument } from './plantDocument';

const empty = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });

function created(id: string, fields: EntityFields): ModelPatch {
  const component = entityFromFields('component', id, { sheetId: 'sheet-1', symbolId: 'pump', x: 0, y: 0, ...fields });
  return { changes: [{ change: 'create', kind: 'component', id, fields: fieldsOf('component', component) }] };
}

function moved(id: string, from: number, to: number): ModelPatch {
  return { changes: [{ change: 'update', kind: 'component', id, fields: { x: { before: from, after: to } } }] };
}

const one = applyPatch(empty, created('p1', { tag: 'P-101', 'properties.service': 'chilled water' }));
const two = applyPatch(one, created('p2', { tag: 'P-102' }));

test('reads fields by path and puts an entity together from them', () => {
  expect(one.components.get(asId('p1'))).toMatchObject({ tag: 'P-101', properties: { service: 'chilled water' } });
});

test('[M1] keeps every entity and every map that a patch does not name', () => {
  const after = applyPatch(two, moved('p1', 0, 80));
  expect(after.components.get(asId('p2'))).toBe(two.components.get(asId('p2')));
  expect(after.sheets).toBe(two.sheets);
  expect(after.components.get(asId('p1'))?.nozzles).toBe(two.components.get(asId('p1'))?.nozzles);
  expect(applyPatch(two, { changes: [] })).toBe(two);
});

test('[M2] a patch and its inverse leave the model as it was', () => {
  const patch = moved('p1', 0, 80);
  expect(applyPatch(applyPatch(two, patch), invertPatch(patch))).toEqual(two);
});

test('composed moves make one move, and there and back make none', () => {
  expect(composePatches(moved('p1', 0, 80), moved('p1', 80, 96))).toEqual(moved('p1', 0, 96));
  expect(composePatches(moved('p1', 0, 80), moved('p1', 80, 0)).changes).toEqual([]);
});

test('the difference of two models leads from one to the other', () => {
  expect(applyPatch(empty, diffModels(empty, two))).toEqual(two);
});

test('indexes follow a patch and the older model still answers for itself', () => {
  expect(componentsTagged(two, ' p-101')).toHaveLength(1);
  const after = applyPatch(two, {
    changes: invertPatch(created('p1', { tag: 'P-101', 'properties.service': 'chilled water' })).changes,
  });
  expect(componentsTagged(after, 'P-101')).toEqual([]);
  expect(componentsTagged(after, 'P-102')).toEqual([two.components.get(asId('p2'))]);
  expect(componentsTagged(two, 'P-101')).toHaveLength(1);
});

test('a document and back is the same model', () => {
  expect(modelFromDocument(documentFromModel(two))).toEqual(two);
});

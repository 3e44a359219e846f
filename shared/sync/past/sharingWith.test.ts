import { expect, test } from 'vitest';
import { afterCommand, startedWorks } from '../../../testing/modelGestures';
import { moveComponents } from '../../model/commands/transformComponents';
import { documentFromModel, modelFromDocument } from '../../model/plantDocument';
import type { PlantModel } from '../../model/plantModel';
import { sharingWith } from './sharingWith';

// Rule numbers refer to docs/spec/plant-history.md.

const start = startedWorks();
const copied = (model: PlantModel): PlantModel =>
  modelFromDocument(JSON.parse(JSON.stringify(documentFromModel(model))) as ReturnType<typeof documentFromModel>);

test('[R56] a copy of a model becomes the model itself', () => {
  expect(sharingWith(start, copied(start))).toBe(start);
});

test('[R56] of a model that differs only what differs is another object', () => {
  const [moved, ...others] = start.components.values();
  const ids = moved === undefined ? [] : [moved.id];
  const after = afterCommand(start, 'a', (context) => moveComponents(context, { ids, dx: 80, dy: 0 }));
  const shared = sharingWith(start, copied(after));
  expect(documentFromModel(shared)).toEqual(documentFromModel(after));
  expect(shared.sensors).toBe(start.sensors);
  expect(shared.connections).toBe(start.connections);
  others.forEach((component) => expect(shared.components.get(component.id)).toBe(component));
  expect(shared.components.get(moved?.id ?? ('' as never))).not.toBe(moved);
});

import { expect, it } from 'vitest';
import { componentsOnSheet } from '../shared/model/modelIndex';
import { documentFromModel, modelFromDocument } from '../shared/model/plantDocument';
import { SheetGeometry } from '../shared/schematic/sheetGeometry';
import { symbolCatalogue } from '../shared/symbols/symbolCatalogue';
import { generatedPlant, generatedSheetId } from './generatedPlant';

it('has as many components and bound sensors as asked for, and is the same every time', () => {
  for (const count of [7, 100, 1_000]) {
    const plant = generatedPlant(count);
    expect(plant.components).toHaveLength(count);
    expect(plant).toEqual(generatedPlant(count));
    if (count % 10 === 0) {
      expect(plant.bindings).toHaveLength(count);
      expect(plant.sensors).toHaveLength(count);
    }
  }
});

it('is a model with every line drawn between live ports', () => {
  const plant = generatedPlant(200);
  const model = modelFromDocument(plant);
  expect(documentFromModel(model).components).toHaveLength(200);
  expect(componentsOnSheet(model, generatedSheetId)).toHaveLength(200);
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(model, generatedSheetId);
  expect(geometry.lines.size).toBe(plant.connections.length);
});

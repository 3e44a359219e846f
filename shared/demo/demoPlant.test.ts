import { expect, test } from 'vitest';
import { checkModel } from '../model/checkPatch';
import { documentFromModel, modelFromDocument } from '../model/plantDocument';
import { plantDocumentText, readPlantDocument } from '../model/readPlantDocument';
import { symbolLookup } from '../model/symbolLookup';
import { portPosition } from '../symbols/symbolPlacement';
import { symbolCatalogue } from '../symbols/symbolCatalogue';
import { makeDemoPlant } from './demoPlant';

const plant = makeDemoPlant();

test('is the same every time', () => {
  expect(makeDemoPlant()).toEqual(plant);
});

test('every line runs along the grid from port to port', () => {
  const crooked: string[] = [];
  for (const connection of plant.connections) {
    const [from, to] = [connection.from, connection.to].map((end) => {
      const component = plant.components.find(({ id }) => id === end.componentId);
      const port = symbolCatalogue.get(component?.symbolId ?? '')?.ports.find(({ name }) => name === end.port);
      return component !== undefined && port !== undefined ? portPosition(port, component) : undefined;
    });
    if (from === undefined || to === undefined) {
      crooked.push(`${connection.id}: no port`);
      continue;
    }
    const points = [from, ...connection.route, to];
    const straight = points.every((point, index) => {
      const next = points[index + 1] ?? point;
      return point.x === next.x || point.y === next.y;
    });
    if (!straight) {
      crooked.push(`${connection.id}: ${JSON.stringify(points.map(({ x, y }) => [x, y]))}`);
    }
  }
  expect(crooked).toEqual([]);
});

test('every component is on the grid and of a class that is drawn', () => {
  for (const component of plant.components) {
    expect([component.x % 8, component.y % 8, component.tag || component.id]).toEqual([
      0,
      0,
      component.tag || component.id,
    ]);
    expect(symbolCatalogue.get(component.symbolId)?.id).toBe(component.symbolId);
  }
});

test('keeps every rule of the model, also through the exchange format', () => {
  const lookup = symbolLookup(symbolCatalogue);
  expect(checkModel(modelFromDocument(plant), lookup)).toBeUndefined();
  const read = readPlantDocument(plantDocumentText(plant), { path: 'demo.plant.json', lookup });
  expect(read.ok && documentFromModel(read.value)).toEqual(documentFromModel(modelFromDocument(plant)));
});

test('every sensor that is shown exists, and every instrument shows one', () => {
  const sensorIds = new Set(plant.sensors.map(({ id }) => id));
  expect(plant.bindings.filter(({ sensorId }) => !sensorIds.has(sensorId))).toEqual([]);
  const bound = new Set(plant.bindings.map(({ componentId }) => componentId));
  const instruments = plant.components.filter(
    ({ symbolId }) => symbolCatalogue.get(symbolId)?.behaviour === 'instrument',
  );
  expect(instruments.filter(({ id }) => !bound.has(id)).map(({ tag }) => tag)).toEqual([]);
});

test('the main sheet has the equipment, the limits and the line numbers that an engineer looks for', () => {
  const tags = new Set(plant.components.filter(({ sheetId }) => sheetId === 'sheet-2').map(({ tag }) => tag));
  for (const tag of [
    'CH-1',
    'CH-2',
    'CT-1',
    'TV-303',
    'P-101',
    'P-202',
    'XV-102',
    'FT-105',
    'V-101',
    'AHU-3',
    'TV-431',
  ]) {
    expect(tags).toContain(tag);
  }
  const limitOf = (name: string): unknown => {
    const sensor = plant.sensors.find((one) => one.name === name);
    return [sensor?.limitLow, sensor?.limitHigh];
  };
  expect(limitOf('CWL_SEC_SW_TEMP')).toEqual([undefined, 9]);
  expect(limitOf('CHL_CW_FLOW_2')).toEqual([60, undefined]);
  expect(limitOf('AHU_SA_TEMP_3')).toEqual([undefined, 17]);
  const numbers = new Set(plant.connections.map(({ lineNumber }) => lineNumber));
  expect(numbers).toContain('150-CHWS-102');
});

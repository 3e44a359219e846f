import { describe, expect, it } from 'vitest';
import { valueState } from '../../shared/history/valueState';
import type { ComponentId, SensorId } from '../../shared/model/ids';
import { modelFromDocument } from '../../shared/model/plantDocument';
import { SheetGeometry } from '../../shared/schematic/sheetGeometry';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { generatedPlant, generatedSheetId } from '../../testing/generatedPlant';
import { BoundValues } from './boundValues';
import type { SceneValues } from './scene';

const model = modelFromDocument(generatedPlant(20));
const sensorIds: readonly SensorId[] = [...model.sensors.keys()];

function frame(value: number): SceneValues {
  return {
    timeMs: 0,
    values: new Float64Array(sensorIds.length).fill(value),
    states: new Uint8Array(sensorIds.length).fill(valueState.measured),
    agesMs: new Float64Array(sensorIds.length),
  };
}

function bound(): { values: BoundValues; geometry: SheetGeometry } {
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(model, generatedSheetId);
  const values = new BoundValues();
  values.update(model, generatedSheetId);
  values.setSensors(sensorIds);
  return { values, geometry };
}

function changedBy(values: BoundValues, next: SceneValues, changed?: Uint32Array): readonly ComponentId[] {
  const ids: ComponentId[] = [];
  values.setValues(next, changed, (id) => ids.push(id));
  return ids;
}

describe('values of a sheet', () => {
  it('[SC51] the first frame is news to every bound component, a later one only to those whose sensors changed', () => {
    const { values } = bound();
    expect(new Set(changedBy(values, frame(1))).size).toBeGreaterThan(4);
    const [first] = model.bindings.values();
    const index = sensorIds.findIndex((id) => id === first?.sensorId);
    expect(changedBy(values, frame(0), Uint32Array.of(index))).toEqual([first?.componentId]);
    expect(changedBy(values, frame(0), new Uint32Array(0))).toEqual([]);
  });

  it('[SC52] nothing is claimed before the first frame, nor of a sensor that is not in it', () => {
    const { values, geometry } = bound();
    const pump = [...geometry.components.values()].find(({ component }) => component.symbolId.startsWith('pump'));
    expect(pump && values.lookOf(pump)).toMatchObject({ fill: 'plain', words: '' });
    values.setSensors([]);
    const none = { timeMs: 0, values: new Float64Array(0), states: new Uint8Array(0), agesMs: new Float64Array(0) };
    changedBy(values, none);
    expect(pump && values.lookOf(pump)).toMatchObject({ fill: 'plain', words: '' });
    values.setSensors(sensorIds);
    changedBy(values, frame(NaN));
    expect(pump && values.lookOf(pump)).toMatchObject({ fill: 'unknown', words: 'No data' });
  });

  it('[SC53] a frame is copied, and a look stays the same object until its sensors change', () => {
    const { values, geometry } = bound();
    const next = frame(1);
    changedBy(values, next);
    const pump = [...geometry.components.values()].find(({ component }) => component.symbolId.startsWith('pump'));
    expect(pump).toBeDefined();
    if (pump !== undefined) {
      const look = values.lookOf(pump);
      next.values.fill(0);
      expect(values.lookOf(pump)).toBe(look);
      expect(values.readingOf(pump.component.id, 'state')?.value).toBe(1);
      changedBy(values, frame(0));
      expect(values.lookOf(pump)).not.toBe(look);
    }
  });
});

import { expect, test } from 'vitest';
import { afterCommand, startedWorks } from '../../../testing/modelGestures';
import { bindSensors } from '../../model/commands/editSensors';
import { deleteItems } from '../../model/commands/deleteItems';
import { moveComponents } from '../../model/commands/transformComponents';
import { setFields } from '../../model/commands/setFields';
import type { ComponentId, SensorId } from '../../model/ids';
import type { PlantModel } from '../../model/plantModel';
import { comparisonOf } from './comparison';
import { fieldTitle, fieldValueWords } from './pastWords';

// Rule numbers refer to docs/spec/plant-history.md.

const before = startedWorks();
const bubble = [...before.components.values()].find(({ symbolId }) => symbolId === 'bubble-field');
const bubbleId = bubble?.id ?? ('' as ComponentId);
const [tank, pump] = before.components.values();
const sensors = [...before.sensors.keys()];

function bound(model: PlantModel, sensorId: SensorId | undefined, prefix: string): PlantModel {
  return afterCommand(model, prefix, (context) =>
    bindSensors(context, {
      bindings: sensorId === undefined ? [] : [{ componentId: bubbleId, slot: 'value', sensorId }],
    }),
  );
}

test('[R52] what was removed is still drawn, and nothing else is other than today', () => {
  const ids = tank === undefined ? [] : [tank.id];
  const after = afterCommand(before, 'a', (context) => deleteItems(context, { componentIds: ids }));
  const { drawing, differences } = comparisonOf(before, after);
  expect(drawing.components.size).toBe(before.components.size);
  expect(drawing.sensors).toBe(after.sensors);
  const removed = differences.find(({ kind }) => kind === 'component');
  expect(removed).toMatchObject({ change: 'removed', name: tank?.tag, place: { componentId: tank?.id } });
});

test('[R52] another sensor of a component is seen at the component, with both names', () => {
  const [first, second] = [bound(before, sensors[0], 'a'), bound(before, sensors[1], 'a')];
  const [difference] = comparisonOf(first, second).differences;
  expect(difference).toMatchObject({ kind: 'binding', change: 'changed', place: { componentId: bubbleId } });
  const [field] = difference?.fields ?? [];
  expect(field && [fieldTitle(field.path), fieldValueWords(first, field.path, field.before)]).toEqual([
    'Sensor',
    'TI_A',
  ]);
});

test('[R43] [R52] what only moved comes last', () => {
  const [moved, renamed] = [tank?.id ?? ('' as ComponentId), pump?.id ?? ('' as ComponentId)];
  const shifted = afterCommand(before, 'a', (context) => moveComponents(context, { ids: [moved], dx: 8, dy: 0 }));
  const after = afterCommand(shifted, 'b', (context) =>
    setFields(context, { kind: 'component', ids: [renamed], fields: { tag: 'P-900' } }),
  );
  const listed = comparisonOf(before, after).differences.filter(({ kind }) => kind === 'component');
  expect(listed.map(({ name, isLayoutOnly }) => [name, isLayoutOnly])).toEqual([
    ['P-900', false],
    [tank?.tag, true],
  ]);
});

test('words for values: references by name, ends by their component, nothing as not set', () => {
  const [line] = before.connections.values();
  expect(fieldValueWords(before, 'from', line?.from as never)).toMatch(/, port /);
  expect(fieldValueWords(before, 'lineClassId', line?.lineClassId)).toBe('PRC');
  expect(fieldValueWords(before, 'properties.service', undefined)).toBe('not set');
  expect(fieldValueWords(before, 'mirrored', true)).toBe('yes');
  expect([fieldTitle('properties.service'), fieldTitle('limitHigh'), fieldTitle('sheetId')]).toEqual([
    'Service',
    'Limit high',
    'Sheet',
  ]);
});

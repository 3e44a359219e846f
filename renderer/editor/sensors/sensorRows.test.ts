import { expect, test } from 'vitest';
import { testBinding, testComponent, testId, testModel, testSensor } from '../modelBuilders';
import { boundWords, filterSensorRows, sensorRowsOf, visibleRows } from './sensorRows';

const valve = testComponent('xv-102');
const sensors = [
  testSensor('b', { name: 'CHWP.XV_102.ZT', description: 'Isolation valve position', unit: '%' }),
  testSensor('a', { name: 'CHL_CW_FLOW_2', description: 'Chiller 2 evaporator flow', unit: 'm³/h' }),
];
const model = testModel({ components: [valve], sensors, bindings: [testBinding('xv-102', 'position', 'b')] });
const names = (text: string, scope: 'all' | 'not-bound' | 'this-sheet') =>
  filterSensorRows(sensorRowsOf(model), { text, scope, sheetId: testId('s1') }, model).map((row) => row.sensor.name);

test('[E31] rows stand by name and say what they are bound to', () => {
  expect(sensorRowsOf(model).map((row) => boundWords(model, row))).toEqual(['', 'XV-102 position']);
});

test('[E31] every word must be found, in whatever column', () => {
  expect(names('flow chiller', 'all')).toEqual(['CHL_CW_FLOW_2']);
  expect(names('xv-102 %', 'all')).toEqual(['CHWP.XV_102.ZT']);
  expect(names('flow valve', 'all')).toEqual([]);
});

test('[E31] the scopes tell the bound from the rest', () => {
  expect(names('', 'not-bound')).toEqual(['CHL_CW_FLOW_2']);
  expect(names('', 'this-sheet')).toEqual(['CHWP.XV_102.ZT']);
});

test('[E32] of 10,000 rows only those near the view are mounted', () => {
  expect(visibleRows({ topPx: 28_000, heightPx: 200 }, 28, 10_000)).toEqual({ start: 992, end: 1_016 });
  expect(visibleRows({ topPx: 0, heightPx: 200 }, 28, 3)).toEqual({ start: 0, end: 3 });
});

import { describe, expect, test } from 'vitest';
import type { HistoryExtent } from '../../../shared/contract/calls';
import { testBinding, testComponent, testId, testModel, testSensor } from '../../editor/modelBuilders';
import { emptySelection } from '../../state/sessionStore';
import { exportRequestOf, firstChoices, scopedRanges, scopedSensors } from './exportChoices';

// Rule numbers refer to docs/spec/export.md.

const model = testModel({
  components: [testComponent('v1'), testComponent('v2'), testComponent('v3', { sheetId: testId('s2') })],
  sensors: ['D', 'C', 'B', 'A'].map((name) => testSensor(name.toLowerCase(), { name })),
  bindings: [
    testBinding('v1', 'position', 'c'),
    testBinding('v2', 'position', 'b'),
    testBinding('v3', 'position', 'a'),
  ],
});
const extent: HistoryExtent = {
  firstMs: 1_000,
  lastMs: 9_000.5,
  live: false,
  clockSkewMs: 0,
  seriesCount: 4,
  sampleCount: 40,
  series: [],
};
const ready = { ...firstChoices, folder: '/exports' };

describe('what can be chosen', () => {
  test('[EX31] all sensors, those of the sheet, those of the selection, by name', () => {
    const selection = {
      ...emptySelection,
      components: new Set([testId<'component'>('v3'), testId<'component'>('v2')]),
    };
    expect(scopedSensors(model, { sheetId: testId('s1'), selection })).toEqual({
      all: ['a', 'b', 'c', 'd'],
      sheet: ['b', 'c'],
      selection: ['a', 'b'],
    });
    expect(scopedSensors(model, { sheetId: undefined, selection: emptySelection })).toMatchObject({
      sheet: [],
      selection: [],
    });
  });

  test('[EX31] what the timeline shows, or all there is with the last sample', () => {
    expect(scopedRanges({ startMs: 10.6, endMs: 20.2 }, extent)).toEqual({
      window: { startMs: 10, endMs: 21 },
      all: { startMs: 1_000, endMs: 9_001 },
    });
    expect(scopedRanges(undefined, undefined)).toEqual({ window: undefined, all: undefined });
  });

  test('[EX31] Parquet has no wide layout, whatever was chosen for CSV before', () => {
    const range = { startMs: 0, endMs: 1 };
    const wide = { ...ready, layout: 'wide' } as const;
    expect(exportRequestOf({ ...wide, format: 'csv' }, [testId('a')], range)).toMatchObject({ wide: true });
    expect(exportRequestOf({ ...wide, format: 'parquet', values: 'raw' }, [testId('a')], range)).toEqual({
      sensorIds: ['a'],
      startMs: 0,
      endMs: 1,
      format: 'parquet',
      wide: false,
      corrected: false,
      folder: '/exports',
    });
  });

  test('why it cannot begin', () => {
    const range = { startMs: 0, endMs: 1 };
    expect(exportRequestOf(ready, [], range)).toEqual({ why: 'There is no sensor to export' });
    expect(exportRequestOf(ready, [testId('a')], undefined)).toEqual({ why: 'There is no history in this time' });
    expect(exportRequestOf(firstChoices, [testId('a')], range)).toEqual({ why: 'Choose a folder first' });
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessKind } from './guessKind';
import type { SeriesAddress } from './seriesAddress';
import { nameSeries } from './seriesNames';
import type { SourceMapping } from './sourceMapping';

// Rule numbers refer to docs/spec/sources.md.

const fields: SourceMapping = {
  ...{ style: 'field', database: 'plant', retentionPolicy: '' },
  ...{ sensorTag: '', valueField: '', qualityField: '' },
};
const tags: SourceMapping = { ...fields, style: 'tag', sensorTag: 'sensor', valueField: 'value' };

function address(measurement: string, field: string, own: Readonly<Record<string, string>> = {}): SeriesAddress {
  return { database: 'plant', retentionPolicy: '', measurement, field, tags: own };
}

test('[Q7] a series has the name that stands once, else its measurement before it', () => {
  const list = [address('bldg0', 'T1'), address('bldg1', 'T1'), address('bldg1', 'T2')];
  expect(nameSeries(list, fields)).toEqual(['bldg0.T1', 'bldg1.T1', 'T2']);
});

test('[Q7] tags tell apart what measurement and field do not', () => {
  const list = [address('ahu', 'T', { unit: '1' }), address('ahu', 'T', { unit: '2' })];
  expect(nameSeries(list, fields)).toEqual(['1.ahu.T', '2.ahu.T']);
});

test('[Q7] where a tag names the sensor, that is its name', () => {
  const list = [address('m', 'value', { sensor: 'FT-101' }), address('m', 'value', { sensor: 'FT-102' })];
  expect(nameSeries(list, tags)).toEqual(['FT-101', 'FT-102']);
});

test('[Q7] names are never empty, and as many as series', () => {
  const part = fc.constantFrom('', 'a', 'b');
  fc.assert(
    fc.property(fc.array(fc.record({ m: part, f: part, s: part }), { maxLength: 20 }), (rows) => {
      const list = rows.map(({ m, f, s }) => address(m, f, { sensor: s }));
      for (const mapping of [fields, tags]) {
        const names = nameSeries(list, mapping);
        expect(names).toHaveLength(list.length);
        expect(names.every((name) => name !== '')).toBe(true);
      }
    }),
  );
});

test('[Q8] the kind of a sensor is guessed from how its name ends', () => {
  for (const name of ['CHW.PMP1.STATUS', 'XV-102.ZSO', 'AHU1_FanRun', 'P101 Fault', 'HV_3.CMD']) {
    expect(guessKind(name)).toBe('state');
  }
  for (const name of ['CHW.T_SUP', 'FT-101.PV', 'Pressure', 'Common', 'Iron', 'TT-303']) {
    expect(guessKind(name)).toBe('analog');
  }
});

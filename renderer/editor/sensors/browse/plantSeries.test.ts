import { expect, test } from 'vitest';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import { completeSensor, type NewSensor } from '../../../../shared/model/commands/editSensors';
import { testBinding, testComponent, testId, testModel } from '../../modelBuilders';
import { addable, ageWords, newSensorOf, plantSeriesOf, rawValueText, seriesInPlant, subjectOf } from './plantSeries';
import { testSeries } from './testSeries';

// Rule numbers refer to docs/spec/connections.md.

const [known, bound, fresh] = ['T1', 'T2', 'T3'].map(testSeries);
const sensorOf = (id: string, series: typeof known, fields: Partial<NewSensor> = {}) =>
  completeSensor(testId(id), { name: id, address: series?.address, sourceId: testId('source'), ...fields });
const model = testModel({
  components: [testComponent('xv-102')],
  sensors: [sensorOf('s1', known), sensorOf('s2', bound), sensorOf('s3', fresh, { sourceId: testId('another') })],
  bindings: [testBinding('xv-102', 'position', 's2')],
});
const inPlant = plantSeriesOf(model, testId('source'));
const keyOf = (series: typeof known) => (series === undefined ? '' : seriesKeyOf(series.address));

test('[N22] what is a sensor of this source already is not added again', () => {
  const picked = new Map([known, bound, fresh].flatMap((series) => (series ? [[keyOf(series), series] as const] : [])));
  expect(addable(picked, inPlant)).toEqual([fresh]);
});

test('[N22] a row says what its series is in the plant', () => {
  expect(seriesInPlant(model, inPlant, keyOf(fresh))).toEqual({ sensor: undefined, places: [] });
  expect(seriesInPlant(model, inPlant, keyOf(known))).toMatchObject({ sensor: { id: 's1' }, places: [] });
  expect(seriesInPlant(model, inPlant, keyOf(bound)).places).toEqual([{ tag: 'XV-102', slot: 'position' }]);
});

test('[N22] a sensor takes name, address, unit and kind of its series', () => {
  expect(newSensorOf(testSeries('T9'))).toEqual({
    name: 'T9',
    address: testSeries('T9').address,
    unit: '°C',
    kind: 'analog',
  });
});

test('[N23] a series that is a sensor is carried as that sensor', () => {
  const series = testSeries('T1');
  const sensor = inPlant.get(keyOf(series));
  expect(subjectOf(testId('source'), series, sensor)).toEqual({ kind: 'sensor', sensorId: 's1' });
  expect(subjectOf(testId('source'), series, undefined)).toMatchObject({ kind: 'series', series });
});

test('[N25] an age is by the clock of the source', () => {
  expect(ageWords(100_000, 160_000, 0)).toBe('1 m');
  expect(ageWords(100_000, 160_000, -40_000)).toBe('20 s');
  expect(ageWords(100_000, 160_000, 3_600_000)).toBe('1 h');
  expect(ageWords(NaN, 160_000, 0)).toBe('');
});

test('[N24] a value of unknown range shows four digits, three of them after the point at most', () => {
  expect([0, 1, 12_345, 1_234.56, 114.62, 6.7089, 0.01234, -0.5].map(rawValueText)).toEqual([
    '0',
    '1',
    '12345',
    '1235',
    '114.6',
    '6.709',
    '0.012',
    '−0.500',
  ]);
});

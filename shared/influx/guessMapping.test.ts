import { describe, expect, test } from 'vitest';
import { guessMappings, type MeasurementShape } from './guessMapping';

const numbers = (...names: string[]): MeasurementShape['fields'] => names.map((name) => ({ name, type: 'float' }));

function guess(measurements: readonly MeasurementShape[], tags: Readonly<Record<string, readonly string[]>> = {}) {
  return guessMappings({
    database: 'plant',
    retentionPolicy: '',
    measurements,
    tagValues: (_measurement, tag) => tags[tag] ?? [],
  });
}

describe('the mapping guessed from what is in a database', () => {
  test('[I31] many fields without tags are a sensor each', () => {
    const fields = numbers(...Array.from({ length: 40 }, (_, at) => `s${String(at)}`));
    const [best] = guess([
      { name: 'bldg0', fields, tagKeys: [] },
      { name: 'bldg1', fields: fields.slice(0, 5), tagKeys: [] },
    ]);
    expect(best).toMatchObject({ mapping: { style: 'field', database: 'plant' }, confidence: 0.95, sensorCount: 45 });
    expect(best?.reason).toBe('“bldg0” has 40 fields with numbers: each field is a sensor.');
    expect(best?.examples).toEqual(['bldg0 › s0', 'bldg0 › s1', 'bldg0 › s2']);
  });

  test('[I31] one value and a tag of many values: the tag names the sensor', () => {
    const measurement = { name: 'sensors', fields: numbers('value'), tagKeys: ['host', 'sensor'] };
    const [best] = guess([measurement], { host: ['edge1'], sensor: ['s0', 's1'] });
    expect(best).toMatchObject({
      mapping: { style: 'tag', sensorTag: 'sensor', valueField: 'value', qualityField: '' },
      confidence: 0.9,
      sensorCount: 2,
      examples: ['sensors › value, sensor=s0', 'sensors › value, sensor=s1'],
    });
  });

  test('[I31] a quality beside the value is that of an OPC UA collector', () => {
    const fields = [...numbers('value'), { name: 'Quality', type: 'string' }];
    const [best] = guess([{ name: 'opcua', fields, tagKeys: ['host', 'id'] }], { id: ['ns=2;s=a', 'ns=2;s=b'] });
    expect(best).toMatchObject({
      mapping: { style: 'opcua', sensorTag: 'id', valueField: 'value', qualityField: 'Quality' },
      confidence: 0.95,
    });
  });

  test('[I31] a tag of an unknown name is taken when it tells most apart, but with less confidence', () => {
    const measurement = { name: 'm', fields: numbers('level'), tagKeys: ['line', 'place'] };
    const [best] = guess([measurement], { line: ['a', 'b'], place: ['1', '2', '3'] });
    expect(best).toMatchObject({ mapping: { style: 'tag', sensorTag: 'place', valueField: 'level' }, confidence: 0.5 });
  });

  test('[I31] several measurements that are read alike are one guess', () => {
    const tagged = (name: string): MeasurementShape => ({ name, fields: numbers('value'), tagKeys: ['point'] });
    const guesses = guess([tagged('ahu'), tagged('chiller')], { point: ['a', 'b', 'c'] });
    expect(guesses.filter(({ mapping }) => mapping.style === 'tag')).toHaveLength(1);
    expect(guesses[0]?.sensorCount).toBe(6);
  });

  test('[I31] texts alone are no sensors', () => {
    expect(guess([{ name: 'log', fields: [{ name: 'line', type: 'string' }], tagKeys: [] }])).toEqual([]);
    expect(guess([])).toEqual([]);
  });
});

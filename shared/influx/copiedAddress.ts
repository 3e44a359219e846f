import type { SeriesAddress } from './seriesAddress';
import type { SourceMapping } from './sourceMapping';

/** The ways in which a plant's own history can be copied into an InfluxDB. */
export const copyStyles = ['field', 'tag'] as const;
export type CopyStyle = (typeof copyStyles)[number];

/** How a database that a plant's history was copied into keeps its sensors. */
export function copiedMapping(style: CopyStyle, database: string): SourceMapping {
  return style === 'field'
    ? { style, database, retentionPolicy: '', sensorTag: '', valueField: '', qualityField: '_quality' }
    : {
        style: 'opcua',
        database,
        retentionPolicy: '',
        sensorTag: 'sensor',
        valueField: 'value',
        qualityField: 'quality',
      };
}

/**
 * Where the copy of a series goes. `field`: a measurement for what its name begins with, up to the first point, and a
 * field for the series. `tag`: one measurement, the name as a tag.
 */
export function copiedAddress(mapping: SourceMapping, name: string): SeriesAddress {
  const { style, database, retentionPolicy, sensorTag, valueField } = mapping;
  const place = { database, retentionPolicy };
  if (style !== 'field') {
    return { ...place, measurement: 'sensors', field: valueField, tags: { [sensorTag]: name } };
  }
  const [head = ''] = name.split('.');
  return { ...place, measurement: head === '' || head === name ? 'sensors' : head, field: name, tags: {} };
}

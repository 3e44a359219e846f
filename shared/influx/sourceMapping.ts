/**
 * How a database keeps sensors.
 * - `field`: a measurement a building or unit, a field a sensor.
 * - `tag`: a tag names the sensor, one field holds the value.
 * - `opcua`: as `tag`, with a field beside the value that says how good it is (Telegraf's OPC UA input).
 */
export const mappingStyles = ['field', 'tag', 'opcua'] as const;
export type MappingStyle = (typeof mappingStyles)[number];

/** Names the field that says how good the value in a field is; undefined where none does. */
export type QualityFieldOf = (valueField: string) => string | undefined;

/** For databases that say nothing of quality: every sample is good. */
export const noQualityField: QualityFieldOf = () => undefined;

/** Where a data source's sensors are found in its database. */
export interface SourceMapping {
  readonly style: MappingStyle;
  /** On 2.x the bucket. */
  readonly database: string;
  /** Empty: the database's own default. */
  readonly retentionPolicy: string;
  /** The tag that names the sensor (`tag`, `opcua`); empty for `field`. */
  readonly sensorTag: string;
  /** The field that holds the value (`tag`, `opcua`); empty for `field`, where every numeric field is a sensor. */
  readonly valueField: string;
  /**
   * The field that holds the quality (`opcua`); for `field`, what the name of the field beside a sensor's ends with that
   * holds its quality. Empty: none, every sample is good. A row with a quality and no value says: from here on, no value.
   */
  readonly qualityField: string;
}

/** Which field holds the quality beside a value field, by a mapping. */
export function qualityFields({ style, qualityField }: Pick<SourceMapping, 'style' | 'qualityField'>): QualityFieldOf {
  if (qualityField === '') {
    return noQualityField;
  }
  return style === 'field' ? (valueField) => `${valueField}${qualityField}` : () => qualityField;
}

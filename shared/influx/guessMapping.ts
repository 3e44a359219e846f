import { describeAddress } from './seriesAddress';
import type { SourceMapping } from './sourceMapping';

/** A measurement as the guess sees it. */
export interface MeasurementShape {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly tagKeys: readonly string[];
}

/** How a database might keep its sensors, and why that is thought. */
export interface MappingGuess {
  readonly mapping: SourceMapping;
  /** From 0 to 1; from 0.8 on a person need only look. */
  readonly confidence: number;
  /** One sentence for a person. */
  readonly reason: string;
  /** About how many sensors there would be. */
  readonly sensorCount: number;
  /** A few sensors as they would be listed. */
  readonly examples: readonly string[];
}

/** What is known of a database. */
export interface DatabaseShape {
  readonly database: string;
  readonly retentionPolicy: string;
  readonly measurements: readonly MeasurementShape[];
  /** Values of a tag of a measurement, as far as they were asked for; more than a few are enough. */
  readonly tagValues: (measurement: string, tag: string) => readonly string[];
}

/** Names that tags have which tell sensors apart, the surest first. */
const sensorTags = [
  'sensor',
  'id',
  'nodeid',
  'node_id',
  'point',
  'tag',
  'tagname',
  'tag_name',
  'signal',
  'channel',
  'name',
];
const valueFields = ['value', 'val', 'v', 'pv', 'present_value', 'presentvalue', '_value', 'reading'];
const opcTags = ['id', 'nodeid', 'node_id', 'item', 'itemid'];
const mostExamples = 3;
/** A measurement with this many numbers keeps a sensor a field. */
const manyFields = 8;

function isNumeric({ type }: { readonly type: string }): boolean {
  return type !== 'string';
}

function nameIn(names: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted.map((want) => names.find((name) => name.toLowerCase() === want)).find((name) => name !== undefined);
}

function numericFields({ fields }: MeasurementShape): readonly string[] {
  return fields.filter(isNumeric).map(({ name }) => name);
}

/** The tag that tells the sensors of a measurement apart: by its name, else the one that takes most values. */
function sensorTagOf(shape: DatabaseShape, measurement: MeasurementShape): string | undefined {
  const named = nameIn(measurement.tagKeys, sensorTags);
  const counted = measurement.tagKeys
    .map((tag) => ({ tag, count: shape.tagValues(measurement.name, tag).length }))
    .sort((left, right) => right.count - left.count);
  return named ?? (counted[0] !== undefined && counted[0].count > 1 ? counted[0].tag : undefined);
}

interface TaggedChoice {
  readonly sensorTag: string;
  readonly valueField: string;
  readonly qualityField: string;
  readonly isNamed: boolean;
}

function qualityFieldOf({ fields }: MeasurementShape): string {
  return (
    fields.find(({ name, type }) => /^(quality|status_?code|opc_?quality)$/i.test(name) && type !== 'boolean')?.name ??
    ''
  );
}

/** How a measurement would be read with a tag for the sensor; undefined when it holds too many different values for that. */
function taggedChoice(shape: DatabaseShape, measurement: MeasurementShape): TaggedChoice | undefined {
  const sensorTag = sensorTagOf(shape, measurement);
  const qualityField = qualityFieldOf(measurement);
  const fields = numericFields(measurement).filter((name) => name !== qualityField);
  const named = nameIn(fields, valueFields);
  const valueField = named ?? (fields.length === 1 ? fields[0] : undefined);
  if (sensorTag === undefined || valueField === undefined || fields.length >= manyFields) {
    return undefined;
  }
  const isNamed = named !== undefined && nameIn([sensorTag], sensorTags) !== undefined;
  return { sensorTag, valueField, qualityField, isNamed };
}

/** Measurements that are read alike, the most sensors first. */
function taggedGuesses(shape: DatabaseShape): readonly MappingGuess[] {
  const groups = new Map<
    string,
    { readonly choice: TaggedChoice; readonly measurements: string[]; sensorCount: number }
  >();
  for (const measurement of shape.measurements) {
    const choice = taggedChoice(shape, measurement);
    if (choice !== undefined) {
      const key = JSON.stringify([choice.sensorTag, choice.valueField, choice.qualityField]);
      const group = groups.get(key) ?? { choice, measurements: [], sensorCount: 0 };
      group.measurements.push(measurement.name);
      group.sensorCount += shape.tagValues(measurement.name, choice.sensorTag).length;
      groups.set(key, group);
    }
  }
  return [...groups.values()].map((group) => taggedGuess(shape, group));
}

function taggedGuess(
  shape: DatabaseShape,
  group: { readonly choice: TaggedChoice; readonly measurements: readonly string[]; readonly sensorCount: number },
): MappingGuess {
  const { choice, measurements, sensorCount } = group;
  const { sensorTag, valueField, qualityField, isNamed } = choice;
  const { database, retentionPolicy } = shape;
  const isOpc = qualityField !== '' && nameIn([sensorTag], opcTags) !== undefined;
  const style = qualityField === '' ? 'tag' : 'opcua';
  const [measurement = ''] = measurements;
  const examples = shape.tagValues(measurement, sensorTag).slice(0, mostExamples);
  const beside = qualityField === '' ? '' : `, and “${qualityField}” says how good it is`;
  return {
    mapping: { style, database, retentionPolicy, sensorTag, valueField, qualityField },
    confidence: isOpc ? 0.95 : isNamed && sensorCount > 1 ? 0.9 : isNamed || qualityField !== '' ? 0.7 : 0.5,
    reason: `In “${measurement}” the tag “${sensorTag}” names the sensor, the field “${valueField}” holds the value${beside}.`,
    sensorCount,
    examples: examples.map((value) =>
      describeAddress({ database, retentionPolicy, measurement, field: valueField, tags: { [sensorTag]: value } }),
    ),
  };
}

function fieldGuess(shape: DatabaseShape): MappingGuess | undefined {
  const { database, retentionPolicy } = shape;
  const measurements = shape.measurements.filter((one) => numericFields(one).length > 0);
  const widest = [...measurements].sort((left, right) => numericFields(right).length - numericFields(left).length)[0];
  if (widest === undefined) {
    return undefined;
  }
  const fields = numericFields(widest);
  const sensorCount = measurements.reduce((sum, one) => sum + numericFields(one).length, 0);
  const isUntagged = measurements.every(({ tagKeys }) => tagKeys.length === 0);
  const confidence = fields.length >= manyFields ? (isUntagged ? 0.95 : 0.8) : isUntagged ? 0.75 : 0.4;
  return {
    mapping: { style: 'field', database, retentionPolicy, sensorTag: '', valueField: '', qualityField: '' },
    confidence,
    reason: `“${widest.name}” has ${String(fields.length)} fields with numbers: each field is a sensor.`,
    sensorCount,
    examples: fields
      .slice(0, mostExamples)
      .map((field) => describeAddress({ database, retentionPolicy, measurement: widest.name, field, tags: {} })),
  };
}

/** How a database might keep its sensors, the likeliest first; none when it holds no numbers. */
export function guessMappings(shape: DatabaseShape): readonly MappingGuess[] {
  const field = fieldGuess(shape);
  return [...taggedGuesses(shape), ...(field === undefined ? [] : [field])].sort(
    (left, right) => right.confidence - left.confidence || right.sensorCount - left.sensorCount,
  );
}

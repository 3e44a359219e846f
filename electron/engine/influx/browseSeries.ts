import { type SeriesAddress, seriesKeyOf } from '../../../shared/influx/seriesAddress';
import { qualityFields, type SourceMapping } from '../../../shared/influx/sourceMapping';
import type { InfluxMeasurement, InfluxReader } from './influxReader';

type Tags = SeriesAddress['tags'];

/** Tags that never differ tell nothing apart; an address is shorter, and outlives a renamed host, without them. */
function withoutConstants(sets: readonly Tags[]): readonly Tags[] {
  const keys = [...new Set(sets.flatMap((tags) => Object.keys(tags)))];
  const told = keys.filter((key) => sets.some((tags) => tags[key] !== sets[0]?.[key]));
  const distinct = new Map(
    sets.map((tags) => {
      const pairs = told.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]] as const]));
      return [JSON.stringify(pairs), Object.fromEntries(pairs)] as const;
    }),
  );
  return [...distinct.values()];
}

/** The sets of tags that tell series of a measurement apart; one empty set when there is nothing to tell apart. */
async function tagSetsOf(
  reader: InfluxReader,
  asked: { readonly mapping: SourceMapping; readonly measurement: InfluxMeasurement },
  signal: AbortSignal,
): Promise<readonly Tags[]> {
  const { mapping, measurement } = asked;
  const { tagKeys } = measurement;
  const [only] = tagKeys;
  if (only === undefined) {
    return [{}];
  }
  const place = { ...mapping, measurement: measurement.name };
  const sets = await reader.listTagSets?.(place, signal);
  if (sets !== undefined) {
    return withoutConstants(sets);
  }
  // Without a list of series, several tags cannot be told apart honestly: their series are read as one.
  return tagKeys.length > 1
    ? [{}]
    : withoutConstants(
        (await reader.listTagValues({ ...place, tag: only }, signal)).map((value) => ({ [only]: value })),
      );
}

/** The fields that hold values: numbers and booleans, but for those that say how good another field's value is. */
function sensorFields({ fields }: InfluxMeasurement, mapping: SourceMapping): InfluxMeasurement['fields'] {
  const qualityFieldOf = qualityFields(mapping);
  const qualities = new Set(fields.map(({ name }) => qualityFieldOf(name)));
  return fields.filter(({ name, type }) => type !== 'string' && !qualities.has(name));
}

async function listFields(
  reader: InfluxReader,
  mapping: SourceMapping,
  signal: AbortSignal,
): Promise<readonly SeriesAddress[]> {
  const { database, retentionPolicy } = mapping;
  const found: SeriesAddress[] = [];
  for (const measurement of await reader.listMeasurements(mapping, signal)) {
    const fields = sensorFields(measurement, mapping);
    const tagSets = fields.length === 0 ? [] : await tagSetsOf(reader, { mapping, measurement }, signal);
    for (const tags of tagSets) {
      found.push(
        ...fields.map(({ name }) => ({ database, retentionPolicy, measurement: measurement.name, field: name, tags })),
      );
    }
  }
  return found;
}

async function listTagged(
  reader: InfluxReader,
  mapping: SourceMapping,
  signal: AbortSignal,
): Promise<readonly SeriesAddress[]> {
  const { database, retentionPolicy, sensorTag, valueField } = mapping;
  const found: SeriesAddress[] = [];
  for (const { name, fields, tagKeys } of await reader.listMeasurements(mapping, signal)) {
    if (tagKeys.includes(sensorTag) && fields.some((field) => field.name === valueField && field.type !== 'string')) {
      const values = await reader.listTagValues({ ...mapping, measurement: name, tag: sensorTag }, signal);
      found.push(
        ...values.map((value) => ({
          database,
          retentionPolicy,
          measurement: name,
          field: valueField,
          tags: { [sensorTag]: value },
        })),
      );
    }
  }
  return found;
}

/**
 * All series that a mapping finds in its database, by key. Fields that hold texts are no series. A listed series may have
 * had no sample for long.
 */
export async function listSeries(
  reader: InfluxReader,
  mapping: SourceMapping,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SeriesAddress>> {
  const addresses = await (mapping.style === 'field' ? listFields : listTagged)(reader, mapping, signal);
  const keyed = addresses.map((address) => [seriesKeyOf(address), address] as const);
  return new Map(keyed.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}

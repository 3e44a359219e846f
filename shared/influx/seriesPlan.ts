import { identifierText } from './influxQlText';
import type { SeriesAddress } from './seriesAddress';

/** Series that one SELECT can answer: some fields of one measurement, each for some sets of tags. */
export interface SeriesGroup {
  readonly database: string;
  readonly retentionPolicy: string;
  readonly measurement: string;
  /** At least one, no more than `mostFields`. */
  readonly fields: readonly string[];
  /** The tags that the addresses name, sorted; others may differ unseen. */
  readonly tagKeys: readonly string[];
  /** The values asked for, by tag, in the order of `tagKeys`. */
  readonly tagValues: readonly (readonly string[])[];
  /** By set of tags (`tagSetKey`), then by field in the order of `fields`: which of the addresses are meant. */
  readonly members: ReadonlyMap<string, readonly (readonly number[])[]>;
}

/** More fields a SELECT make its rows wide without making it faster. */
const mostFields = 100;
/** More names in a pattern make its text long without making it faster. */
const mostTagSets = 500;

/** The values of tags, in the order of their keys, as one text. */
export function tagSetKey(values: readonly string[]): string {
  return JSON.stringify(values);
}

/** The series of one measurement that name the same tags, by set of tags and then by field. */
interface Family {
  readonly address: SeriesAddress;
  readonly tagKeys: readonly string[];
  readonly tagSets: Map<string, { readonly values: readonly string[]; readonly fields: Map<string, number[]> }>;
}

function isWritable({ measurement, field, tags }: SeriesAddress): boolean {
  const keys = Object.keys(tags);
  // InfluxDB takes a column of this name for the time of the row, in a condition in any case.
  const isTime = field === 'time' || keys.some((key) => key.toLowerCase() === 'time');
  return !isTime && [measurement, field, ...keys].every((name) => identifierText(name) !== undefined);
}

function familiesOf(
  addresses: readonly SeriesAddress[],
  canBeAsked: (address: SeriesAddress) => boolean,
): Iterable<Family> {
  const families = new Map<string, Family>();
  for (const [index, address] of addresses.entries()) {
    if (!canBeAsked(address)) {
      continue;
    }
    const { database, retentionPolicy, measurement, field, tags } = address;
    const tagKeys = Object.keys(tags).sort();
    const familyKey = JSON.stringify([database, retentionPolicy, measurement, tagKeys]);
    const family = families.get(familyKey) ?? { address, tagKeys, tagSets: new Map() };
    families.set(familyKey, family);
    const values = tagKeys.map((key) => tags[key] ?? '');
    const setKey = tagSetKey(values);
    const tagSet = family.tagSets.get(setKey) ?? { values, fields: new Map<string, number[]>() };
    family.tagSets.set(setKey, tagSet);
    tagSet.fields.set(field, [...(tagSet.fields.get(field) ?? []), index]);
  }
  return families.values();
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups.values()];
}

type TagSet = Family['tagSets'] extends Map<string, infer Value> ? Value : never;

function distinctValues(tagSets: readonly TagSet[], tagIndex: number): readonly string[] {
  return [...new Set(tagSets.map(({ values }) => values[tagIndex] ?? ''))];
}

/**
 * A SELECT asks for every combination of the values it names. Sets of tags are split until the combinations are at most
 * twice as many as the sets, so that little is read in vain.
 */
function splitTagSets(tagSets: readonly TagSet[], tagCount: number): readonly (readonly TagSet[])[] {
  const counts = Array.from({ length: tagCount }, (_, at) => distinctValues(tagSets, at).length);
  const combinations = counts.reduce((product, count) => product * count, 1);
  if (combinations <= 2 * tagSets.length) {
    return [tagSets];
  }
  const fewest = Math.min(...counts.filter((count) => count > 1));
  const by = counts.indexOf(fewest);
  return groupBy(tagSets, ({ values }) => values[by] ?? '').flatMap((part) => splitTagSets(part, tagCount));
}

function groupOf({ address, tagKeys }: Family, tagSets: readonly TagSet[], fields: readonly string[]): SeriesGroup {
  const { database, retentionPolicy, measurement } = address;
  const tagValues = tagKeys.map((_, at) => distinctValues(tagSets, at));
  const members = new Map(
    tagSets.map((tagSet) => [tagSetKey(tagSet.values), fields.map((field) => tagSet.fields.get(field) ?? [])]),
  );
  return { database, retentionPolicy, measurement, fields, tagKeys, tagValues, members };
}

/**
 * Sorts addresses into as few SELECTs as are quick to answer. Addresses that the language has no way to write, here those
 * that InfluxQL has not, are left out: they answer as empty.
 */
export function planSeries(
  addresses: readonly SeriesAddress[],
  canBeAsked: (address: SeriesAddress) => boolean = isWritable,
): readonly SeriesGroup[] {
  return [...familiesOf(addresses, canBeAsked)].flatMap((family) =>
    // Sets of tags of which the same fields are asked go together: no field is read for a set it was not asked of.
    groupBy(family.tagSets.values(), ({ fields }) => JSON.stringify([...fields.keys()].sort())).flatMap((alike) => {
      const fields = [...(alike[0]?.fields.keys() ?? [])];
      return splitTagSets(alike, family.tagKeys.length)
        .flatMap((part) => chunksOf(part, Math.max(1, Math.floor(mostTagSets / Math.min(fields.length, mostFields)))))
        .flatMap((part) => chunksOf(fields, mostFields).map((some) => groupOf(family, part, some)));
    }),
  );
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The values that `tagSetKey` made a key of. */
function tagSetOf(key: string): readonly string[] {
  const values: unknown = JSON.parse(key);
  return isStringList(values) ? values : [];
}

function withTagSets(group: SeriesGroup, setKeys: readonly string[]): SeriesGroup {
  const sets = setKeys.map(tagSetOf);
  return {
    ...group,
    tagValues: group.tagKeys.map((_, at) => [...new Set(sets.map((values) => values[at] ?? ''))]),
    members: new Map(setKeys.map((key) => [key, group.members.get(key) ?? []])),
  };
}

function withFields(group: SeriesGroup, from: number, to: number): SeriesGroup {
  const members = [...group.members].map(([key, byField]) => [key, byField.slice(from, to)] as const);
  return { ...group, fields: group.fields.slice(from, to), members: new Map(members) };
}

/** Two groups that ask for half of the fields each; none when there is but one. */
export function halveFields(group: SeriesGroup): readonly SeriesGroup[] {
  const middle = group.fields.length >> 1;
  return middle > 0 ? [withFields(group, 0, middle), withFields(group, middle, group.fields.length)] : [];
}

/** Two groups that ask for half of a group each; none when it is a single series. */
export function halveGroup(group: SeriesGroup): readonly SeriesGroup[] {
  const setKeys = [...group.members.keys()];
  const half = setKeys.length >> 1;
  return half > 0
    ? [withTagSets(group, setKeys.slice(0, half)), withTagSets(group, setKeys.slice(half))]
    : halveFields(group);
}

import type { SeriesAddress } from './seriesAddress';

/** More names in one question make the server's pattern slow, not the network. */
const mostSeries = 500;
/** Keeps questions short even where names are not. */
const mostCharacters = 100_000;

/** Addresses that one question asks for: one measurement, the same tag keys. */
export interface FluxGroup {
  /** As Flux names it: on 1.x with its retention policy. */
  readonly bucket: string;
  readonly measurement: string;
  /**
   * By column, `_field` first, the values that are asked for, each once; an empty one means that the series has no such
   * tag. Where several columns have several values the question covers all their combinations: what was not asked for
   * is told by its labels.
   */
  readonly wanted: ReadonlyMap<string, readonly string[]>;
  /** The columns with several values: by them the series of an answer are told apart. */
  readonly labels: readonly string[];
  /** By the text of `labelKey`, the indexes of the addresses among all that were asked for. */
  readonly indexes: ReadonlyMap<string, readonly number[]>;
}

/** Values of a group's label columns, in their order, as one text. */
export function labelKey(values: readonly string[]): string {
  return JSON.stringify(values);
}

interface Member {
  readonly index: number;
  readonly address: SeriesAddress;
}

/** The bucket of an address. A database without a retention policy means its own default one. */
export function bucketOf({ database, retentionPolicy }: Pick<SeriesAddress, 'database' | 'retentionPolicy'>): string {
  return retentionPolicy === '' ? database : `${database}/${retentionPolicy}`;
}

function companyOf({ tags, field, ...address }: SeriesAddress): string {
  // A missing tag is asked for in another way than a value.
  const keys = Object.keys(tags).sort();
  const shape = keys.map((key) => [key, tags[key] === '']);
  // Where tags name the sensors, fields are of different kinds and seldom asked for together.
  return JSON.stringify([bucketOf(address), address.measurement, keys.length === 0 ? '' : field, shape]);
}

function valueIn(address: SeriesAddress, column: string): string {
  return column === '_field' ? address.field : (address.tags[column] ?? '');
}

function groupOf(members: readonly [Member, ...Member[]]): FluxGroup {
  const { address } = members[0];
  const columns = ['_field', ...Object.keys(address.tags).sort()];
  const wanted = new Map(
    columns.map((column) => [column, [...new Set(members.map((member) => valueIn(member.address, column)))]]),
  );
  const labels = columns.filter((column) => (wanted.get(column)?.length ?? 0) > 1);
  const indexes = new Map<string, number[]>();
  for (const member of members) {
    const key = labelKey(labels.map((column) => valueIn(member.address, column)));
    indexes.set(key, [...(indexes.get(key) ?? []), member.index]);
  }
  return { bucket: bucketOf(address), measurement: address.measurement, wanted, labels, indexes };
}

function lengthOf({ field, tags }: SeriesAddress): number {
  return Object.values(tags).reduce((sum, value) => sum + value.length, field.length);
}

/** Puts addresses together that can be asked for in one question, in the order of their first ones. */
export function fluxGroups(addresses: readonly SeriesAddress[]): readonly FluxGroup[] {
  const open = new Map<string, { members: [Member, ...Member[]]; characters: number }>();
  const full: FluxGroup[] = [];
  addresses.forEach((address, index) => {
    const company = companyOf(address);
    const joined = open.get(company);
    const member = { index, address };
    if (joined === undefined) {
      open.set(company, { members: [member], characters: lengthOf(address) });
      return;
    }
    joined.members.push(member);
    joined.characters += lengthOf(address);
    if (joined.members.length === mostSeries || joined.characters > mostCharacters) {
      full.push(groupOf(joined.members));
      open.delete(company);
    }
  });
  return [...full, ...[...open.values()].map(({ members }) => groupOf(members))];
}

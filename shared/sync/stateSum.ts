import { canonicalJson } from '../model/fieldValue';
import { type EntityRecord, setFieldsOf } from './entityRecord';

/** SHA-256 of a text as 64 hex digits. `shared` has no cryptography of its own; whoever runs it brings this. */
export type Sha256 = (text: string) => string;

const laneCount = 8;
const laneDigits = 8;

/** The sum over no entities. */
export const emptySum = '0'.repeat(laneCount * laneDigits);

function lanesOf(hex: string): readonly number[] {
  return Array.from({ length: laneCount }, (_, lane) =>
    Number.parseInt(hex.slice(lane * laneDigits, (lane + 1) * laneDigits), 16),
  );
}

function textOf(lanes: Uint32Array): string {
  return [...lanes].map((lane) => lane.toString(16).padStart(laneDigits, '0')).join('');
}

// A record never changes, and most are summed again only when they are replaced. One cache a hash function.
const contributions = new WeakMap<Sha256, WeakMap<EntityRecord, readonly number[]>>();

function contributionOf(record: EntityRecord, sha256: Sha256): readonly number[] {
  const cache = contributions.get(sha256) ?? new WeakMap<EntityRecord, readonly number[]>();
  contributions.set(sha256, cache);
  const known = cache.get(record);
  if (known !== undefined) {
    return known;
  }
  const lanes = lanesOf(sha256(canonicalJson([record.kind, record.id, setFieldsOf(record)])));
  cache.set(record, lanes);
  return lanes;
}

/**
 * The digest of a plant after some records were replaced: the sum, lane by lane, of the hashes of all live entities'
 * fields. Equal for equal plants, whatever the order and however they came about; costs what was changed.
 */
export function sumAfter(
  digest: string,
  replaced: { readonly before: readonly (EntityRecord | undefined)[]; readonly after: readonly EntityRecord[] },
  sha256: Sha256,
): string {
  const lanes = Uint32Array.from(lanesOf(digest));
  const add = (record: EntityRecord | undefined, sign: 1 | -1): void => {
    if (record?.live === true) {
      contributionOf(record, sha256).forEach((value, lane) => {
        // A Uint32Array wraps round by itself, also below zero.
        lanes[lane] = (lanes[lane] ?? 0) + sign * value;
      });
    }
  };
  replaced.before.forEach((record) => add(record, -1));
  replaced.after.forEach((record) => add(record, 1));
  return textOf(lanes);
}

/** The digest of these records. */
export function sumOf(records: Iterable<EntityRecord>, sha256: Sha256): string {
  return sumAfter(emptySum, { before: [], after: [...records] }, sha256);
}

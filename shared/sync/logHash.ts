import { canonicalJson } from '../model/fieldValue';
import type { FieldValue } from '../model/modelPatch';
import type { Changeset } from './changeset';
import type { LogEntry } from './logEntry';
import type { Sha256 } from './stateSum';

/** An entry that has no place in the chain yet. */
export type EntryDraft = Omit<LogEntry, 'previousHash' | 'hash'>;

function asValue(thing: unknown): FieldValue {
  return thing as FieldValue;
}

function hashOf(draft: EntryDraft, previousHash: string, sha256: Sha256): string {
  const { seq, id, by, atMs, serverAtMs, label, changes, resolves } = draft;
  return sha256(canonicalJson(asValue([previousHash, seq, id, by, atMs, serverAtMs, label, changes, resolves])));
}

/** Chains an entry to the one before. `previousHash` of the first entry of a plant is the plant's id. */
export function sealEntry(draft: EntryDraft, previousHash: string, sha256: Sha256): LogEntry {
  return { ...draft, previousHash, hash: hashOf(draft, previousHash, sha256) };
}

/** Whether an entry follows on this hash and holds what it was sealed with. */
export function isEntrySealed(entry: LogEntry, previousHash: string, sha256: Sha256): boolean {
  return entry.previousHash === previousHash && entry.hash === hashOf(entry, previousHash, sha256);
}

/**
 * What a changeset says, to notice another one under its id. Without `own` and `base`: a split extends the one, a
 * service that was restored lowers the other, and both copies of a copied file must be able to send the same.
 */
export function fingerprintOf({ id, ops, resolves }: Changeset, sha256: Sha256): string {
  const said = ops.map((op) => ({ ...op, own: [] }));
  return sha256(canonicalJson(asValue([id, said, resolves])));
}

/** An id made of another: the same from every copy of a file. Form of a UUID of version 8 (RFC 9562). */
export function derivedId(id: string, name: string, sha256: Sha256): string {
  const hex = sha256(`${id} ${name}`);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import type { EntityFields, ModelPatch } from '../../model/modelPatch';
import type { EntityKey } from '../changeset';
import { keyText } from '../entityRecord';

/** A revision since the base of the oldest parked edit, with what it changed. */
export interface KnownRevision {
  readonly id: string;
  readonly seq: number;
  readonly by: string;
  /** When it came into force. */
  readonly atMs: number;
  readonly label: string;
  /** Made by the person at this machine. */
  readonly isOwn: boolean;
  readonly patch: ModelPatch;
}

/** A thing that a revision deleted: what it was, and what else went in the same revision. */
export interface Deletion {
  readonly revision: KnownRevision;
  readonly fields: EntityFields;
}

/** The last deletion of everything that was deleted, by `keyText`. */
export type Deletions = ReadonlyMap<string, Deletion>;

/** Finds what was deleted in these revisions, in any order. */
export function deletionsIn(revisions: readonly KnownRevision[]): Deletions {
  const inOrder = [...revisions].sort((one, other) => one.seq - other.seq);
  return new Map(
    inOrder.flatMap((revision) =>
      revision.patch.changes.flatMap((change) =>
        change.change === 'delete' ? [[keyText(change), { revision, fields: change.fields }] as const] : [],
      ),
    ),
  );
}

/** What an entity was when it was deleted; undefined where that is not known here. */
export function deletionOf(deletions: Deletions, key: EntityKey): Deletion | undefined {
  return deletions.get(keyText(key));
}

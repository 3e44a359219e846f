import type { EntityFields, FieldValue } from '../model/modelPatch';

/** One entity, wherever it is: kinds that a newer program knows are carried along too, so a kind is any text here. */
export interface EntityKey {
  readonly kind: string;
  readonly id: string;
}

/**
 * One thing that a person did to one entity, or to one field of it.
 *
 * `own` names the person's changesets that were not confirmed yet when this was done and that touched the same field
 * (for a delete: the same entity). `was` is what stood there in their eyes; it is told, never judged by.
 */
export type SyncOp =
  | (EntityKey & { readonly op: 'create'; readonly fields: EntityFields; readonly own: readonly string[] })
  | (EntityKey & {
      readonly op: 'set';
      /** A field path of the model: `x`, `properties.service`. */
      readonly field: string;
      /** Left out: the field is cleared. */
      readonly value?: FieldValue | undefined;
      readonly was?: FieldValue | undefined;
      readonly own: readonly string[];
    })
  | (EntityKey & { readonly op: 'delete'; readonly was: EntityFields; readonly own: readonly string[] });

/** How somebody decided a conflict. */
export interface ConflictDecision {
  readonly conflictId: string;
  /** Which side stands; `edit`: a third thing, which the changeset's ops say. */
  readonly take: 'mine' | 'theirs' | 'edit';
}

/** One gesture on its way to the service: accepted whole or not at all. */
export interface Changeset {
  /** A random UUID, or one derived from another changeset's (`splitChangeset`). */
  readonly id: string;
  /** Sequence of the last log entry that the author had seen. Never raised afterwards. */
  readonly base: number;
  /** The author's clock, milliseconds since the epoch. Told, never judged by. */
  readonly atMs: number;
  /** The words of the undo menu. */
  readonly label: string;
  /** At least one op, unless `resolves` says why there is none. */
  readonly ops: readonly SyncOp[];
  /** The conflicts that this changeset decides. */
  readonly resolves: readonly ConflictDecision[];
}

/** Why one op of a changeset cannot be taken as it is (docs/spec/sync.md names each). */
export const conflictKinds = [
  'field-field',
  'delete-edit',
  'edit-deleted',
  'dangling',
  'duplicate-tag',
  'rule',
  'dependent',
  'frozen',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** What stands where an op wanted to write, and who wrote it. */
export interface ForeignWrite {
  /** Undefined: cleared, or the whole entity is meant. */
  readonly value?: FieldValue | undefined;
  readonly seq: number;
  /** Who wrote it; the service adds this to its answer, a judgement does not know it. */
  readonly by?: string | undefined;
  /** The service's clock when it was accepted; added likewise. */
  readonly atMs?: number | undefined;
}

/** One op that was refused, and why. */
export interface OpConflict {
  /** Index among the changeset's ops. */
  readonly op: number;
  readonly kind: ConflictKind;
  /** The field that is meant; undefined: the whole entity. */
  readonly field?: string | undefined;
  readonly theirs?: ForeignWrite | undefined;
  /** The other entity that matters: what is missing, what carries the tag already, what still refers to this one. */
  readonly other?: EntityKey | undefined;
  /** For a broken rule of the model: its number and its sentence. */
  readonly rule?: string | undefined;
  readonly detail?: string | undefined;
  /** For `dependent`: index of the op that this one hangs on. */
  readonly because?: number | undefined;
}

/** What the service answers for ever to a changeset that it could not take. */
export interface Rejection {
  readonly conflicts: readonly OpConflict[];
  /** Sequence of the last log entry when it was judged. */
  readonly head: number;
}

import type { EntityFields, FieldChange } from '../model/modelPatch';
import type { ConflictDecision, EntityKey } from './changeset';

/** What an accepted changeset did to one entity. As `EntityChange` of the model, for kinds of any name. */
export type LoggedChange =
  | (EntityKey & { readonly change: 'create' | 'delete'; readonly fields: EntityFields })
  | (EntityKey & { readonly change: 'update'; readonly fields: Readonly<Record<string, FieldChange>> });

/** One accepted changeset, as the service keeps it for ever. */
export interface LogEntry {
  /** 1 for the first of a plant; without gaps. */
  readonly seq: number;
  /** The changeset's. */
  readonly id: string;
  /** Who it came from, as the token says. */
  readonly by: string;
  /** The author's clock. */
  readonly atMs: number;
  /** The service's clock. Decides when a revision came into force. */
  readonly serverAtMs: number;
  readonly label: string;
  /** What it did, with what was there before. What it only confirmed is not among it. */
  readonly changes: readonly LoggedChange[];
  readonly resolves: readonly ConflictDecision[];
  /** Hash of the entry before; of the first, the plant's id. */
  readonly previousHash: string;
  readonly hash: string;
}

/** Where a plant's log ends. */
export interface LogHead {
  readonly seq: number;
  readonly hash: string;
  /** Over all live entities (`StateSum`). */
  readonly digest: string;
}

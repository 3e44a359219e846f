import type { ConflictDecision, OpConflict, SyncOp } from './changeset';

/** What did not fit and waits for a decision. Never deleted, wherever it is kept. */
export interface ParkedEdit {
  /** Derived from the changeset's, so two copies of a file park one thing and not two. */
  readonly id: string;
  /** The changeset that was refused. */
  readonly changesetId: string;
  /** The last revision that the author had seen. */
  readonly base: number;
  /** The author's clock. */
  readonly atMs: number;
  readonly label: string;
  readonly ops: readonly SyncOp[];
  /** `op` is an index into `ops`. */
  readonly conflicts: readonly OpConflict[];
}

/** A parked edit with whose it is and what became of it, as the service keeps it. */
export interface KeptParkedEdit extends ParkedEdit {
  readonly by: string;
  readonly storedAtMs: number;
  readonly resolved?:
    | {
        readonly changesetId: string;
        readonly by: string;
        readonly atMs: number;
        readonly take: ConflictDecision['take'];
      }
    | undefined;
}

import { AppFailure } from '../../../shared/lib/appError';
import { invariant } from '../../../shared/lib/invariant';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { SymbolLookup } from '../../../shared/model/symbolLookup';
import type { ConflictDecision } from '../../../shared/sync/changeset';
import { isFromNewerProgram } from '../../../shared/sync/recordEntity';
import { Replica, type ReplicaStep } from '../../../shared/sync/replica';
import type { RemoteChange, WrittenStep } from '../project/projectFile';
import { sha256 } from './sha256';
import type { SyncRows } from './syncRows';

/** What a keeper works with. */
export interface ReplicaKeeperParts {
  readonly rows: SyncRows;
  readonly lookup: SymbolLookup;
  /** The plant on show, as it is saved. */
  readonly model: () => PlantModel;
  /** Saves what came from elsewhere. Throws an `AppFailure` where it cannot. */
  readonly receive: (change: RemoteChange) => void;
  /** A step was taken. */
  readonly onTaken: (step: ReplicaStep) => void;
  /** A random UUID. */
  readonly newId: () => string;
}

/** What an edit decides besides what it does. */
export interface Deciding {
  readonly decisions: readonly ConflictDecision[];
  /** Runs in the edit's transaction. */
  readonly write: () => void;
}

const labels = { edit: '', undo: 'Undo: ', redo: 'Redo: ', remote: '' } as const;
/** As the wire allows. */
const longestLabel = 300;

function isOnNewer(replica: Replica, patch: ModelPatch): boolean {
  return patch.changes.some((change) => {
    const record = change.change === 'create' ? undefined : replica.baseRecord(change);
    return record !== undefined && isFromNewerProgram(record);
  });
}

/**
 * The replica of an open plant and its tables, one as the other: every step is written in one transaction with what it
 * does to the plant on show, and only then taken.
 */
export class ReplicaKeeper {
  readonly #parts: ReplicaKeeperParts;
  #replica: Replica;
  /** Written with an edit whose transaction may not be over yet. */
  #edit: ReplicaStep | undefined;
  #deciding: Deciding | undefined;

  /** `replica`: as it is on the disk; left out, it is read. Throws an `AppFailure` where a row is none that this program wrote. */
  constructor(parts: ReplicaKeeperParts, replica?: Replica) {
    this.#parts = parts;
    this.#replica = replica ?? this.#load();
  }

  /** The replica as it is on the disk. Only to be looked at and planned with. */
  replica(): Replica {
    this.#settle();
    return this.#replica;
  }

  /**
   * Puts an edit into the outbox; to be called inside its transaction. Throws an `AppFailure`, so that the edit is
   * refused, where it changes something that this program does not know all of.
   */
  queue({ patch, kind, label, atMs }: WrittenStep): void {
    const replica = this.replica();
    if (isOnNewer(replica, patch)) {
      const detail =
        'Somebody works on this with a newer Sightglass, which keeps more of it than this program knows. Update Sightglass to change it';
      throw new AppFailure({ code: 'rule-broken', rule: 'Y29', detail });
    }
    const edit = { id: this.#parts.newId(), atMs, label: `${labels[kind]}${label}`.slice(0, longestLabel), patch };
    this.#edit = replica.planEdit({ ...edit, resolves: this.#deciding?.decisions });
    this.#parts.rows.write(this.#edit.writes);
    this.#deciding?.write();
  }

  /** Runs `commit`, whose edit decides conflicts. */
  deciding(deciding: Deciding, commit: () => void): void {
    this.#deciding = deciding;
    try {
      commit();
    } finally {
      this.#deciding = undefined;
    }
  }

  /**
   * Takes a step: what it writes and what it does to the plant on show are on the disk afterwards. Throws an
   * `AppFailure` where that failed; the replica is then as the disk is.
   */
  take(
    label: string,
    plan: (replica: Replica, shown: PlantModel) => ReplicaStep,
    also: () => void = () => undefined,
  ): ReplicaStep {
    const step = plan(this.replica(), this.#parts.model());
    try {
      const write = (): void => {
        this.#parts.rows.write(step.writes);
        also();
      };
      this.#parts.receive({ patch: step.patch, label, write });
    } catch (error) {
      // A commit that reported an error can be on the disk all the same, so the disk is asked.
      this.#replica = this.#load();
      throw error;
    }
    this.#replica.commit(step);
    this.#parts.onTaken(step);
    return step;
  }

  /** Writes rows that change neither the replica nor the plant, in a transaction. */
  write(work: () => void): void {
    this.#parts.receive({ patch: { changes: [] }, label: '', write: work });
  }

  #settle(): void {
    const step = this.#edit;
    this.#edit = undefined;
    const [first] = step?.writes.outbox.put ?? [];
    if (step !== undefined && first !== undefined && this.#parts.rows.isWaiting(first.changeset.id)) {
      this.#replica.commit(step);
    }
  }

  #load(): Replica {
    const { rows, lookup } = this.#parts;
    invariant(rows.link() !== undefined, 'only a linked plant has a replica');
    return new Replica({ state: rows.state(), records: rows.records(), outbox: rows.outbox(), lookup, sha256 });
  }
}

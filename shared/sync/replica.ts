import type { PlantModel } from '../model/plantModel';
import type { ModelPatch } from '../model/modelPatch';
import type { SymbolLookup } from '../model/symbolLookup';
import { recordsAfter } from './applyChanges';
import type { Changeset, EntityKey, OpConflict } from './changeset';
import { changesetsOf, type SentEdit } from './changesetsOf';
import { type EntityRecord, keyText } from './entityRecord';
import type { JudgeContext } from './judge';
import type { LogEntry } from './logEntry';
import { isEntrySealed } from './logHash';
import { OutboxIndex } from './outboxIndex';
import { appended, type OutboxChange, outboxChange, type OutboxRow, resentRows } from './outboxRows';
import type { ParkedEdit } from './parkedEdit';
import { plantAnew } from './plantAnew';
import { OverlayWorld, RecordWorld } from './recordWorld';
import { knowingKept, splitChangeset } from './splitChangeset';
import { emptySum, type Sha256, sumAfter, sumOf } from './stateSum';
import type { Head } from './syncWire';
import { type HeldOps, layPending, opsOf, patchTowards } from './workingCopy';

/** How far a copy of a plant has read the log. */
export interface ReplicaState {
  readonly plantId: string;
  /** The service's life that the cursor belongs to; empty before the first contact. */
  readonly epoch: string;
  /** Sequence of the last entry that was taken. */
  readonly cursor: number;
  /** Its hash; the plant's id before the first. */
  readonly headHash: string;
  /** Over all live records of the base. */
  readonly digest: string;
}

/** What is to be written to the disk in one transaction, together with the working copy's patch. */
export interface ReplicaWrites {
  readonly state: ReplicaState;
  /** Base records that were replaced. */
  readonly records: readonly EntityRecord[];
  /** True: `records` are all there are; whatever else was kept goes. */
  readonly replacesBase: boolean;
  readonly entries: readonly LogEntry[];
  readonly parked: readonly ParkedEdit[];
  /** What changes in the outbox. */
  readonly outbox: OutboxChange;
  /** Own changesets that were seen in the log, with their place in it: kept, in case the service loses them. */
  readonly confirmed: readonly { readonly changeset: Changeset; readonly seq: number }[];
}

/** One step of a copy: what to write, and what it does to the plant on show. */
export interface ReplicaStep {
  readonly writes: ReplicaWrites;
  readonly patch: ModelPatch;
  /** The outbox after this. */
  readonly outbox: readonly OutboxRow[];
  /** Ops that do not fit any more; they are not shown until the service has decided. */
  readonly held: HeldOps;
}

/** What the service said to a changeset. */
export type PushOutcome =
  | { readonly kind: 'accepted'; readonly entry: LogEntry }
  | { readonly kind: 'rejected'; readonly conflicts: readonly OpConflict[] };

/** The log is not the one that this copy has read: what came does not follow on it. */
export class DivergedLog extends Error {
  constructor(detail: string) {
    super(`the log does not follow on what was read: ${detail}`);
    this.name = 'DivergedLog';
  }
}

/** What a replica is made of. */
export interface ReplicaParts {
  readonly state: ReplicaState;
  readonly records: Iterable<EntityRecord>;
  /** In order of their positions. */
  readonly outbox: readonly OutboxRow[];
  readonly lookup: SymbolLookup;
  readonly sha256: Sha256;
}

/** A base to go on from. */
export interface NewBase {
  readonly records: readonly EntityRecord[];
  readonly head: Head;
  /** Left out: all of it is the log that was read, or more of it. */
  readonly common?: number;
  readonly resend?: readonly Changeset[];
}

const noPatch: ModelPatch = { changes: [] };

function changesetsIn(rows: readonly OutboxRow[]): readonly Changeset[] {
  return rows.map(({ changeset }) => changeset);
}

/** The state of a copy that has read nothing yet. */
export function newReplicaState(plantId: string): ReplicaState {
  return { plantId, epoch: '', cursor: 0, headHash: plantId, digest: emptySum };
}

/**
 * A program's copy of a tenant's plant: what the log left (the base), how far it was read (the cursor), and what was
 * done here and is not confirmed (the outbox). The plant on show is always the outbox laid over the base.
 *
 * `plan…` says what a step would be and changes nothing; once its writes are on the disk, `commit` makes it so. No
 * clock, no network, no disk.
 */
export class Replica {
  readonly #context: JudgeContext;
  readonly #sha256: Sha256;
  #base: RecordWorld;
  #state: ReplicaState;
  #outbox: readonly OutboxRow[];
  readonly #pending: OutboxIndex;
  #held: HeldOps;

  constructor(parts: ReplicaParts) {
    this.#context = { lookup: parts.lookup, frozenAreas: new Set() };
    this.#sha256 = parts.sha256;
    this.#base = new RecordWorld(parts.records);
    this.#state = parts.state;
    this.#outbox = parts.outbox;
    this.#pending = new OutboxIndex(changesetsIn(parts.outbox));
    this.#held = layPending(this.#base, changesetsIn(parts.outbox), this.#context).held;
  }

  state(): ReplicaState {
    return this.#state;
  }

  /** Unconfirmed changesets in the order in which they were made. The first is the one to send. */
  outbox(): readonly OutboxRow[] {
    return this.#outbox;
  }

  /** What the log left of an entity. */
  baseRecord(key: EntityKey): EntityRecord | undefined {
    return this.#base.recordOf(key);
  }

  /** All that the log left, deleted entities too. */
  baseRecords(): Iterable<EntityRecord> {
    return this.#base.records();
  }

  /** [S19] An edit of the plant on show, which it is in already: what is added to the outbox. */
  planEdit(edit: SentEdit): ReplicaStep {
    const from = { base: this.#state.cursor, pending: this.#pending, sha256: this.#sha256 };
    return this.#step(
      {},
      { patch: noPatch, held: this.#held, outbox: appended(this.#outbox, changesetsOf(edit, from)) },
    );
  }

  /**
   * [S21] A page of the log, next after the cursor. `shown` is the plant on show before. Throws `DivergedLog` when the
   * entries do not follow on what was read; nothing is to be written then.
   */
  planEntries(entries: readonly LogEntry[], shown: PlantModel): ReplicaStep {
    const { overlay, state } = this.#read(entries);
    const writes = { state, records: [...overlay.changedRecords()], entries };
    const first = this.#outbox.slice(0, entries.length);
    // What was on show as pending is confirmed as it was: nothing to lay anew, whatever else is held further on.
    if (entries.every(({ id }, index) => first[index]?.changeset.id === id && !this.#held.has(id))) {
      const confirmed = first.map(({ changeset }, index) => ({ changeset, seq: entries[index]?.seq ?? 0 }));
      const outbox = this.#outbox.slice(entries.length);
      return this.#step({ ...writes, confirmed }, { patch: noPatch, held: this.#held, outbox });
    }
    const seqOf = new Map(entries.map(({ id, seq }) => [id, seq]));
    const confirmed = this.#outbox.flatMap(({ changeset }) => {
      const seq = seqOf.get(changeset.id);
      return seq === undefined ? [] : [{ changeset, seq }];
    });
    const outbox =
      confirmed.length === 0 ? this.#outbox : this.#outbox.filter(({ changeset }) => !seqOf.has(changeset.id));
    return this.#shown({ ...writes, confirmed }, { below: overlay, outbox, shown, keys: overlay.changedKeys() });
  }

  /**
   * What the service said to a changeset of the outbox. Accepted: taken at once when its entry is next after the
   * cursor, confirmed when it was read already [S22], else left until the log brings it. Refused: parted [S17].
   */
  planAnswer(changesetId: string, outcome: PushOutcome, shown: PlantModel): ReplicaStep {
    const changeset = this.#outbox.find((row) => row.changeset.id === changesetId)?.changeset;
    if (changeset === undefined) {
      return this.#unchanged();
    }
    if (outcome.kind === 'rejected') {
      return this.#refused(changeset, outcome.conflicts, shown);
    }
    const { entry } = outcome;
    if (entry.seq === this.#state.cursor + 1) {
      return this.planEntries([entry], shown);
    }
    if (entry.seq > this.#state.cursor) {
      return this.#unchanged();
    }
    const outbox = this.#outbox.filter((row) => row.changeset.id !== changesetId);
    const confirmed = [{ changeset, seq: entry.seq }];
    return this.#shown({ confirmed }, { below: this.#base, outbox, shown, keys: [] });
  }

  /**
   * The whole base anew, as a snapshot of the service has it: at the first download, after a divergence and after a
   * restore. For the last, `common` is the last entry that both logs have, and `resend` are the own changesets that
   * were confirmed after it, in their order; they go before the rest of the outbox.
   */
  planSnapshot(snapshot: NewBase, shown: PlantModel): ReplicaStep {
    const { head, records, common = head.seq, resend = [] } = snapshot;
    const below = new RecordWorld(records);
    const state: ReplicaState = {
      ...{ plantId: this.#state.plantId, epoch: head.epoch, cursor: head.seq, headHash: head.hash },
      digest: sumOf(records, this.#sha256),
    };
    const outbox = resentRows(this.#outbox, resend, common);
    const keys = [...this.#base.records(), ...records];
    return this.#shown({ state, records, replacesBase: true }, { below, outbox, shown, keys });
  }

  /**
   * [S27] The plant on show as another plant, which its service has nothing of yet: all of it is to be sent, and what
   * did not fit any more is parked. `edit`: what it is sent as.
   */
  planAnew(plantId: string, edit: Pick<SentEdit, 'id' | 'atMs' | 'label'>): ReplicaStep {
    const sha256 = this.#sha256;
    const { patch, parked } = plantAnew(this.#base, changesetsIn(this.#outbox), { ...this.#context, sha256 });
    const sent = changesetsOf({ ...edit, patch }, { base: 0, pending: new OutboxIndex(), sha256 });
    return this.#step(
      { state: newReplicaState(plantId), replacesBase: true, parked },
      { patch: noPatch, held: new Map(), outbox: appended([], sent) },
    );
  }

  /** The service's epoch, once it is known. */
  planEpoch(epoch: string): ReplicaStep {
    return { ...this.#unchanged(), writes: { ...this.#unchanged().writes, state: { ...this.#state, epoch } } };
  }

  /** Makes a step so, after its writes and its patch are on the disk. */
  commit({ writes, held, outbox }: ReplicaStep): void {
    if (writes.replacesBase) {
      this.#base = new RecordWorld(writes.records);
    } else {
      this.#base.put(writes.records);
    }
    this.#state = writes.state;
    const gone = new Set([...writes.outbox.removed, ...writes.outbox.put.map(({ position }) => position)]);
    if (gone.size > 0) {
      this.#outbox.forEach((row) => gone.has(row.position) && this.#pending.remove(row.changeset));
      writes.outbox.put.forEach(({ changeset }) => this.#pending.add(changeset));
    }
    this.#outbox = outbox;
    this.#held = held;
  }

  #read(entries: readonly LogEntry[]): { readonly overlay: OverlayWorld; readonly state: ReplicaState } {
    const overlay = new OverlayWorld(this.#base);
    let { cursor, headHash, digest } = this.#state;
    for (const entry of entries) {
      if (entry.seq !== cursor + 1) {
        throw new DivergedLog(`entry ${entry.seq} came after ${cursor}`);
      }
      if (!isEntrySealed(entry, headHash, this.#sha256)) {
        throw new DivergedLog(`entry ${entry.seq} is not chained to the one before`);
      }
      const after = recordsAfter(overlay, entry.changes, { seq: entry.seq, changeset: entry.id });
      const before = after.map((record) => overlay.recordOf(record));
      digest = sumAfter(digest, { before, after }, this.#sha256);
      after.forEach((record) => overlay.put(record));
      [cursor, headHash] = [entry.seq, entry.hash];
    }
    return { overlay, state: { ...this.#state, cursor, headHash, digest } };
  }

  #refused(changeset: Changeset, conflicts: readonly OpConflict[], shown: PlantModel): ReplicaStep {
    const { kept, parked } = splitChangeset(changeset, conflicts, this.#sha256);
    const outbox = this.#outbox.flatMap((row): readonly OutboxRow[] => {
      const { position } = row;
      if (row.changeset.id === changeset.id) {
        return kept === undefined ? [] : [{ position, changeset: kept }];
      }
      const knowing = kept === undefined ? row.changeset : knowingKept(row.changeset, changeset.id, kept.id);
      return [knowing === row.changeset ? row : { position, changeset: knowing }];
    });
    const writes = { parked: parked === undefined ? [] : [parked] };
    const refused = opsOf(conflicts);
    const foreseen = this.#held.get(changeset.id);
    const isForeseen = foreseen?.size === refused.size && [...refused].every((op) => foreseen.has(op));
    const known = new Set(this.#outbox);
    // What did not fit may do so now: the copy of a file may have sent what is kept, which is one's own from here on.
    const isRelieved = outbox.some((row) => !known.has(row) && this.#held.has(row.changeset.id));
    if (isForeseen && !isRelieved) {
      // What is refused was not on show, and the rest was: nothing to lay anew.
      const held = new Map([...this.#held].filter(([id]) => id !== changeset.id));
      return this.#step(writes, { patch: noPatch, held, outbox });
    }
    return this.#shown(writes, { below: this.#base, outbox, shown, keys: [] });
  }

  /** A step after which the plant on show has to be laid anew. */
  #shown(
    writes: Partial<ReplicaWrites>,
    anew: {
      readonly below: RecordWorld | OverlayWorld;
      readonly outbox: readonly OutboxRow[];
      readonly shown: PlantModel;
      readonly keys: Iterable<EntityKey>;
    },
  ): ReplicaStep {
    const { outbox } = anew;
    const { world, held } = layPending(anew.below, changesetsIn(outbox), this.#context);
    const keys = new Map<string, EntityKey>();
    const take = (key: EntityKey): void => void keys.set(keyText(key), key);
    [...anew.keys].forEach(take);
    [...this.#outbox, ...outbox].forEach(({ changeset }) => changeset.ops.forEach(take));
    return this.#step(writes, { patch: patchTowards(anew.shown, world, keys.values()), held, outbox });
  }

  #unchanged(): ReplicaStep {
    return this.#step({}, { patch: noPatch, held: this.#held, outbox: this.#outbox });
  }

  #step(writes: Partial<ReplicaWrites>, after: Omit<ReplicaStep, 'writes'>): ReplicaStep {
    return {
      writes: {
        state: this.#state,
        records: [],
        replacesBase: false,
        entries: [],
        parked: [],
        confirmed: [],
        outbox: outboxChange(this.#outbox, after.outbox),
        ...writes,
      },
      ...after,
    };
  }
}

import { applyPatch } from '../../../shared/model/applyPatch';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { Changeset } from '../../../shared/sync/changeset';
import { type EntityRecord, keyText } from '../../../shared/sync/entityRecord';
import type { OutboxChange, OutboxRow } from '../../../shared/sync/outboxRows';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import type { ReplicaState, ReplicaStep } from '../../../shared/sync/replica';
import type { FilePast } from './editLedger';

/** What a project file holds of a tenant's plant. Never changed: a write makes a new one, so copies cost nothing. */
export interface ProjectFile {
  readonly state: ReplicaState;
  readonly records: ReadonlyMap<string, EntityRecord>;
  /** In order of their positions. */
  readonly outbox: readonly OutboxRow[];
  readonly parked: ReadonlyMap<string, ParkedEdit>;
  /** Conflicts that were decided: here, or by somebody whose decision was read. */
  readonly decided: ReadonlySet<string>;
  /** Own changesets that were seen in the log, with their place in it. */
  readonly confirmed: ReadonlyMap<string, { readonly changeset: Changeset; readonly seq: number }>;
  /** The log as far as it was read: shows how far two lives of a service are alike. */
  readonly read: ReadonlyMap<number, { readonly seq: number; readonly hash: string }>;
  /** The plant on show. */
  readonly shown: PlantModel;
  /** Gestures that can be taken back, the last one at the end. */
  readonly journal: readonly ModelPatch[];
  /** Not the program's: what the oracle knows of this file. */
  readonly past: FilePast;
}

function withAll<Key, Item>(
  map: ReadonlyMap<Key, Item>,
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, Item> {
  if (items.length === 0) {
    return map;
  }
  const made = new Map(map);
  items.forEach((item) => made.set(keyOf(item), item));
  return made;
}

function outboxWith(rows: readonly OutboxRow[], { removed, put }: OutboxChange): readonly OutboxRow[] {
  if (removed.length + put.length === 0) {
    return rows;
  }
  const gone = new Set([...removed, ...put.map(({ position }) => position)]);
  const staying = rows.filter(({ position }) => !gone.has(position));
  return [...staying, ...put].sort((one, other) => one.position - other.position);
}

/** The file after a step of the replica, with the step's patch in the plant on show. */
export function fileAfter(file: ProjectFile, { writes, patch }: ReplicaStep): ProjectFile {
  const { state, entries, replacesBase } = writes;
  const decisions = entries.flatMap(({ resolves }) => resolves);
  return {
    ...file,
    state,
    outbox: outboxWith(file.outbox, writes.outbox),
    records: withAll(replacesBase ? new Map<string, EntityRecord>() : file.records, writes.records, keyText),
    parked: withAll(file.parked, writes.parked, ({ id }) => id),
    decided:
      decisions.length === 0 ? file.decided : new Set([...file.decided, ...decisions.map((it) => it.conflictId)]),
    confirmed: withAll(file.confirmed, writes.confirmed, ({ changeset }) => changeset.id),
    read: withAll(file.read, replacesBase ? [{ seq: state.cursor, hash: state.headHash }] : entries, ({ seq }) => seq),
    shown: applyPatch(file.shown, patch),
  };
}

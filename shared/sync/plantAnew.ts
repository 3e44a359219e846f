import type { EntityChange, ModelPatch } from '../model/modelPatch';
import type { Changeset } from './changeset';
import { type EntityRecord, keyText, setFieldsOf } from './entityRecord';
import type { JudgeContext } from './judge';
import type { ParkedEdit } from './parkedEdit';
import type { RecordWorld } from './recordWorld';
import { splitChangeset } from './splitChangeset';
import type { Sha256 } from './stateSum';
import { layPending } from './workingCopy';

/** A whole plant, to be made where there is nothing. */
export interface PlantAnew {
  readonly patch: ModelPatch;
  /** What was not confirmed and did not fit any more, so that it is not in the plant. */
  readonly parked: readonly ParkedEdit[];
}

/**
 * [S27] A parked edit of a log that is gone as one of the new log: what it was made on, and what it met, is as old as the
 * plant that was published anew, up to `base`.
 */
export function parkedAnew(edit: ParkedEdit, base: number): ParkedEdit {
  const conflicts = edit.conflicts.map(({ theirs, ...conflict }) =>
    theirs === undefined ? conflict : { ...conflict, theirs: { ...theirs, seq: base } },
  );
  return { ...edit, base, conflicts };
}

function createOf(record: EntityRecord): EntityChange {
  const { id } = record;
  // Kinds of newer programs are carried along as those that are known.
  const kind = record.kind as EntityChange['kind'];
  return { change: 'create', kind, id, fields: setFieldsOf(record) };
}

/** [S27] Everything that is live in the outbox laid over the base, what a newer program has added too. */
export function plantAnew(
  base: RecordWorld,
  outbox: readonly Changeset[],
  { sha256, ...context }: JudgeContext & { readonly sha256: Sha256 },
): PlantAnew {
  const { world, conflicts } = layPending(base, outbox, context);
  const records = new Map([...base.records(), ...world.changedRecords()].map((record) => [keyText(record), record]));
  return {
    patch: { changes: [...records.values()].filter(({ live }) => live).map(createOf) },
    parked: outbox.flatMap((changeset) => {
      const met = conflicts.get(changeset.id);
      return met === undefined ? [] : (splitChangeset(changeset, met, sha256).parked ?? []);
    }),
  };
}

import type { Changeset, OpConflict, SyncOp } from './changeset';
import { derivedId } from './logHash';
import type { Sha256 } from './stateSum';
import type { ParkedEdit } from './parkedEdit';

/** What becomes of a changeset that was refused. */
export interface SplitChangeset {
  /** What can be sent on, under an id of its own; undefined: nothing. */
  readonly kept: Changeset | undefined;
  /** What waits for a decision; undefined when no op was named. */
  readonly parked: ParkedEdit | undefined;
}

/** The ops that conflicts name, ascending. */
function refusedIn(conflicts: readonly OpConflict[]): readonly number[] {
  return [...new Set(conflicts.map(({ op }) => op))].toSorted((one, other) => one - other);
}

/**
 * The ids of the parts of a changeset that was refused for these ops (ascending). They name which ops: a service that
 * was restored from a backup and asked by the copy of a file may refuse others, and one id never means two things.
 */
export function partIds(
  changesetId: string,
  refused: readonly number[],
  sha256: Sha256,
): { readonly kept: string; readonly parked: string } {
  const what = refused.join(' ');
  return {
    kept: derivedId(changesetId, `kept without ${what}`, sha256),
    parked: derivedId(changesetId, `parked ${what}`, sha256),
  };
}

function parkedEdit(changeset: Changeset, conflicts: readonly OpConflict[], sha256: Sha256): ParkedEdit | undefined {
  const indexes = refusedIn(conflicts);
  const place = new Map(indexes.map((index, position) => [index, position]));
  const ops = indexes.flatMap((index) => changeset.ops[index] ?? []);
  const { id, base, atMs, label } = changeset;
  return ops.length === 0
    ? undefined
    : {
        id: partIds(id, indexes, sha256).parked,
        ...{ changesetId: id, base, atMs, label, ops },
        conflicts: conflicts.flatMap(({ because, ...conflict }) => {
          const op = place.get(conflict.op);
          const cause = because === undefined ? undefined : place.get(because);
          return op === undefined ? [] : [{ ...conflict, op, ...(cause === undefined ? {} : { because: cause }) }];
        }),
      };
}

/**
 * [S17] Parts a refused changeset: the ops that were named are parked, the others go on. A pure function of the
 * changeset and the answer, so two copies of a file part alike.
 */
export function splitChangeset(changeset: Changeset, conflicts: readonly OpConflict[], sha256: Sha256): SplitChangeset {
  const refused = refusedIn(conflicts);
  const ops = changeset.ops.filter((_, index) => !refused.includes(index));
  const kept =
    ops.length === 0 && changeset.resolves.length === 0
      ? undefined
      : { ...changeset, id: partIds(changeset.id, refused, sha256).kept, ops };
  return { kept, parked: parkedEdit(changeset, conflicts, sha256) };
}

/** [S18] A later changeset that knew the refused one as its own knows what was kept of it too. */
export function knowingKept(later: Changeset, refusedId: string, keptId: string): Changeset {
  const knows = later.ops.some(({ own }) => own.includes(refusedId));
  const ops = later.ops.map((op): SyncOp => (op.own.includes(refusedId) ? { ...op, own: [...op.own, keptId] } : op));
  return knows ? { ...later, ops } : later;
}

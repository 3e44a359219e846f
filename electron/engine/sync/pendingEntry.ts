import type { FieldChange } from '../../../shared/model/modelPatch';
import type { Changeset, SyncOp } from '../../../shared/sync/changeset';
import { keyText } from '../../../shared/sync/entityRecord';
import type { LoggedChange } from '../../../shared/sync/logEntry';
import type { PastEntry } from './pastSource';

type SetOp = Extract<SyncOp, { op: 'set' }>;

function fieldsOf(ops: readonly SetOp[]): Readonly<Record<string, FieldChange>> {
  return Object.fromEntries(ops.map(({ field, was, value }) => [field, { before: was, after: value }]));
}

/** What a changeset would do, as its author saw it. */
function changesOf({ ops }: Changeset): readonly LoggedChange[] {
  const sets = new Map<string, SetOp[]>();
  const whole: LoggedChange[] = [];
  for (const op of ops) {
    const { kind, id } = op;
    if (op.op === 'set') {
      sets.set(keyText(op), [...(sets.get(keyText(op)) ?? []), op]);
    } else {
      const change = op.op;
      whole.push({ change, kind, id, fields: op.op === 'create' ? op.fields : op.was });
    }
  }
  const updates = [...sets.values()].flatMap(([first, ...rest]): readonly LoggedChange[] =>
    first === undefined
      ? []
      : [{ change: 'update', kind: first.kind, id: first.id, fields: fieldsOf([first, ...rest]) }],
  );
  return [...whole, ...updates];
}

/** A changeset that the service has not confirmed, as an entry of the history. */
export function pendingEntry(changeset: Changeset, made: { readonly by: string; readonly atMs: number }): PastEntry {
  return {
    seq: undefined,
    id: changeset.id,
    by: made.by,
    atMs: made.atMs,
    madeAtMs: changeset.atMs,
    label: changeset.label,
    changesText: JSON.stringify(changesOf(changeset)),
  };
}

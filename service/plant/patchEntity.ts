import { invariant } from '../../shared/lib/invariant';
import { fieldChanges } from '../../shared/model/entityFields';
import type { Changeset, EntityKey, SyncOp } from '../../shared/sync/changeset';
import { type EntityRecord, setFieldsOf } from '../../shared/sync/entityRecord';
import { changesetSchema } from '../../shared/sync/syncWire';
import type { PlantTransaction } from '../store/serviceStore';
import { type AcceptContext, acceptChangeset, type AcceptOutcome } from './acceptChangeset';
import { type EntityDocument, entityDocument, fieldsOfDocument, revisionOfRecord } from './entityDocument';
import { mergePatch, type PatchValue } from './mergePatch';

/** What another program wants of one entity. */
export interface EntityPatch {
  readonly key: EntityKey;
  readonly patch: Readonly<Record<string, PatchValue>>;
  /** Whether the program has seen the entity as it is. */
  readonly expects: (revision: number) => boolean;
  /** For the changeset that it becomes. */
  readonly changesetId: string;
}

/** What became of it. */
export type PatchOutcome =
  | { readonly outcome: 'missing' }
  /** The entity is another than the one that was seen. */
  | { readonly outcome: 'changed'; readonly revision: number }
  /** The patch makes no entity of it. */
  | { readonly outcome: 'unfit'; readonly detail: string }
  | {
      readonly outcome: 'judged';
      readonly judged: Extract<AcceptOutcome, { verdict: 'accepted' | 'rejected' }>;
      readonly record: EntityRecord;
    }
  | { readonly outcome: 'same'; readonly record: EntityRecord };

function labelOf({ kind, id }: EntityKey, ops: readonly SyncOp[], record: EntityRecord): string {
  const { tag, name } = setFieldsOf(record);
  const called = [tag, name, id].find((text) => typeof text === 'string' && text !== '');
  const fields = ops.map((op) => (op.op === 'set' ? op.field : '')).join(', ');
  return `Set ${fields} of ${kind} ${String(called)}`.slice(0, 300);
}

function opsOf(key: EntityKey, record: EntityRecord, merged: EntityDocument): readonly SyncOp[] {
  const changes = fieldChanges(setFieldsOf(record), fieldsOfDocument(merged));
  return Object.entries(changes).map(([field, { before, after }]) => ({
    ...{ op: 'set' as const, ...key, field, own: [] },
    ...(after === undefined ? {} : { value: after }),
    ...(before === undefined ? {} : { was: before }),
  }));
}

async function currentRecord(plant: PlantTransaction, key: EntityKey): Promise<EntityRecord | undefined> {
  const [record] = await plant.records([key]);
  return record?.live === true ? record : undefined;
}

/** Makes a changeset of a merge patch and has it judged like any other. Runs within the transaction of its plant. */
export async function patchEntity(
  plant: PlantTransaction,
  { key, patch, expects, changesetId }: EntityPatch,
  context: AcceptContext,
): Promise<PatchOutcome> {
  const record = await currentRecord(plant, key);
  if (record === undefined) {
    return { outcome: 'missing' };
  }
  const revision = revisionOfRecord(record);
  if (!expects(revision)) {
    return { outcome: 'changed', revision };
  }
  const merged = mergePatch(entityDocument(record) as PatchValue, patch) as EntityDocument;
  if (merged['id'] !== key.id) {
    return { outcome: 'unfit', detail: 'The id of an entity cannot be changed.' };
  }
  const ops = opsOf(key, record, merged);
  if (ops.length === 0) {
    return { outcome: 'same', record };
  }
  const { head } = await plant.row();
  const draft: Changeset = {
    ...{ id: changesetId, base: head.seq, atMs: context.serverAtMs },
    ...{ label: labelOf(key, ops, record), ops, resolves: [] },
  };
  const checked = changesetSchema.safeParse(draft);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const field = issue?.path[0] === 'ops' && ops[Number(issue.path[1])];
    const name = field !== false && field?.op === 'set' ? field.field : 'It';
    return { outcome: 'unfit', detail: `${name} cannot have this value: ${issue?.message ?? 'it is none'}.` };
  }
  const judged = await acceptChangeset(plant, checked.data, context);
  invariant(judged.verdict === 'accepted' || judged.verdict === 'rejected', 'a new changeset at the head is judged');
  return { outcome: 'judged', judged, record: (await currentRecord(plant, key)) ?? record };
}

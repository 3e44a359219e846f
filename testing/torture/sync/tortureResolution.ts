import { checkPatch } from '../../../shared/model/checkPatch';
import { entitiesOf } from '../../../shared/model/entityCollections';
import { fieldChanges, fieldsOf } from '../../../shared/model/entityFields';
import { invertPatch } from '../../../shared/model/invertPatch';
import type { EntityChange, EntityFields, EntityKind, ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import { undoPatch } from '../../../shared/model/undoPatch';
import type { SyncOp } from '../../../shared/sync/changeset';
import { testLookup } from '../../modelGestures';

const noPatch: ModelPatch = { changes: [] };

function changeTo(
  model: PlantModel,
  { kind, id }: { readonly kind: EntityKind; readonly id: string },
  wanted: EntityFields | undefined,
): EntityChange | undefined {
  const entity = entitiesOf(model, kind).get(id);
  if (entity === undefined) {
    return wanted && { change: 'create', kind, id, fields: wanted };
  }
  const before = fieldsOf(kind, entity);
  if (wanted === undefined) {
    return { change: 'delete', kind, id, fields: before };
  }
  const fields = fieldChanges(before, wanted);
  return Object.keys(fields).length === 0 ? undefined : { change: 'update', kind, id, fields };
}

function wantedFields(model: PlantModel, op: SyncOp): EntityFields | undefined {
  const entity = entitiesOf(model, op.kind as EntityKind).get(op.id);
  const standing = entity && fieldsOf(op.kind as EntityKind, entity);
  switch (op.op) {
    case 'create':
      return op.fields;
    case 'set':
      return standing && { ...standing, [op.field]: op.value };
    case 'delete':
      return undefined;
  }
}

/**
 * What it takes to have the parked ops after all, against the plant as it is now; nothing where the model's rules do
 * not allow it any more.
 */
export function mineAfterAll(model: PlantModel, ops: readonly SyncOp[]): ModelPatch {
  const byEntity = new Map<string, SyncOp[]>();
  for (const op of ops) {
    const key = `${op.kind} ${op.id}`;
    byEntity.set(key, [...(byEntity.get(key) ?? []), op]);
  }
  const changes = [...byEntity.values()].flatMap((own): readonly EntityChange[] => {
    const [first] = own;
    if (first === undefined) {
      return [];
    }
    const key = { kind: first.kind as EntityKind, id: first.id };
    const fields = own.map((op) => wantedFields(model, op));
    const wanted = fields.includes(undefined) ? undefined : Object.assign({}, ...fields);
    const change = changeTo(model, key, wanted as EntityFields | undefined);
    return change === undefined ? [] : [change];
  });
  const patch: ModelPatch = { changes };
  return checkPatch(model, patch, testLookup).ok ? patch : noPatch;
}

/** What of a gesture can be taken back although others changed the plant since; undefined: nothing. */
export function takenBack(model: PlantModel, gesture: ModelPatch): ModelPatch | undefined {
  const undone = undoPatch(model, invertPatch(gesture), testLookup);
  return undone.ok && undone.value.patch.changes.length > 0 ? undone.value.patch : undefined;
}

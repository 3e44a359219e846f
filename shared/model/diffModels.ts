import { invariant } from '../lib/invariant';
import { type AnyEntity, entitiesOf } from './entityCollections';
import { fieldChanges, fieldsOf } from './entityFields';
import { type EntityChange, type EntityKind, entityKinds, type ModelPatch } from './modelPatch';
import type { PlantModel } from './plantModel';

/** What turns one state of an entity into another; undefined when nothing does or the entity is in neither. */
export function diffEntities(
  kind: EntityKind,
  before: AnyEntity | undefined,
  after: AnyEntity | undefined,
): EntityChange | undefined {
  if (before === after) {
    return undefined;
  }
  if (before === undefined) {
    return after && { change: 'create', kind, id: after.id, fields: fieldsOf(kind, after) };
  }
  if (after === undefined) {
    return { change: 'delete', kind, id: before.id, fields: fieldsOf(kind, before) };
  }
  const fields = fieldChanges(fieldsOf(kind, before), fieldsOf(kind, after));
  return Object.keys(fields).length === 0 ? undefined : { change: 'update', kind, id: before.id, fields };
}

function diffKind(kind: EntityKind, before: PlantModel, after: PlantModel): readonly EntityChange[] {
  const [old, current] = [entitiesOf(before, kind), entitiesOf(after, kind)];
  if (old === current) {
    return [];
  }
  const ids = new Set([...old.keys(), ...current.keys()]);
  return [...ids].flatMap((id) => diffEntities(kind, old.get(id), current.get(id)) ?? []);
}

/** The patch that turns one model of a plant into another. Maps and entities shared by both cost nothing. */
export function diffModels(before: PlantModel, after: PlantModel): ModelPatch {
  invariant(before.plant.id === after.plant.id, 'only models of one plant differ by a patch');
  return { changes: entityKinds.flatMap((kind) => diffKind(kind, before, after)) };
}

import { invariant } from '../lib/invariant';
import { type AnyEntity, collectionsOf, type EntityCollections, modelOfCollections } from './entityCollections';
import { entityFromFields, withFields } from './entityFields';
import type { EntityChange, EntityKind, FieldValue, ModelPatch } from './modelPatch';
import { carryIndexes } from './modelIndex';
import type { PlantModel } from './plantModel';

function afterValues(change: Extract<EntityChange, { change: 'update' }>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(change.fields).map(([path, { after }]) => [path, after]));
}

/** What a change makes of an entity; undefined: it is gone. Throws where the change does not fit the entity. */
export function changedEntity(change: EntityChange, entity: AnyEntity | undefined): AnyEntity | undefined {
  switch (change.change) {
    case 'create':
      invariant(entity === undefined, `${change.kind} ${change.id} is created once`);
      return entityFromFields(change.kind, change.id, change.fields);
    case 'update':
      invariant(entity !== undefined, `${change.kind} ${change.id} is there to be changed`);
      return withFields(entity, afterValues(change));
    case 'delete':
      invariant(entity !== undefined, `${change.kind} ${change.id} is there to be deleted`);
      return undefined;
  }
}

/**
 * The model after a patch. Every entity, and every map of entities, that the patch does not name stays the
 * same object. The patch must fit (`checkPatch`); one that does not is a defect and throws.
 */
export function applyPatch(model: PlantModel, patch: ModelPatch): PlantModel {
  if (patch.changes.length === 0) {
    return model;
  }
  const before = collectionsOf(model);
  const changed = new Map<EntityKind, Map<string, AnyEntity>>();
  for (const change of patch.changes) {
    const entities = changed.get(change.kind) ?? new Map<string, AnyEntity>(before[change.kind]);
    changed.set(change.kind, entities);
    const after = changedEntity(change, entities.get(change.id));
    if (after === undefined) {
      entities.delete(change.id);
    } else {
      entities.set(change.id, after);
    }
  }
  const after = { ...before, ...Object.fromEntries(changed) } as unknown as EntityCollections;
  const result = modelOfCollections(after);
  carryIndexes(model, result, patch);
  return result;
}

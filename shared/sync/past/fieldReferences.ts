import { collectionsOf } from '../../model/entityCollections';
import { fieldsOf } from '../../model/entityFields';
import { type EntityFields, type EntityKind, entityKinds } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { EntityKey } from '../changeset';
import { isKnownKind } from '../recordEntity';
import { referenceOf } from '../references';

/** What a field names of another entity. */
export interface Reference {
  readonly path: string;
  readonly kind: EntityKind;
  readonly id: string;
}

/** The entities that these fields of a kind name, with the field that does. */
export function referencesOfFields(kind: EntityKind, fields: EntityFields): readonly Reference[] {
  return Object.entries(fields).flatMap(([path, value]): readonly Reference[] => {
    const named = referenceOf(kind, path, value);
    return named !== undefined && isKnownKind(named.kind) ? [{ path, kind: named.kind, id: named.id }] : [];
  });
}

/**
 * The first entity that refers to this one; undefined: none does. `fieldsLeft` answers the fields that an entity is
 * looked at with, undefined for one that is passed over.
 */
export function referrerTo(
  model: PlantModel,
  target: EntityKey,
  fieldsLeft: (kind: EntityKind, id: string, fields: EntityFields) => EntityFields | undefined,
): { readonly kind: EntityKind; readonly id: string } | undefined {
  const isMeant = ({ kind, id }: Reference): boolean => kind === target.kind && id === target.id;
  for (const kind of entityKinds) {
    for (const [id, entity] of collectionsOf(model)[kind]) {
      const fields = fieldsOf(kind, entity);
      if (referencesOfFields(kind, fields).some(isMeant)) {
        const left = fieldsLeft(kind, id, fields);
        if (left !== undefined && referencesOfFields(kind, left).some(isMeant)) {
          return { kind, id };
        }
      }
    }
  }
  return undefined;
}

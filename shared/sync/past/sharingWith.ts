import {
  type AnyEntity,
  collectionsOf,
  type EntityCollections,
  modelOfCollections,
} from '../../model/entityCollections';
import { isSameValue } from '../../model/fieldValue';
import { entityKinds, type FieldValue } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';

function isSame(one: AnyEntity, other: AnyEntity): boolean {
  return one === other || isSameValue(one as unknown as FieldValue, other as unknown as FieldValue);
}

function shared(
  own: ReadonlyMap<string, AnyEntity>,
  beside: ReadonlyMap<string, AnyEntity>,
): ReadonlyMap<string, AnyEntity> {
  if (own === beside) {
    return own;
  }
  let allSame = own.size === beside.size;
  const made = new Map<string, AnyEntity>();
  for (const [id, entity] of own) {
    const other = beside.get(id);
    const same = other !== undefined && isSame(entity, other);
    made.set(id, same ? other : entity);
    allSame &&= same;
  }
  return allSame ? beside : made;
}

/**
 * The same model in which everything that is the same in another one is the other's object: so that whoever goes by
 * identity sees only what differs. The other model itself where nothing does.
 */
export function sharingWith(beside: PlantModel, model: PlantModel): PlantModel {
  const [own, other] = [collectionsOf(model), collectionsOf(beside)];
  const made = entityKinds.map((kind) => [kind, shared(own[kind], other[kind])] as const);
  return made.every(([kind, entities]) => entities === other[kind])
    ? beside
    : modelOfCollections(Object.fromEntries(made) as unknown as EntityCollections);
}

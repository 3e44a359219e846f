import { isSameValue } from '../../../shared/model/fieldValue';
import {
  type AnyEntity,
  collectionsOf,
  type EntityCollections,
  modelOfCollections,
} from '../../../shared/model/entityCollections';
import { fieldsOf } from '../../../shared/model/entityFields';
import { type EntityKind, entityKinds } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { entityOfRecord } from '../../../shared/sync/recordEntity';

/** The model that records make up. Entities that are the same in `beside` are taken from there, as the same objects. */
export function modelOfRecords(records: Iterable<EntityRecord>, beside: PlantModel): PlantModel {
  const known = collectionsOf(beside);
  const made = new Map<EntityKind, Map<string, AnyEntity>>(entityKinds.map((kind) => [kind, new Map()]));
  for (const record of records) {
    const read = entityOfRecord(record);
    if (read.state === 'fits') {
      const { kind, entity } = read;
      const same: AnyEntity | undefined = known[kind].get(record.id);
      const isSame = same !== undefined && isSameValue(fieldsOf(kind, same), fieldsOf(kind, entity));
      made.get(kind)?.set(record.id, isSame ? same : entity);
    }
  }
  if (made.get('plant')?.size !== 1) {
    made.set('plant', new Map([[beside.plant.id, beside.plant]]));
  }
  return modelOfCollections(Object.fromEntries(made) as unknown as EntityCollections);
}

import { type AnyEntity, type EntityCollections, modelOfCollections } from '../../../shared/model/entityCollections';
import { type EntityKind, entityKinds } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { sharingWith } from '../../../shared/sync/past/sharingWith';
import { entityOfRecord } from '../../../shared/sync/recordEntity';

/** The model that records make up. Entities that are the same in `beside` are taken from there, as the same objects. */
export function modelOfRecords(records: Iterable<EntityRecord>, beside: PlantModel): PlantModel {
  const made = new Map<EntityKind, Map<string, AnyEntity>>(entityKinds.map((kind) => [kind, new Map()]));
  for (const record of records) {
    const read = entityOfRecord(record);
    if (read.state === 'fits') {
      made.get(read.kind)?.set(record.id, read.entity);
    }
  }
  if (made.get('plant')?.size !== 1) {
    made.set('plant', new Map([[beside.plant.id, beside.plant]]));
  }
  return sharingWith(beside, modelOfCollections(Object.fromEntries(made) as unknown as EntityCollections));
}

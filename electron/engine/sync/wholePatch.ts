import { entitiesOf } from '../../../shared/model/entityCollections';
import { fieldsOf } from '../../../shared/model/entityFields';
import { type EntityChange, entityKinds, type ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';

/** The patch that makes a whole plant out of nothing; what is referred to before what refers to it. */
export function wholePatch(model: PlantModel): ModelPatch {
  return {
    changes: entityKinds.flatMap((kind) =>
      [...entitiesOf(model, kind).values()].map((entity): EntityChange => ({
        change: 'create',
        kind,
        id: entity.id,
        fields: fieldsOf(kind, entity),
      })),
    ),
  };
}

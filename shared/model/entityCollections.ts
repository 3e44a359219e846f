import type { EntityTypes } from './entityTables';
import type { EntityKind } from './modelPatch';
import type { Plant, PlantModel } from './plantModel';

/** Any entity, as the code that treats all kinds alike sees it. */
export type AnyEntity = EntityTypes[EntityKind];

/** The maps of a model by kind, while a changed copy is put together. */
export type EntityCollections = { readonly [Kind in EntityKind]: ReadonlyMap<string, EntityTypes[Kind]> };

const plantMaps = new WeakMap<Plant, ReadonlyMap<string, Plant>>();

function plantMap(plant: Plant): ReadonlyMap<string, Plant> {
  const known = plantMaps.get(plant);
  if (known !== undefined) {
    return known;
  }
  const made = new Map([[plant.id, plant]]);
  plantMaps.set(plant, made);
  return made;
}

/** A model's entities by kind. The plant is a map of one. */
export function collectionsOf(model: PlantModel): EntityCollections {
  return {
    plant: plantMap(model.plant),
    area: model.areas,
    sheet: model.sheets,
    lineClass: model.lineClasses,
    component: model.components,
    connection: model.connections,
    dataSource: model.dataSources,
    sensor: model.sensors,
    binding: model.bindings,
    note: model.notes,
  };
}

/** All entities of one kind by id. */
export function entitiesOf<Kind extends EntityKind>(
  model: PlantModel,
  kind: Kind,
): ReadonlyMap<string, EntityTypes[Kind]> {
  return collectionsOf(model)[kind];
}

/** The model that these collections make up. Keys of the maps are the ids of what they hold. */
export function modelOfCollections(collections: EntityCollections): PlantModel {
  const [plant] = collections.plant.values();
  if (plant === undefined) {
    throw new Error('Invariant broken: a model has its plant');
  }
  const made: Readonly<Record<keyof Omit<PlantModel, 'plant'>, ReadonlyMap<string, AnyEntity>>> = {
    areas: collections.area,
    sheets: collections.sheet,
    lineClasses: collections.lineClass,
    components: collections.component,
    connections: collections.connection,
    dataSources: collections.dataSource,
    sensors: collections.sensor,
    bindings: collections.binding,
    notes: collections.note,
  };
  return { plant, ...made } as unknown as PlantModel;
}

import { entitiesOf } from './entityCollections';
import type { EntityKind } from './modelPatch';
import type { EntityTypes } from './entityTables';
import type {
  Area,
  Binding,
  Connection,
  DataSource,
  LineClass,
  Note,
  Plant,
  PlantComponent,
  PlantModel,
  Sensor,
  Sheet,
} from './plantModel';

/** The exchange format's name and version, first in every file. */
export const plantDocumentFormat = 'sightglass-plant';
export const plantDocumentVersion = 1;

/** A whole plant as plain JSON: the `*.plant.json` exchange format, and what the engine hands to a window. */
export interface PlantDocument {
  readonly format: typeof plantDocumentFormat;
  readonly version: number;
  readonly plant: Plant;
  readonly areas: readonly Area[];
  readonly sheets: readonly Sheet[];
  readonly lineClasses: readonly LineClass[];
  readonly components: readonly PlantComponent[];
  readonly connections: readonly Connection[];
  readonly dataSources: readonly DataSource[];
  readonly sensors: readonly Sensor[];
  readonly bindings: readonly Binding[];
  readonly notes: readonly Note[];
}

/** Sorted by id, so that the same plant always gives the same file. */
function listed<Kind extends EntityKind>(model: PlantModel, kind: Kind): readonly EntityTypes[Kind][] {
  const entities = [...entitiesOf(model, kind).values()];
  return entities.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The whole model as a document. Nothing is lost: `modelFromDocument` makes an equal model of it. */
export function documentFromModel(model: PlantModel): PlantDocument {
  return {
    format: plantDocumentFormat,
    version: plantDocumentVersion,
    plant: model.plant,
    areas: listed(model, 'area'),
    sheets: listed(model, 'sheet'),
    lineClasses: listed(model, 'lineClass'),
    components: listed(model, 'component'),
    connections: listed(model, 'connection'),
    dataSources: listed(model, 'dataSource'),
    sensors: listed(model, 'sensor'),
    bindings: listed(model, 'binding'),
    notes: listed(model, 'note'),
  };
}

function byId<Entity extends { readonly id: string }>(entities: readonly Entity[]): ReadonlyMap<Entity['id'], Entity> {
  return new Map(entities.map((entity) => [entity.id, entity]));
}

/** The model of a document that has been checked (`readPlantDocument`), or that the engine sent. */
export function modelFromDocument(document: PlantDocument): PlantModel {
  return {
    plant: document.plant,
    areas: byId(document.areas),
    sheets: byId(document.sheets),
    lineClasses: byId(document.lineClasses),
    components: byId(document.components),
    connections: byId(document.connections),
    dataSources: byId(document.dataSources),
    sensors: byId(document.sensors),
    bindings: byId(document.bindings),
    notes: byId(document.notes),
  };
}

import type { AnyEntity } from './entityCollections';
import type { EntityKind } from './modelPatch';
import type { Binding, Connection, PlantComponent, Sensor, Sheet } from './plantModel';

/** One entity that another refers to, and the field that does. */
export interface EntityReference {
  readonly field: string;
  readonly kind: EntityKind;
  readonly id: string;
}

function reference(field: string, kind: EntityKind, id: string | undefined): readonly EntityReference[] {
  return id === undefined ? [] : [{ field, kind, id }];
}

/** What has to be there for an entity to stand (rule M9 of docs/spec/model.md). */
export function entityReferences(kind: EntityKind, entity: AnyEntity): readonly EntityReference[] {
  switch (kind) {
    case 'sheet':
      return reference('areaId', 'area', (entity as Sheet).areaId);
    case 'component':
      return reference('sheetId', 'sheet', (entity as PlantComponent).sheetId);
    case 'sensor':
      return reference('sourceId', 'dataSource', (entity as Sensor).sourceId);
    case 'connection': {
      const { sheetId, lineClassId, from, to } = entity as Connection;
      return [
        ...reference('sheetId', 'sheet', sheetId),
        ...reference('lineClassId', 'lineClass', lineClassId),
        ...reference('from', 'component', from.componentId),
        ...reference('to', 'component', to.componentId),
      ];
    }
    case 'binding': {
      const { componentId, sensorId } = entity as Binding;
      return [...reference('componentId', 'component', componentId), ...reference('sensorId', 'sensor', sensorId)];
    }
    case 'plant':
    case 'area':
    case 'lineClass':
    case 'dataSource':
    case 'note':
      return [];
  }
}

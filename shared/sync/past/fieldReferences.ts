import { collectionsOf } from '../../model/entityCollections';
import { fieldsOf } from '../../model/entityFields';
import { type EntityFields, type EntityKind, entityKinds, type FieldValue } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';

/** What a field names of another entity. */
export interface Reference {
  readonly path: string;
  readonly kind: EntityKind;
  readonly id: string;
}

const plainReferences: { readonly [Kind in EntityKind]?: Readonly<Record<string, EntityKind>> } = {
  sheet: { areaId: 'area' },
  component: { sheetId: 'sheet' },
  connection: { sheetId: 'sheet', lineClassId: 'lineClass' },
  sensor: { sourceId: 'dataSource' },
  binding: { componentId: 'component', sensorId: 'sensor' },
};

function endOf(value: FieldValue): string | undefined {
  const isEnd = typeof value === 'object' && !Array.isArray(value) && 'componentId' in value;
  return isEnd ? String(value.componentId) : undefined;
}

/** The entities that these fields of a kind name. */
export function referencesOfFields(kind: EntityKind, fields: EntityFields): readonly Reference[] {
  const found: Reference[] = [];
  for (const [path, referred] of Object.entries(plainReferences[kind] ?? {})) {
    const id = fields[path];
    if (typeof id === 'string') {
      found.push({ path, kind: referred, id });
    }
  }
  for (const path of kind === 'connection' ? ['from', 'to'] : []) {
    const id = endOf(fields[path]);
    if (id !== undefined) {
      found.push({ path, kind: 'component', id });
    }
  }
  return found;
}

/**
 * The first entity that refers to this one; undefined: none does. `fieldsLeft` answers the fields that an entity is
 * looked at with, undefined for one that is passed over.
 */
export function referrerTo(
  model: PlantModel,
  target: { readonly kind: EntityKind; readonly id: string },
  fieldsLeft: (kind: EntityKind, id: string, fields: EntityFields) => EntityFields | undefined,
): { readonly kind: EntityKind; readonly id: string } | undefined {
  const isMeant = ({ kind, id }: Reference): boolean => kind === target.kind && id === target.id;
  for (const kind of entityKinds.filter((candidate) => refersTo(candidate, target.kind))) {
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

function refersTo(kind: EntityKind, target: EntityKind): boolean {
  return (
    Object.values(plainReferences[kind] ?? {}).includes(target) || (kind === 'connection' && target === 'component')
  );
}

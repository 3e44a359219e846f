import { foldTag } from '../model/foldTag';
import type { EntityFields, FieldValue } from '../model/modelPatch';
import type { EntityKey } from './changeset';
import { type EntityRecord, keyText } from './entityRecord';

/** Which fields of a kind name another entity, and of what kind. `from` and `to` name a component inside. */
const referenceFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sheet: { areaId: 'area' },
  component: { sheetId: 'sheet' },
  connection: { sheetId: 'sheet', lineClassId: 'lineClass', from: 'component', to: 'component' },
  sensor: { sourceId: 'dataSource' },
  binding: { componentId: 'component', sensorId: 'sensor' },
};

/** Which entity a field value names; undefined: none. Values are taken as they come, from any program. */
function namedId(value: FieldValue): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value !== 'object' || Array.isArray(value) || !('componentId' in value)) {
    return undefined;
  }
  const { componentId } = value;
  return typeof componentId === 'string' ? componentId : undefined;
}

/** The entity that one field names; undefined where it names none. */
export function referenceOf(kind: string, field: string, value: FieldValue): EntityKey | undefined {
  const target = referenceFields[kind]?.[field];
  const id = target === undefined ? undefined : namedId(value);
  return target === undefined || id === undefined ? undefined : { kind: target, id };
}

type ValueOf = (field: string) => FieldValue;

function referencesBy(kind: string, valueOf: ValueOf): readonly EntityKey[] {
  const found = new Map<string, EntityKey>();
  for (const field of Object.keys(referenceFields[kind] ?? {})) {
    const key = referenceOf(kind, field, valueOf(field));
    if (key !== undefined) {
      found.set(keyText(key), key);
    }
  }
  return [...found.values()];
}

/** Every entity that an entity with these fields names, each once. */
export function referencesIn(kind: string, fields: EntityFields): readonly EntityKey[] {
  return referencesBy(kind, (field) => fields[field]);
}

/** Every entity that a live record names, each once; a dead one names none. */
export function referencesOf({ kind, live, fields }: EntityRecord): readonly EntityKey[] {
  // Without all of its fields beside each other: this is asked of every record again and again.
  return live ? referencesBy(kind, (field) => fields[field]?.value) : [];
}

function folded(value: FieldValue): string | undefined {
  const text = typeof value === 'string' ? foldTag(value) : '';
  return text === '' ? undefined : text;
}

/** What may stand once in a plant: the field it comes from, and how it is compared. */
const uniqueFields: Readonly<Record<string, { readonly field: string; readonly fold: boolean }>> = {
  component: { field: 'tag', fold: true },
  sensor: { field: 'name', fold: false },
  lineClass: { field: 'code', fold: true },
  dataSource: { field: 'name', fold: true },
};

/** The name that an entity with these fields takes for itself; undefined where it takes none. A plant takes the one place. */
export function uniqueKeyIn(kind: string, fields: EntityFields): string | undefined {
  return uniqueKeyBy(kind, (field) => fields[field]);
}

function uniqueKeyBy(kind: string, valueOf: ValueOf): string | undefined {
  if (kind === 'plant') {
    return 'plant';
  }
  const rule = uniqueFields[kind];
  const value = rule && valueOf(rule.field);
  const text = rule?.fold === false ? (typeof value === 'string' ? value : undefined) : folded(value);
  return text === undefined ? undefined : `${kind}:${text}`;
}

/** The names that a live record takes for itself, as a store indexes them. */
export function uniqueKeysOf({ kind, live, fields }: EntityRecord): readonly string[] {
  const key = live ? uniqueKeyBy(kind, (field) => fields[field]?.value) : undefined;
  return key === undefined ? [] : [key];
}

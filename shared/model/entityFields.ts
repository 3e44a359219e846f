import { entityTables, type EntityTypes } from './entityTables';
import type { AnyEntity } from './entityCollections';
import { isSameValue } from './fieldValue';
import type { EntityFields, EntityKind, FieldChange, FieldValue } from './modelPatch';

const propertyPrefix = 'properties.';

/** The path of one property of a component, as patches name it. */
export function propertyPath(name: string): string {
  return `${propertyPrefix}${name}`;
}

/** The name of the property that a path leads to; undefined for a path of a field. */
export function propertyNameOf(path: string): string | undefined {
  return path.startsWith(propertyPrefix) ? path.slice(propertyPrefix.length) : undefined;
}

/** The fields of an entity by path. What is not set is left out. */
export function fieldsOf(kind: EntityKind, entity: AnyEntity): EntityFields {
  const record = entity as unknown as Readonly<Record<string, FieldValue>>;
  const fields: Record<string, FieldValue> = {};
  for (const field of entityTables[kind].fields) {
    const value = record[field];
    if (field === 'properties') {
      for (const [name, text] of Object.entries(value as EntityFields)) {
        fields[propertyPath(name)] = text;
      }
    } else if (value !== undefined) {
      fields[field] = value;
    }
  }
  return fields;
}

/** Fields by path as the plain object that the kind's schema reads. */
export function nestFields(id: string, fields: EntityFields): Record<string, FieldValue> {
  const nested: Record<string, FieldValue> = { id };
  const properties: [string, FieldValue][] = [];
  for (const [path, value] of Object.entries(fields)) {
    const name = propertyNameOf(path);
    if (value === undefined) {
      continue;
    }
    if (name === undefined) {
      nested[path] = value;
    } else {
      properties.push([name, value]);
    }
  }
  if (properties.length > 0) {
    nested['properties'] = Object.fromEntries(properties);
  }
  return nested;
}

/** The entity that has these fields; throws a `ZodError` where they do not make one. */
export function entityFromFields<Kind extends EntityKind>(
  kind: Kind,
  id: string,
  fields: EntityFields,
): EntityTypes[Kind] {
  return entityTables[kind].schema.parse(nestFields(id, fields));
}

/** What changed from one state of an entity to the next; empty when nothing did. */
export function fieldChanges(before: EntityFields, after: EntityFields): Record<string, FieldChange> {
  const changes: Record<string, FieldChange> = {};
  for (const path of Object.keys({ ...before, ...after })) {
    if (!isSameValue(before[path], after[path])) {
      changes[path] = { before: before[path], after: after[path] };
    }
  }
  return changes;
}

/** The entity with these fields set. Values are taken as they are; `checkPatch` has judged them. */
export function withFields<Entity extends AnyEntity>(
  entity: Entity,
  fields: Readonly<Record<string, FieldValue>>,
): Entity {
  const changed: Record<string, unknown> = { ...entity };
  let properties: Record<string, FieldValue> | undefined;
  for (const [path, value] of Object.entries(fields)) {
    const name = propertyNameOf(path);
    if (name === undefined) {
      changed[path] = value;
      continue;
    }
    properties ??= { ...(changed['properties'] as EntityFields) };
    if (value === undefined) {
      delete properties[name];
    } else {
      properties[name] = value;
    }
  }
  return (properties === undefined ? changed : { ...changed, properties }) as unknown as Entity;
}

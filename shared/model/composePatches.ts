import { invariant } from '../lib/invariant';
import { fieldChanges } from './entityFields';
import { isSameValue } from './fieldValue';
import type { EntityChange, EntityFields, FieldChange, FieldValue, ModelPatch } from './modelPatch';

type Update = Extract<EntityChange, { change: 'update' }>;

/** Fields with one side of an update written over them; fields that end up unset are left out. */
function overwritten(fields: EntityFields, update: Update, side: keyof FieldChange): EntityFields {
  const result: Record<string, FieldValue> = { ...fields };
  for (const [path, change] of Object.entries(update.fields)) {
    const value = change[side];
    if (value === undefined) {
      delete result[path];
    } else {
      result[path] = value;
    }
  }
  return result;
}

function updateOf(change: EntityChange, fields: Record<string, FieldChange>): Update | undefined {
  const { kind, id } = change;
  return Object.keys(fields).length === 0 ? undefined : { change: 'update', kind, id, fields };
}

function composeUpdates(first: Update, second: Update): Update | undefined {
  const fields: Record<string, FieldChange> = { ...first.fields };
  for (const [path, { before, after }] of Object.entries(second.fields)) {
    const original = Object.hasOwn(first.fields, path) ? first.fields[path]?.before : before;
    if (isSameValue(original, after)) {
      delete fields[path];
    } else {
      fields[path] = { before: original, after };
    }
  }
  return updateOf(first, fields);
}

/** Two changes of one entity as one; undefined where the second takes the first back. */
function composeChanges(first: EntityChange, second: EntityChange): EntityChange | undefined {
  if (first.change === 'update' && second.change === 'update') {
    return composeUpdates(first, second);
  }
  if (first.change === 'create' && second.change === 'update') {
    return { ...first, fields: overwritten(first.fields, second, 'after') };
  }
  if (first.change === 'create' && second.change === 'delete') {
    return undefined;
  }
  if (first.change === 'update' && second.change === 'delete') {
    return { ...second, fields: overwritten(second.fields, first, 'before') };
  }
  invariant(first.change === 'delete' && second.change === 'create', 'changes of one entity follow on each other');
  return updateOf(first, fieldChanges(first.fields, second.fields));
}

/** One patch that does what two do, made one after the other. Changes that cancel out disappear. */
export function composePatches(first: ModelPatch, second: ModelPatch): ModelPatch {
  const joined = new Map<string, EntityChange>();
  for (const change of [...first.changes, ...second.changes]) {
    const key = `${change.kind} ${change.id}`;
    const earlier = joined.get(key);
    const together = earlier === undefined ? change : composeChanges(earlier, change);
    if (together === undefined) {
      joined.delete(key);
    } else {
      joined.set(key, together);
    }
  }
  return { changes: [...joined.values()] };
}

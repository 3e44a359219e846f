import type { EntityChange, FieldChange, ModelPatch } from './modelPatch';

function invertChange(change: EntityChange): EntityChange {
  switch (change.change) {
    case 'create':
      return { ...change, change: 'delete' };
    case 'delete':
      return { ...change, change: 'create' };
    case 'update': {
      const swapped = Object.entries(change.fields).map(([path, { before, after }]): [string, FieldChange] => [
        path,
        { before: after, after: before },
      ]);
      return { ...change, fields: Object.fromEntries(swapped) };
    }
  }
}

/** The patch that takes this one back, exactly. */
export function invertPatch(patch: ModelPatch): ModelPatch {
  return { changes: patch.changes.map(invertChange).reverse() };
}

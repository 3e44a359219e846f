import { isSameValue } from '../../../shared/model/fieldValue';
import type { EntityChange, ModelPatch } from '../../../shared/model/modelPatch';
import { demand } from './violation';

function isOwn(change: EntityChange, gesture: EntityChange | undefined): boolean {
  switch (change.change) {
    case 'create':
      return gesture?.change === 'delete';
    case 'delete':
      return gesture?.change === 'create' && isSameValue(change.fields, gesture.fields);
    case 'update':
      return Object.entries(change.fields).every(
        ([path, { before }]) => gesture?.change === 'update' && isSameValue(gesture.fields[path]?.after, before),
      );
  }
}

/** [P9] An undo replaces or deletes nothing but what the gesture made that it takes back. */
export function checkUndo(undo: ModelPatch, gesture: ModelPatch): void {
  for (const change of undo.changes) {
    const { kind, id } = change;
    const own = gesture.changes.find((it) => it.kind === kind && it.id === id);
    demand(
      isOwn(change, own),
      'P9',
      () => `an undo ${change.change}s ${kind} ${id}, which is not as its gesture left it`,
    );
  }
}

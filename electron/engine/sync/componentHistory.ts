import { bindingIdOf, asId } from '../../../shared/model/ids';
import type { FieldValue } from '../../../shared/model/modelPatch';
import type { LoggedChange } from '../../../shared/sync/logEntry';
import { referenceOf } from '../../../shared/sync/references';

/** Whether the changes touch a component: itself, a binding of its slots, or a line that begins or ends there. */
export function changesComponent(changes: readonly LoggedChange[], componentId: string): boolean {
  const bindingPrefix = bindingIdOf(asId(componentId), '');
  const isReferred = (kind: string, path: string, value: FieldValue): boolean => {
    const named = referenceOf(kind, path, value);
    return named?.kind === 'component' && named.id === componentId;
  };
  return changes.some((change) => {
    const { kind, id } = change;
    if ((kind === 'component' && id === componentId) || (kind === 'binding' && id.startsWith(bindingPrefix))) {
      return true;
    }
    return change.change === 'update'
      ? Object.entries(change.fields).some(
          ([path, { before, after }]) => isReferred(kind, path, before) || isReferred(kind, path, after),
        )
      : Object.entries(change.fields).some(([path, value]) => isReferred(kind, path, value));
  });
}

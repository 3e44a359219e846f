import type { AppError } from '../../../shared/lib/appError';
import type { AreaId } from '../../../shared/model/ids';
import type { App } from '../../state/appContext';
import { showFreezes } from '../../state/freezeStore';
import type { EditorStore } from '../editorStore';

/** An area that is to be frozen or released; `reason`: for freezing, where one was given. */
export interface FreezeWish {
  readonly areaId: AreaId;
  readonly frozen: boolean;
  readonly reason?: string;
}

/**
 * Has the service freeze or release an area, shows what is frozen then, and closes the dialog that asked: no other that
 * was opened since. Answers why it failed; undefined: it did not.
 */
export async function changeFreeze(
  { app, store }: { readonly app: Pick<App, 'client' | 'freezes'>; readonly store: EditorStore },
  { areaId, frozen, ...why }: FreezeWish,
): Promise<AppError | undefined> {
  const { dialog: asking } = store.getState();
  const answer = frozen
    ? await app.client.call('sync:freeze', { areaId, ...why })
    : await app.client.call('sync:release', { areaId });
  if (!answer.ok) {
    return answer.error;
  }
  showFreezes(app.freezes, answer.value.frozen);
  store.setState(({ dialog }) => (dialog === asking ? { dialog: undefined } : {}));
  return undefined;
}

import type { ModelStore } from '../state/modelStore';
import type { EditorState, EditorStore } from './editorStore';

type Overlays = Pick<EditorState, 'areaMenu' | 'slotQuestion' | 'dialog'>;

const nothing: Overlays = { areaMenu: undefined, slotQuestion: undefined, dialog: undefined };

/**
 * Closes the menu and the dialog of a thing that is gone, so that they do not open by themselves when it comes back. The
 * function returned ends that and closes whatever lies over the drawing: Model mode is left.
 */
export function followOverlays(models: ModelStore, store: EditorStore): () => void {
  const stop = models.subscribe(({ model }, before) => {
    const { areaMenu, slotQuestion, dialog } = store.getState();
    if (model === before.model) {
      return;
    }
    if (areaMenu !== undefined && model?.areas.has(areaMenu.areaId) !== true) {
      store.setState({ areaMenu: undefined });
    }
    if (slotQuestion !== undefined && model?.components.has(slotQuestion.componentId) !== true) {
      store.setState({ slotQuestion: undefined });
    }
    if (dialog !== undefined && 'areaId' in dialog && model?.areas.has(dialog.areaId) !== true) {
      store.setState({ dialog: undefined });
    }
  });
  return () => {
    stop();
    store.setState(nothing);
  };
}

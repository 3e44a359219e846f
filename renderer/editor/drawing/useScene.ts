import { type RefObject, useEffect, useState } from 'react';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { useModel, useSession } from '../../state/appContext';
import type { Scene } from '../../schematic/scene';
import { useEditor } from '../editorContext';
import { movedComponents } from './componentDrag';
import { mostInnerBoxes } from './SelectionBox';

/** Follows the editor's gestures without a redraw of React: the scene draws what is dragged on top. */
function followGestures(editor: ReturnType<typeof useEditor>, scene: Scene): () => void {
  return editor.store.subscribe((state, before) => {
    if (state.drag !== before.drag) {
      const { drag } = state;
      const model = editor.onShow()?.model;
      const components = drag?.ids.flatMap((id) => model?.components.get(id) ?? []) ?? [];
      scene.setPreview(drag === undefined ? undefined : movedComponents(components, { x: drag.dx, y: drag.dy }));
    }
  });
}

/** The scene in the host element, kept on the model, the sheet, the theme and the selection. */
export function useScene(host: RefObject<HTMLDivElement | null>): Scene | undefined {
  const editor = useEditor();
  const [scene, setScene] = useState<Scene>();
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const theme = useSession((state) => state.theme);
  const selection = useSession((state) => state.selection);
  useEffect(() => {
    if (host.current === null) {
      return undefined;
    }
    const { theme: first } = editor.app.session.getState();
    const made = editor.createScene(host.current, { catalogue: symbolCatalogue, theme: first, mode: 'model' });
    const unfollow = followGestures(editor, made);
    setScene(made);
    return () => {
      unfollow();
      made.dispose();
      setScene(undefined);
    };
  }, [editor, host]);
  useEffect(() => {
    if (scene !== undefined && model !== undefined && sheetId !== undefined) {
      scene.setContent(model, sheetId);
    }
  }, [scene, model, sheetId]);
  useEffect(() => scene?.setTheme(theme), [scene, theme]);
  useEffect(() => {
    // Up to a point the overlay draws the selection, with handles; beyond it the scene is the cheaper one.
    const isTooMany = Math.max(selection.components.size, selection.connections.size) > mostInnerBoxes;
    scene?.setSelection(isTooMany ? [...selection.components, ...selection.connections] : []);
  }, [scene, selection]);
  return scene;
}

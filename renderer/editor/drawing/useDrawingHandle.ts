import { useEffect } from 'react';
import type { ComponentId } from '../../../shared/model/ids';
import { useModel, useSession } from '../../state/appContext';
import type { Scene, SceneView } from '../../schematic/scene';
import type { DrawingHandle, Editor } from '../editor';
import { useEditor } from '../editorContext';
import { dropPlacing, gridOf, movePlacing } from './placing';
import { type DrawingSurface, isOver, sheetPoint, viewExtent } from './surface';
import { snapped } from './targets';

const zoomLimits = { lowest: 0.05, highest: 4 } as const;

function zoomed(surface: DrawingSurface, zoom: number): SceneView {
  const to = Math.min(zoomLimits.highest, Math.max(zoomLimits.lowest, zoom));
  const now = surface.view();
  const [cx, cy] = [surface.element.clientWidth / 2, surface.element.clientHeight / 2];
  const share = to / now.zoom;
  return { x: cx - (cx - now.x) * share, y: cy - (cy - now.y) * share, zoom: to };
}

/** A sheet that would be smaller than this is opened at its corner, at the size one draws in. */
const smallestOpening = 0.5;
const cornerPx = 40;

/** The view that shows the whole sheet: its page while it is empty. */
function fitted(editor: Editor, scene: Scene): SceneView {
  const shown = editor.onShow();
  const sheet = shown?.model.sheets.get(shown.sheetId);
  return scene.fit(
    shown?.geometry.bounds() ?? { x: 0, y: 0, width: sheet?.width ?? 1_600, height: sheet?.height ?? 1_000 },
  );
}

/** How a sheet is shown at first: all of it where that can be read, else its corner at 100 %. */
function opening(editor: Editor, scene: Scene): SceneView {
  const all = fitted(editor, scene);
  return all.zoom >= smallestOpening ? all : { x: cornerPx, y: cornerPx, zoom: 1 };
}

/** The view moved no further than needed to have a component in it. */
function revealed(editor: Editor, surface: DrawingSurface, id: ComponentId): SceneView | undefined {
  const body = editor.onShow()?.geometry.components.get(id)?.body;
  const extent = viewExtent(surface);
  const margin = 48;
  if (body === undefined) {
    return undefined;
  }
  const isIn =
    body.x >= extent.x + margin &&
    body.y >= extent.y + margin &&
    body.x + body.width <= extent.x + extent.width - margin &&
    body.y + body.height <= extent.y + extent.height - margin;
  if (isIn) {
    return undefined;
  }
  const zoom = Math.max(surface.view().zoom, 0.75);
  return {
    x: surface.element.clientWidth / 2 - (body.x + body.width / 2) * zoom,
    y: surface.element.clientHeight / 2 - (body.y + body.height / 2) * zoom,
    zoom,
  };
}

function createHandle(editor: Editor, scene: Scene, surface: DrawingSurface): DrawingHandle {
  const set = (view: SceneView | undefined): void => {
    if (view !== undefined) {
      editor.viewport()?.set(view);
    }
  };
  return {
    zoomTo: (zoom) => set(zoomed(surface, zoom)),
    zoomBy: (factor) => set(zoomed(surface, surface.view().zoom * factor)),
    fit: () => set(fitted(editor, scene)),
    reveal: (id) => set(revealed(editor, surface, id)),
    placingMoved: (clientX, clientY) => movePlacing(editor, surface, { clientX, clientY }),
    placingDropped: (clientX, clientY) => dropPlacing(editor, surface, { clientX, clientY }),
    componentAt: (clientX, clientY) => {
      if (!isOver(surface, clientX, clientY)) {
        return undefined;
      }
      const { left, top } = surface.element.getBoundingClientRect();
      const hit = scene.hitTest(clientX - left, clientY - top);
      return hit === undefined || hit.kind === 'connection' ? undefined : hit.id;
    },
    centre: () => {
      const { left, top, width, height } = surface.element.getBoundingClientRect();
      return snapped(sheetPoint(surface, left + width / 2, top + height / 2), gridOf(editor));
    },
    focus: () => surface.element.focus(),
  };
}

/** Lends the drawing to the rest of the editor; fits each sheet when it is first shown and follows the search. */
export function useDrawingHandle(scene: Scene, surface: DrawingSurface): void {
  const editor = useEditor();
  const sheetId = useSession((state) => state.sheetId);
  const revealedNow = useSession((state) => state.revealed);
  const projectPath = useModel((state) => state.project?.path);
  useEffect(() => editor.attachDrawing(createHandle(editor, scene, surface)), [editor, scene, surface]);
  useEffect(() => {
    editor.viewport()?.set(opening(editor, scene));
  }, [editor, scene, sheetId, projectPath]);
  useEffect(() => {
    if (revealedNow !== undefined) {
      editor.drawing()?.reveal(revealedNow.componentId);
    }
  }, [editor, revealedNow]);
}

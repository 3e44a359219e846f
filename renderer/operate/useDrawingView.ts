import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentId, ConnectionId, SheetId } from '../../shared/model/ids';
import type { Scene, SceneView } from '../schematic/scene';
import { useApp, useModelOnShow, useSession } from '../state/appContext';

/** What is kept of the drawing while Model mode is shown. */
export interface DrawingMemory {
  /** Views that were chosen, by sheet. A sheet that is shown whole is not in here. */
  readonly views: Map<SheetId, SceneView>;
  /** The last wish to see a component that was fulfilled. */
  revealedCount: number;
  /** Shows the open sheet as `views` says; undefined while no drawing is mounted. */
  showAgain: (() => void) | undefined;
}

/** How the view is changed. */
export interface Viewing {
  /** A view that was chosen stays, also when the window changes its size. */
  readonly onView: (view: SceneView) => void;
  readonly onFit: () => void;
  /** Another sheet is shown: as it was seen last, else whole. */
  readonly onSheet: (sheetId: SheetId) => void;
}

interface ViewingOptions {
  readonly scene: Scene | undefined;
  readonly memory: DrawingMemory;
  readonly sheet: RefObject<SheetId | undefined>;
  readonly onZoom: (zoom: number) => void;
}

function createViewing({ scene, memory, sheet, onZoom }: ViewingOptions): Viewing {
  const show = (view: SceneView): void => {
    scene?.setView(view);
    onZoom(view.zoom);
  };
  const onView = (view: SceneView): void => {
    if (sheet.current !== undefined) {
      memory.views.set(sheet.current, view);
    }
    show(view);
  };
  const onFit = (): void => {
    if (sheet.current !== undefined) {
      memory.views.delete(sheet.current);
    }
    if (scene !== undefined) {
      scene.resize();
      show(scene.fit());
    }
  };
  const onSheet = (sheetId: SheetId): void => {
    sheet.current = sheetId;
    const kept = memory.views.get(sheetId);
    if (kept === undefined) {
      onFit();
    } else {
      show(kept);
    }
  };
  return { onView, onFit, onSheet };
}

/** The view: the whole sheet, also while the drawing grows and shrinks, until another view is chosen. */
export function useViewing(
  host: RefObject<HTMLDivElement | null>,
  scene: Scene | undefined,
  memory: DrawingMemory,
): Viewing & { readonly zoom: number } {
  const [zoom, setZoom] = useState(1);
  const sheet = useRef<SheetId | undefined>(undefined);
  const viewing = useMemo(() => createViewing({ scene, memory, sheet, onZoom: setZoom }), [scene, memory]);
  useEffect(() => {
    if (host.current === null) {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      if (sheet.current !== undefined && !memory.views.has(sheet.current)) {
        viewing.onFit();
      }
    });
    observer.observe(host.current);
    memory.showAgain = () => sheet.current !== undefined && viewing.onSheet(sheet.current);
    return () => {
      observer.disconnect();
      memory.showAgain = undefined;
    };
  }, [host, viewing, memory]);
  return { ...viewing, zoom };
}

/** The open sheet, its theme and selection; moved when a component is to be shown. */
export function useSceneContent(scene: Scene | undefined, { onView, onSheet }: Viewing, memory: DrawingMemory): void {
  const { onShow } = useApp();
  const model = useModelOnShow((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const revealed = useSession((state) => state.revealed);
  const theme = useSession((state) => state.theme);
  const selection = useSession((state) => state.selection);
  const shown = useRef<{ readonly scene: Scene; readonly name: string } | undefined>(undefined);
  useEffect(() => {
    if (scene !== undefined && model !== undefined && sheetId !== undefined) {
      scene.setContent(model, sheetId);
      const name = `${model.plant.id}/${sheetId}`;
      if (shown.current?.scene !== scene || shown.current.name !== name) {
        shown.current = { scene, name };
        onSheet(sheetId);
      }
    }
  }, [scene, model, sheetId, onSheet]);
  useEffect(() => scene?.setTheme(theme), [scene, theme]);
  useEffect(() => {
    scene?.setSelection(new Set<ComponentId | ConnectionId>([...selection.components, ...selection.connections]));
  }, [scene, selection]);
  useEffect(() => {
    // Only a new wish moves the view, not an edit of the model: the model is asked for, not followed.
    const { model: current } = onShow.operate.getState();
    const component = revealed === undefined ? undefined : current?.components.get(revealed.componentId);
    const isNew = revealed !== undefined && revealed.count > memory.revealedCount;
    if (scene !== undefined && component !== undefined && isNew) {
      memory.revealedCount = revealed.count;
      const extent = { x: component.x - 400, y: component.y - 250, width: 800, height: 500 };
      onView(scene.fit(extent));
    }
  }, [scene, revealed, onView, onShow, memory]);
}

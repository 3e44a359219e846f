import { type RefObject, useEffect, useMemo, useState } from 'react';
import { applyPatch } from '../../../shared/model/applyPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import { grow } from '../../../shared/schematic/extents';
import { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { Extent } from '../../../shared/symbols/symbolClass';
import { fittingPatch } from '../../../shared/sync/review/resolve';
import { type ReviewDecisions, takeSide, undecided } from '../../../shared/sync/review/review';
import { extentOfItem, reviewLayerOf } from '../../../shared/sync/review/reviewGhosts';
import type { GhostSources } from '../../../shared/sync/review/sideView';
import type { SheetId } from '../../../shared/model/ids';
import { createScene } from '../../schematic/createScene';
import type { Scene, SceneView } from '../../schematic/scene';
import { useSession } from '../../state/appContext';
import { useFocusedItem, useReviewOnShow, useReviewState } from './reviewContext';
import type { ReviewOnShow } from './reviewDesk';
import type { ReviewView } from './reviewStore';

/** Makes the scene in its host and takes it away again. */
export function useReviewScene(host: RefObject<HTMLDivElement | null>): Scene | undefined {
  const theme = useSession((state) => state.theme);
  const [scene, setScene] = useState<Scene>();
  useEffect(() => {
    if (host.current === null) {
      return undefined;
    }
    const made = createScene(host.current, { catalogue: symbolCatalogue, theme: 'light', mode: 'model' });
    setScene(made);
    return () => {
      made.dispose();
      setScene(undefined);
    };
  }, [host]);
  useEffect(() => scene?.setTheme(theme), [scene, theme]);
  return scene;
}

/** The plant as one side, or the decisions so far, would have it. */
function modelOf({ review, plant }: ReviewOnShow, view: ReviewView, decisions: ReviewDecisions): PlantModel {
  const rows = review.items.flatMap((item) => item.rows);
  switch (view) {
    case 'result':
      return applyPatch(plant.model, fittingPatch(plant, review, decisions));
    case 'mine':
      return applyPatch(plant.model, fittingPatch(plant, review, takeSide(undecided, rows, 'mine')));
    default:
      return plant.model;
  }
}

function ghostSources(shown: ReviewOnShow, sheetId: SheetId): GhostSources {
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(shown.plant.model, sheetId);
  return { wording: shown.wording, geometry, sheetId };
}

/** What the drawing shows: the plant as chosen, and what the review lays over it. */
export function useReviewContent(scene: Scene | undefined): GhostSources | undefined {
  const shown = useReviewOnShow();
  const sheetId = useSession((state) => state.sheetId);
  const view = useReviewState((state) => state.view);
  const decisions = useReviewState((state) => state.decisions);
  const focusId = useReviewState((state) => state.focusId);
  const mergedShown = useReviewState((state) => state.mergedShown);
  const sources = useMemo(
    () => (shown === undefined || sheetId === undefined ? undefined : ghostSources(shown, sheetId)),
    [shown, sheetId],
  );
  useEffect(() => {
    if (scene !== undefined && shown !== undefined && sheetId !== undefined) {
      scene.setContent(modelOf(shown, view, decisions), sheetId);
    }
  }, [scene, shown, sheetId, view, decisions]);
  useEffect(() => {
    if (scene !== undefined && shown !== undefined && sources !== undefined) {
      const merged = mergedShown ? shown.merged : [];
      const layer = { decisions, focusId, merged, ghosts: view === 'all' };
      scene.setReview(reviewLayerOf(sources, shown.review, layer));
    }
  }, [scene, shown, sources, decisions, focusId, mergedShown, view]);
  return sources;
}

const marginPx = 80;
/** What is brought into view is not shown larger than this. */
const closestZoom = 1.25;
const smallestZoom = 0.75;

function isInView(view: SceneView, extent: Extent, host: HTMLElement): boolean {
  const left = extent.x * view.zoom + view.x;
  const top = extent.y * view.zoom + view.y;
  const right = left + extent.width * view.zoom;
  const bottom = top + extent.height * view.zoom;
  return (
    left >= marginPx / 2 &&
    top >= marginPx / 2 &&
    right <= host.clientWidth - marginPx / 2 &&
    bottom <= host.clientHeight - marginPx / 2
  );
}

/** The view with an extent in its middle, large enough to be read. */
function viewOn(extent: Extent, host: HTMLElement, zoom: number): SceneView {
  const around = grow(extent, marginPx);
  const fitting = Math.min(host.clientWidth / around.width, host.clientHeight / around.height);
  const at = Math.min(closestZoom, fitting, Math.max(zoom, smallestZoom));
  return {
    zoom: at,
    x: host.clientWidth / 2 - (extent.x + extent.width / 2) * at,
    y: host.clientHeight / 2 - (extent.y + extent.height / 2) * at,
  };
}

/** Shows the whole sheet when another comes, and brings the item into view that was chosen. */
export function useReviewView(
  host: RefObject<HTMLDivElement | null>,
  scene: Scene | undefined,
  { sources, onView }: { readonly sources: GhostSources | undefined; readonly onView: (view: SceneView) => void },
): void {
  const shown = useReviewOnShow();
  const item = useFocusedItem();
  const sheetId = sources?.sheetId;
  useEffect(() => {
    if (scene !== undefined && sheetId !== undefined) {
      scene.resize();
      onView(scene.fit());
    }
  }, [scene, sheetId, onView]);
  const focusId = item?.id;
  useEffect(() => {
    const focused = shown?.review.items.find(({ id }) => id === focusId);
    if (scene === undefined || sources === undefined || host.current === null || focused?.sheetId !== sources.sheetId) {
      return;
    }
    const extent = shown === undefined ? undefined : extentOfItem(sources, shown.review, focused);
    const view = scene.view();
    if (extent !== undefined && (view.zoom < smallestZoom || !isInView(view, extent, host.current))) {
      onView(viewOn(extent, host.current, view.zoom));
    }
    // Only another choice moves the view, not a decision.
  }, [scene, focusId, sheetId, onView]);
}

import type { SceneView } from './scene';

const closest = 4;
const furthest = 0.05;

/** The view brought closer by a factor, with a point of the host staying where it is. */
export function zoomedAbout(
  view: SceneView,
  factor: number,
  point: { readonly x: number; readonly y: number },
): SceneView {
  const zoom = Math.min(Math.max(view.zoom * factor, furthest), closest);
  const share = zoom / view.zoom;
  return { zoom, x: point.x - (point.x - view.x) * share, y: point.y - (point.y - view.y) * share };
}

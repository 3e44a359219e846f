import type { Point } from '../../shared/model/plantModel';
import type { Extent } from '../../shared/symbols/symbolClass';
import type { Projection } from './paper';
import type { SceneView } from './scene';
import type { TileWindow } from './tileLayer';

/** Margin left around what is fitted, CSS px: room for words and the controls that float in the corners. */
const fitMarginPx = 32;
const smallestZoom = 0.02;

/** The size of the drawing area. */
export interface HostSize {
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  /** Device px per CSS px. */
  readonly ratio: number;
}

/** How the sheet lies on the canvases at a view. */
export function projectionOf(view: SceneView, { ratio }: HostSize): Projection {
  return {
    scale: view.zoom * ratio,
    ratio,
    originX: Math.round(view.x * ratio),
    originY: Math.round(view.y * ratio),
  };
}

/** What of the sheet is seen, in device px from its origin. */
export function windowOf(projection: Projection, size: HostSize): TileWindow {
  return {
    x: -projection.originX,
    y: -projection.originY,
    width: Math.round(size.width * size.ratio),
    height: Math.round(size.height * size.ratio),
  };
}

/** What of the sheet is seen, in sheet px, with a margin in CSS px. */
export function visibleExtent(view: SceneView, size: HostSize, marginPx: number): Extent {
  return {
    x: (-view.x - marginPx) / view.zoom,
    y: (-view.y - marginPx) / view.zoom,
    width: (size.width + 2 * marginPx) / view.zoom,
    height: (size.height + 2 * marginPx) / view.zoom,
  };
}

/** The sheet point under a point of the host. */
export function toSheetPoint(view: SceneView, { x, y }: Point): Point {
  return { x: (x - view.x) / view.zoom, y: (y - view.y) / view.zoom };
}

/** The view that shows an extent in the middle, never larger than drawn. */
export function fitView(extent: Extent, size: HostSize): SceneView {
  const room = {
    width: Math.max(1, size.width - 2 * fitMarginPx),
    height: Math.max(1, size.height - 2 * fitMarginPx),
  };
  const wanted = Math.min(room.width / Math.max(1, extent.width), room.height / Math.max(1, extent.height), 1);
  const zoom = Math.max(smallestZoom, wanted);
  return {
    x: size.width / 2 - (extent.x + extent.width / 2) * zoom,
    y: size.height / 2 - (extent.y + extent.height / 2) * zoom,
    zoom,
  };
}

import type { Point } from '../../../shared/model/plantModel';
import type { SceneView } from '../../schematic/scene';

/** The drawing as gestures see it. */
export interface DrawingSurface {
  readonly element: HTMLElement;
  readonly view: () => SceneView;
  /** Where the last press was, on the sheet; kept by the gestures. */
  readonly press: { at: Point };
}

/** A point of the window on the sheet. */
export function sheetPoint({ element, view }: DrawingSurface, clientX: number, clientY: number): Point {
  const { left, top } = element.getBoundingClientRect();
  const { x, y, zoom } = view();
  return { x: (clientX - left - x) / zoom, y: (clientY - top - y) / zoom };
}

/** True while a point of the window is over the drawing. */
export function isOver({ element }: DrawingSurface, clientX: number, clientY: number): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return clientX >= left && clientX < right && clientY >= top && clientY < bottom;
}

/** The part of the sheet that is in view. */
export function viewExtent({ element, view }: DrawingSurface) {
  const { x, y, zoom } = view();
  return {
    x: -x / zoom,
    y: -y / zoom,
    width: element.clientWidth / zoom,
    height: element.clientHeight / zoom,
  };
}

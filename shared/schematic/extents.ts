import type { Point } from '../model/plantModel';
import type { Extent } from '../symbols/symbolClass';

/** The smallest rectangle around some points; empty at the origin when there are none. */
export function extentOfPoints(points: readonly Point[]): Extent {
  const first = points[0];
  if (first === undefined) {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  let [left, right, top, bottom] = [first.x, first.x, first.y, first.y];
  for (const point of points) {
    left = Math.min(left, point.x);
    right = Math.max(right, point.x);
    top = Math.min(top, point.y);
    bottom = Math.max(bottom, point.y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The rectangle grown by the same margin on all sides. */
export function grow(extent: Extent, margin: number): Extent {
  return {
    x: extent.x - margin,
    y: extent.y - margin,
    width: extent.width + 2 * margin,
    height: extent.height + 2 * margin,
  };
}

/** Whether two rectangles share more than an edge. */
export function overlaps(a: Extent, b: Extent): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether a rectangle holds a point, edges included. */
export function holds(extent: Extent, point: Point): boolean {
  return (
    point.x >= extent.x &&
    point.x <= extent.x + extent.width &&
    point.y >= extent.y &&
    point.y <= extent.y + extent.height
  );
}

/** The smallest rectangle around both. */
export function unite(a: Extent, b: Extent): Extent {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

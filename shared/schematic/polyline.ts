import type { Direction, Point } from '../model/plantModel';
import type { Extent } from '../symbols/symbolClass';

/** Where a point falls on a polyline. */
export interface PolylineSpot extends Point {
  /** Distance of the asked point from the line. */
  readonly distance: number;
  /** Index of the leg: from point i to point i + 1. */
  readonly leg: number;
}

/** One way along x or y per direction. */
export const stepOf: Readonly<Record<Direction, Point>> = {
  north: { x: 0, y: -1 },
  east: { x: 1, y: 0 },
  south: { x: 0, y: 1 },
  west: { x: -1, y: 0 },
};

function isSame(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}

/** Whether b lies on the straight way from a to c, so that it is no bend. */
function isBetween(a: Point, b: Point, c: Point): boolean {
  const alongX = a.y === b.y && b.y === c.y && (b.x - a.x) * (c.x - b.x) >= 0;
  const alongY = a.x === b.x && b.x === c.x && (b.y - a.y) * (c.y - b.y) >= 0;
  return alongX || alongY;
}

/** The same line without repeated points and without points that are no bend. */
export function simplify(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    let last = kept.at(-1);
    if (last !== undefined && isSame(last, point)) {
      continue;
    }
    let before = kept.at(-2);
    while (last !== undefined && before !== undefined && isBetween(before, last, point)) {
      kept.pop();
      last = kept.at(-1);
      before = kept.at(-2);
    }
    kept.push(point);
  }
  return kept;
}

/** Length of a polyline whose legs run along x or y. */
export function lengthOf(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    if (a !== undefined && b !== undefined) {
      length += Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    }
  }
  return length;
}

/** Calls `visit` for every leg, in order. */
export function eachLeg(points: readonly Point[], visit: (a: Point, b: Point, leg: number) => void): void {
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    if (a !== undefined && b !== undefined) {
      visit(a, b, i - 1);
    }
  }
}

/** The spot of the line nearest to a point; undefined for a line without legs. */
export function nearestSpot(points: readonly Point[], point: Point): PolylineSpot | undefined {
  let best: PolylineSpot | undefined;
  eachLeg(points, (a, b, leg) => {
    const x = Math.min(Math.max(point.x, Math.min(a.x, b.x)), Math.max(a.x, b.x));
    const y = Math.min(Math.max(point.y, Math.min(a.y, b.y)), Math.max(a.y, b.y));
    const distance = Math.hypot(point.x - x, point.y - y);
    if (best === undefined || distance < best.distance) {
      best = { x, y, distance, leg };
    }
  });
  return best;
}

/** Whether any leg passes through the inside of a rectangle. */
export function passesThrough(points: readonly Point[], extent: Extent): boolean {
  let hit = false;
  eachLeg(points, (a, b) => {
    hit ||=
      Math.max(a.x, b.x) > extent.x &&
      Math.min(a.x, b.x) < extent.x + extent.width &&
      Math.max(a.y, b.y) > extent.y &&
      Math.min(a.y, b.y) < extent.y + extent.height;
  });
  return hit;
}

/** The two parts of a line cut at a spot. Both end and begin there. */
export function splitAt(
  points: readonly Point[],
  spot: PolylineSpot,
): { readonly before: readonly Point[]; readonly after: readonly Point[] } {
  const cut: Point = { x: spot.x, y: spot.y };
  return {
    before: simplify([...points.slice(0, spot.leg + 1), cut]),
    after: simplify([cut, ...points.slice(spot.leg + 1)]),
  };
}

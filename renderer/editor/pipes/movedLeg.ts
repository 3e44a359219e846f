import type { Point } from '../../../shared/model/plantModel';
import { simplify } from '../../../shared/schematic/polyline';

/** How far a line runs straight out of a port before it may bend. */
const stubPx = 16;

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(stubPx, length / 3) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/**
 * A line with one of its legs moved across its own direction. A leg at a port keeps a stub there, so that the
 * line still leaves the port the way it points.
 */
export function movedLeg(points: readonly Point[], leg: number, by: Point): readonly Point[] {
  const [start, end] = [points[leg], points[leg + 1]];
  if (start === undefined || end === undefined) {
    return points;
  }
  const isAcross = start.y === end.y;
  const shift = ({ x, y }: Point): Point => (isAcross ? { x, y: y + by.y } : { x: x + by.x, y });
  const isFirst = leg === 0;
  const isLast = leg === points.length - 2;
  const first = isFirst ? [start, towards(start, end), shift(towards(start, end))] : [shift(start)];
  const last = isLast ? [shift(towards(end, start)), towards(end, start), end] : [shift(end)];
  return simplify([...points.slice(0, leg), ...first, ...last, ...points.slice(leg + 2)]);
}

/** The middle of a leg, where its handle stands. */
export function legMiddles(points: readonly Point[]): readonly Point[] {
  return points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    return { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  });
}

import type { Direction, Point } from '../model/plantModel';
import type { Extent } from '../symbols/symbolClass';
import type { PlacedPort } from '../symbols/symbolPlacement';
import { extentOfPoints, unite } from './extents';
import { lengthOf, passesThrough, simplify, stepOf } from './polyline';

/** The ports a line runs between, and what it had better not run through. */
export interface RouteEnds {
  readonly from: PlacedPort;
  readonly to: PlacedPort;
  /** Usually the bodies of the two components. */
  readonly avoid?: readonly Extent[];
}

/** Bends fall on multiples of this. */
export const routeGrid = 8;
/** A line runs at least this far straight out of a port before it may bend. */
export const shortestStub = 12;

/** A bend is worth this much detour; running through a body is worth many bends. */
const bendCost = 160;
const throughCost = 2_000;

function isHorizontal(direction: Direction): boolean {
  return direction === 'east' || direction === 'west';
}

function snap(value: number): number {
  // Adding 0 turns −0 into 0.
  return Math.round(value / routeGrid) * routeGrid + 0;
}

/** The first grid line at least one stub away from the port. */
function stubEnd(port: PlacedPort): Point {
  const step = stepOf[port.direction];
  const out = (value: number, sign: number): number =>
    sign === 0
      ? value
      : sign > 0
        ? Math.ceil((value + shortestStub) / routeGrid) * routeGrid + 0
        : Math.floor((value - shortestStub) / routeGrid) * routeGrid + 0;
  return { x: out(port.x, step.x), y: out(port.y, step.y) };
}

function faceEachOther(from: PlacedPort, to: PlacedPort): boolean {
  const step = stepOf[from.direction];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const ahead = isHorizontal(from.direction) ? dy === 0 && dx * step.x > 0 : dx === 0 && dy * step.y > 0;
  const back = stepOf[to.direction];
  return ahead && back.x === -step.x && back.y === -step.y;
}

/** Lines of the grid worth bending on: midway, at the stubs, and clear of everything on either side. */
function bendLines(stubs: readonly [number, number], low: number, high: number): readonly number[] {
  const margin = 2 * routeGrid;
  const [a, b] = stubs;
  const outside = [Math.floor((low - margin) / routeGrid), Math.ceil((high + margin) / routeGrid)];
  return [...new Set([snap((a + b) / 2), a, b, ...outside.map((line) => line * routeGrid + 0)])];
}

/** A turn of 180 degrees: the line would run back over itself. */
function turnsBack(points: readonly Point[]): boolean {
  for (let i = 2; i < points.length; i += 1) {
    const [a, b, c] = [points[i - 2], points[i - 1], points[i]];
    if (a === undefined || b === undefined || c === undefined) {
      continue;
    }
    if ((b.x - a.x) * (c.x - b.x) < 0 || (b.y - a.y) * (c.y - b.y) < 0) {
      return true;
    }
  }
  return false;
}

function candidates(ends: RouteEnds): readonly (readonly Point[])[] {
  const { from, to } = ends;
  const [a, b] = [stubEnd(from), stubEnd(to)];
  const around = (ends.avoid ?? []).reduce<Extent>(unite, extentOfPoints([from, to]));
  const between: (readonly Point[])[] = [[{ x: b.x, y: a.y }], [{ x: a.x, y: b.y }]];
  for (const x of bendLines([a.x, b.x], around.x, around.x + around.width)) {
    between.push([
      { x, y: a.y },
      { x, y: b.y },
    ]);
  }
  for (const y of bendLines([a.y, b.y], around.y, around.y + around.height)) {
    between.push([
      { x: a.x, y },
      { x: b.x, y },
    ]);
  }
  const [start, end]: readonly Point[] = [
    { x: from.x, y: from.y },
    { x: to.x, y: to.y },
  ];
  if (start === undefined || end === undefined) {
    return [];
  }
  return between.map((middle) => simplify([start, a, ...middle, b, end])).filter((points) => !turnsBack(points));
}

function costOf(points: readonly Point[], avoid: readonly Extent[]): number {
  const through = avoid.filter((extent) => passesThrough(points, extent)).length;
  return lengthOf(points) + (points.length - 2) * bendCost + through * throughCost;
}

/** Routes worth offering, best first, each from port to port; at least one. */
export function alternativeRoutes(ends: RouteEnds): readonly (readonly Point[])[] {
  const { from, to } = ends;
  const straight: readonly Point[] = [
    { x: from.x, y: from.y },
    { x: to.x, y: to.y },
  ];
  const found = faceEachOther(from, to) ? [straight, ...candidates(ends)] : candidates(ends);
  const seen = new Set<string>();
  const distinct = found.filter((points) => {
    const name = points.map((point) => `${point.x},${point.y}`).join(' ');
    return seen.has(name) ? false : seen.add(name);
  });
  if (distinct.length === 0) {
    return [orthogonal(straight, from.direction)];
  }
  const avoid = ends.avoid ?? [];
  return distinct
    .map((points) => ({ points, cost: costOf(points, avoid) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ points }) => points);
}

/** Breaks every slanting leg into two, the first of which continues across the leg before. */
function orthogonal(points: readonly Point[], first: Direction): readonly Point[] {
  const made: Point[] = [];
  let alongX = !isHorizontal(first);
  for (const point of points) {
    const last = made.at(-1);
    if (last !== undefined && last.x !== point.x && last.y !== point.y) {
      made.push(alongX ? { x: last.x, y: point.y } : { x: point.x, y: last.y });
      alongX = !alongX;
    } else if (last !== undefined && (last.x !== point.x || last.y !== point.y)) {
      alongX = last.y === point.y;
    }
    made.push(point);
  }
  return simplify(made);
}

/** The bend next to a port, moved so that the leg between them runs along the port's direction. */
function follow(port: PlacedPort, bend: Point): readonly Point[] {
  const step = stepOf[port.direction];
  const aligned = isHorizontal(port.direction) ? { x: bend.x, y: port.y } : { x: port.x, y: bend.y };
  const ahead = (aligned.x - port.x) * step.x + (aligned.y - port.y) * step.y > 0;
  return ahead ? [aligned] : [stubEnd(port), bend];
}

function oneBend(ends: RouteEnds, bend: Point): readonly Point[] {
  const { from, to } = ends;
  const [outX, inX] = [isHorizontal(from.direction), isHorizontal(to.direction)];
  if (outX !== inX) {
    return [outX ? { x: to.x, y: from.y } : { x: from.x, y: to.y }];
  }
  return outX
    ? [
        { x: bend.x, y: from.y },
        { x: bend.x, y: to.y },
      ]
    : [
        { x: from.x, y: bend.y },
        { x: to.x, y: bend.y },
      ];
}

function withBends(ends: RouteEnds, bends: readonly Point[]): readonly Point[] {
  const { from, to } = ends;
  const [start, end]: [Point, Point] = [
    { x: from.x, y: from.y },
    { x: to.x, y: to.y },
  ];
  const [first, last] = [bends[0], bends.at(-1)];
  if (first === undefined || last === undefined) {
    return [start, end];
  }
  if (bends.length === 1) {
    return simplify([start, ...oneBend(ends, first), end]);
  }
  const tail = [...follow(to, last)].reverse();
  return orthogonal([start, ...follow(from, first), ...bends.slice(1, -1), ...tail, end], from.direction);
}

/** Whether a line leaves both ports the way they point and never runs back over itself. */
export function isProperRoute(points: readonly Point[], ends: RouteEnds): boolean {
  const [a, b, y, z] = [points[0], points[1], points.at(-2), points.at(-1)];
  if (a === undefined || b === undefined || y === undefined || z === undefined) {
    return false;
  }
  const [out, into] = [stepOf[ends.from.direction], stepOf[ends.to.direction]];
  const leaves = (b.x - a.x) * out.x + (b.y - a.y) * out.y > 0;
  const arrives = (y.x - z.x) * into.x + (y.y - z.y) * into.y > 0;
  return leaves && arrives && !turnsBack(points);
}

/**
 * The line of a connection from port to port, all legs along x or y. Bends of the engineer's stay, and
 * the legs next to the ports follow the ports; where that no longer works, or without bends, the best
 * route found.
 */
export function routeOf(bends: readonly Point[], ends: RouteEnds): readonly Point[] {
  if (bends.length > 0) {
    const kept = withBends(ends, bends);
    if (isProperRoute(kept, ends)) {
      return kept;
    }
  }
  const straight: readonly Point[] = [
    { x: ends.from.x, y: ends.from.y },
    { x: ends.to.x, y: ends.to.y },
  ];
  return faceEachOther(ends.from, ends.to) ? straight : (alternativeRoutes(ends)[0] ?? straight);
}

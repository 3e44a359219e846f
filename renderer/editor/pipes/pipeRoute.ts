import type { Direction, Point } from '../../../shared/model/plantModel';
import { placedPortOf } from '../../../shared/schematic/placedPorts';
import { simplify } from '../../../shared/schematic/polyline';
import { alternativeRoutes, type RouteEnds } from '../../../shared/schematic/routing';
import type { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import type { PlacedPort } from '../../../shared/symbols/symbolPlacement';
import type { PipeGesture, PipeTarget } from './pipeGesture';

/** The route that is shown, and what it is made of. */
export interface PipeRoute {
  readonly points: readonly Point[];
  /** How many routes there are to choose from with Tab. */
  readonly choices: number;
  /** True for the router's first choice: it is not kept as bends, so the pipe follows freely. */
  readonly isFound: boolean;
}

/** The side of a pipe on which a branch leaves towards a point. */
function sideOf(geometry: SheetGeometry, target: Extract<PipeTarget, { kind: 'pipe' }>, towards: Point): Direction {
  const spot = geometry.lines.get(target.connectionId)?.points ?? [];
  const leg = spot.findIndex((point, index) => {
    const next = spot[index + 1];
    return (
      next !== undefined &&
      ((point.y === next.y && point.y === target.at.y) || (point.x === next.x && point.x === target.at.x))
    );
  });
  const [start, end] = [spot[leg], spot[leg + 1]];
  const isAcross = start === undefined || end === undefined || start.y === end.y;
  if (isAcross) {
    return towards.y < target.at.y ? 'north' : 'south';
  }
  return towards.x < target.at.x ? 'west' : 'east';
}

function portOf(geometry: SheetGeometry, target: PipeTarget, towards: Point): PlacedPort | undefined {
  if (target.kind === 'pipe') {
    return { name: '', ...target.at, direction: sideOf(geometry, target, towards) };
  }
  const placed = geometry.components.get(target.end.componentId);
  return placed && placedPortOf(placed.component, placed.symbol, target.end.port);
}

function bodiesOf(geometry: SheetGeometry, targets: readonly (PipeTarget | undefined)[]): RouteEnds['avoid'] {
  return targets.flatMap((target) => {
    const placed = target?.kind === 'port' ? geometry.components.get(target.end.componentId) : undefined;
    return placed === undefined ? [] : [placed.body];
  });
}

/** Two legs to the pointer while it is over nothing. */
function looseRoute(from: Point, to: Point, firstLeg: PipeGesture['firstLeg']): readonly Point[] {
  const corner = firstLeg === 'horizontal' ? { x: to.x, y: from.y } : { x: from.x, y: to.y };
  return simplify([from, corner, to]);
}

/** True when the first leg of a route runs the way the person asked for. */
function beginsAlong(points: readonly Point[], firstLeg: PipeGesture['firstLeg']): boolean {
  const [a, b] = points;
  return a !== undefined && b !== undefined && (firstLeg === 'horizontal' ? a.y === b.y : a.x === b.x);
}

/** The line that a gesture shows: to a target the chosen one of the router's, else two legs to the pointer. */
export function pipeRouteOf(geometry: SheetGeometry, gesture: PipeGesture): PipeRoute {
  const from = portOf(geometry, gesture.from, gesture.to);
  const to = gesture.target === undefined ? undefined : portOf(geometry, gesture.target, gesture.from.at);
  if (from === undefined || to === undefined) {
    return { points: looseRoute(gesture.from.at, gesture.to, gesture.firstLeg), choices: 1, isFound: true };
  }
  const avoid = bodiesOf(geometry, [gesture.from, gesture.target]);
  const routes = alternativeRoutes(avoid === undefined ? { from, to } : { from, to, avoid });
  // Space asks for the other first leg: routes that begin so come first, where there are any.
  const ordered =
    gesture.firstLeg === 'vertical'
      ? [...routes].sort((a, b) => Number(beginsAlong(b, 'vertical')) - Number(beginsAlong(a, 'vertical')))
      : routes;
  const points = ordered[gesture.routeIndex % ordered.length] ?? [];
  return { points, choices: ordered.length, isFound: points === routes[0] };
}

/** The bends of a route: its points without the two ends. */
export function bendsOf(points: readonly Point[]): readonly Point[] {
  return points.slice(1, -1);
}

import type { ConnectionEnd, Point } from '../../../shared/model/plantModel';
import { grow } from '../../../shared/schematic/extents';
import { placedPortsOf } from '../../../shared/schematic/placedPorts';
import type { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import type { PlacedPort } from '../../../shared/symbols/symbolPlacement';
import type { PipeTarget } from '../pipes/pipeGesture';

/** Ports show within this of the pointer, px of the screen. */
export const portShowPx = 24;
/** A pipe catches within this. */
export const pipeReachPx = 8;

/** A port near the pointer. */
export interface NearPort {
  readonly end: ConnectionEnd;
  readonly port: PlacedPort;
  readonly distance: number;
  readonly used: boolean;
}

/** The ports within a distance of a point, the nearest first; of two in one place the one that faces the point. */
export function portsNear(geometry: SheetGeometry, point: Point, distance: number): readonly NearPort[] {
  const found: NearPort[] = [];
  geometry.visitComponents(grow({ ...point, width: 0, height: 0 }, distance), ({ component, symbol }) => {
    const used = new Set(
      [...geometry.linesAt(component.id)].flatMap((id) => {
        const connection = geometry.lines.get(id)?.connection;
        return connection === undefined
          ? []
          : [connection.from, connection.to]
              .filter(({ componentId }) => componentId === component.id)
              .map(({ port }) => port);
      }),
    );
    for (const port of placedPortsOf(component, symbol)) {
      const away = Math.hypot(port.x - point.x, port.y - point.y);
      if (away <= distance) {
        const end = { componentId: component.id, port: port.name };
        found.push({ end, port, distance: away, used: used.has(port.name) });
      }
    }
  });
  return found.sort((a, b) => a.distance - b.distance || Number(a.used) - Number(b.used));
}

/** The point of the grid nearest to a point; `gridPx` 0: the point itself. */
export function snapped(point: Point, gridPx: number): Point {
  return gridPx === 0
    ? { x: Math.round(point.x), y: Math.round(point.y) }
    : { x: Math.round(point.x / gridPx) * gridPx, y: Math.round(point.y / gridPx) * gridPx };
}

/** What a pipe could begin or end on at a point: a port within reach, else a pipe. */
export function pipeTargetAt(
  geometry: SheetGeometry,
  point: Point,
  view: { readonly zoom: number; readonly gridPx: number },
): PipeTarget | undefined {
  const [port] = portsNear(geometry, point, portShowPx / view.zoom);
  if (port !== undefined) {
    return { kind: 'port', end: port.end, at: { x: port.port.x, y: port.port.y } };
  }
  const line = geometry.pipeUnder(point, pipeReachPx / view.zoom);
  if (line === undefined) {
    return undefined;
  }
  return { kind: 'pipe', connectionId: line.id, at: spotOnGrid(geometry, line, view.gridPx) };
}

/** The spot of a line, moved along its leg to the grid. */
export function spotOnGrid(
  geometry: SheetGeometry,
  line: NonNullable<ReturnType<SheetGeometry['pipeUnder']>>,
  gridPx: number,
): Point {
  const { spot } = line;
  const points = geometry.lines.get(line.id)?.points ?? [];
  const [start, end] = [points[spot.leg], points[spot.leg + 1]];
  if (start === undefined || end === undefined) {
    return { x: spot.x, y: spot.y };
  }
  const onGrid = snapped(spot, gridPx);
  const within = (value: number, a: number, b: number): number =>
    Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));
  return { x: within(onGrid.x, start.x, end.x), y: within(onGrid.y, start.y, end.y) };
}

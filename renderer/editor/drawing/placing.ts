import type { ConnectionId } from '../../../shared/model/ids';
import type { Point, Rotation } from '../../../shared/model/plantModel';
import type { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { select } from '../../state/sessionStore';
import type { CommandDesk } from '../commands/commandParts';
import { type DrawingSurface, isOver, sheetPoint } from './surface';
import { snapped, spotOnGrid } from './targets';

/** A carried symbol falls onto a pipe within this, px of the screen. */
const pipeCatchPx = 14;

/** Where a symbol would stand, and the pipe that would open around it. */
export interface PlacingSpot {
  readonly at: Point;
  readonly intoPipe: ConnectionId | undefined;
}

/** True for classes that a pipe can open around. */
export function fitsIntoPipe(symbolId: string): boolean {
  const symbol = symbolCatalogue.get(symbolId);
  return symbol !== undefined && (symbol.inline || symbol.behaviour === 'junction');
}

/** Where a symbol stands when it is let go over a point: on a pipe that is near, else on the grid. */
export function placingSpot(
  geometry: SheetGeometry,
  carried: { readonly symbolId: string; readonly point: Point },
  view: { readonly zoom: number; readonly gridPx: number },
): PlacingSpot {
  const line = fitsIntoPipe(carried.symbolId)
    ? geometry.pipeUnder(
        carried.point,
        pipeCatchPx / view.zoom,
        ({ lineClass }) => (lineClass?.kind ?? 'pipe') === 'pipe',
      )
    : undefined;
  return line === undefined
    ? { at: snapped(carried.point, view.gridPx), intoPipe: undefined }
    : { at: spotOnGrid(geometry, line, view.gridPx), intoPipe: line.id };
}

/** Which way a component is turned that goes into a pipe there. */
export function turnOnPipe(geometry: SheetGeometry, spot: PlacingSpot): Rotation {
  const points = spot.intoPipe === undefined ? [] : (geometry.lines.get(spot.intoPipe)?.points ?? []);
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (a !== undefined && b !== undefined) {
      const isOnRow =
        a.y === b.y && a.y === spot.at.y && Math.min(a.x, b.x) <= spot.at.x && spot.at.x <= Math.max(a.x, b.x);
      const isOnColumn =
        a.x === b.x && a.x === spot.at.x && Math.min(a.y, b.y) <= spot.at.y && spot.at.y <= Math.max(a.y, b.y);
      if (isOnRow) {
        return b.x >= a.x ? 0 : 180;
      }
      if (isOnColumn) {
        return b.y >= a.y ? 90 : 270;
      }
    }
  }
  return 0;
}

/** The size of the grid that things snap to now; 0: none. */
export function gridOf(desk: CommandDesk): number {
  return desk.store.getState().snap ? 8 : 0;
}

/** A symbol is carried over the drawing, or past it. */
export function movePlacing(desk: CommandDesk, surface: DrawingSurface, pointer: MouseEventPlace): void {
  const { placing } = desk.store.getState();
  const geometry = desk.onShow()?.geometry;
  if (placing === undefined || geometry === undefined) {
    return;
  }
  if (!isOver(surface, pointer.clientX, pointer.clientY)) {
    desk.store.setState({ placing: { ...placing, at: undefined, intoPipe: undefined } });
    return;
  }
  const point = sheetPoint(surface, pointer.clientX, pointer.clientY);
  const view = { zoom: surface.view().zoom, gridPx: gridOf(desk) };
  const spot = placingSpot(geometry, { symbolId: placing.symbolId, point }, view);
  const rotation = spot.intoPipe === undefined ? placing.rotation : turnOnPipe(geometry, spot);
  desk.store.setState({ placing: { ...placing, ...spot, rotation } });
}

/** A symbol is let go: it stands where it was shown, or goes back. */
export function dropPlacing(desk: CommandDesk, surface: DrawingSurface, pointer: MouseEventPlace): void {
  movePlacing(desk, surface, pointer);
  const { placing } = desk.store.getState();
  desk.store.setState({ placing: undefined });
  if (placing?.at !== undefined) {
    const { symbolId, at, rotation, intoPipe } = placing;
    const id = desk.edits.place({ symbolId, at, rotation, intoPipe });
    if (id !== undefined) {
      select(desk.app.session, [id]);
    }
  }
}

/** Where a pointer is in the window. */
export interface MouseEventPlace {
  readonly clientX: number;
  readonly clientY: number;
}

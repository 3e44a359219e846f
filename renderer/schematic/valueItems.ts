import { valueState, type ValueState } from '../../shared/history/valueState';
import type { ComponentId } from '../../shared/model/ids';
import type { Point } from '../../shared/model/plantModel';
import { type PlatePlace, layoutPlates, type PlateWish } from '../../shared/schematic/plateLayout';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import type { Extent } from '../../shared/symbols/symbolClass';
import { plateWish } from './plateMetrics';
import { hasPlate, type SceneParts } from './sceneParts';
import type { Leader } from './standingPainter';

/** A piece of the value layer: drawn, cleared and hit as one. Extents are CSS px from the sheet's origin. */
export type ValueItem =
  | { readonly kind: 'symbol'; readonly placed: PlacedComponent; readonly extent: Extent }
  | {
      readonly kind: 'plate';
      readonly placed: PlacedComponent;
      readonly place: PlatePlace<ComponentId>;
      readonly extent: Extent;
    };

/** All plates of a sheet at one zoom, with the lines that lead to them. */
export interface PlateLayout {
  readonly zoom: number;
  readonly places: ReadonlyMap<ComponentId, PlatePlace<ComponentId>>;
  readonly leaders: ReadonlyMap<ComponentId, Leader>;
  /** For every instrument the one whose plate shows it. */
  readonly hostOf: ReadonlyMap<ComponentId, ComponentId>;
}

/** States by how much they need to be seen, most first. */
const severity: readonly ValueState[] = [
  valueState.bad,
  valueState.noData,
  valueState.stale,
  valueState.held,
  valueState.approximate,
  valueState.measured,
];

/** The state of several values that most needs to be seen. */
export function worstOf(states: readonly ValueState[]): ValueState {
  return severity.find((state) => states.includes(state)) ?? valueState.measured;
}

/** From the ring on the pipe to the plate's edge: straight where it can, else with one bend. */
function leaderOf(place: Extent, tap: Point): Leader {
  const ringPx = 3;
  const [right, bottom] = [place.x + place.width, place.y + place.height];
  const insideX = tap.x >= place.x && tap.x <= right;
  const insideY = tap.y >= place.y && tap.y <= bottom;
  const edgeX = tap.x < place.x ? place.x : right;
  const edgeY = tap.y < place.y ? place.y : bottom;
  const middle = place.y + place.height / 2;
  let points: readonly Point[];
  if (insideX && insideY) {
    points = [];
  } else if (insideX) {
    points = [
      { x: tap.x, y: edgeY },
      { x: tap.x, y: tap.y + (edgeY > tap.y ? ringPx : -ringPx) },
    ];
  } else if (insideY) {
    points = [
      { x: edgeX, y: tap.y },
      { x: tap.x + (edgeX > tap.x ? ringPx : -ringPx), y: tap.y },
    ];
  } else {
    points = [
      { x: edgeX, y: middle },
      { x: tap.x, y: middle },
      { x: tap.x, y: tap.y + (middle > tap.y ? ringPx : -ringPx) },
    ];
  }
  const xs = [tap.x, edgeX];
  const ys = [tap.y, middle, edgeY];
  const [x, y] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
  return { points, tap, extent: { x, y, width: Math.max(...xs) + 4 - x, height: Math.max(...ys) + 4 - y } };
}

/** Lays out the plates of the whole sheet, so that they stand still while it is panned. */
export function layoutSheetPlates(parts: SceneParts, zoom: number): PlateLayout {
  const wishes: PlateWish<ComponentId>[] = [];
  for (const placed of parts.geometry.components.values()) {
    const sensor = parts.values.slotsOf(placed.component.id)?.get('value');
    if (sensor !== undefined && hasPlate(parts, placed)) {
      wishes.push(plateWish(placed, sensor, { zoom, ruler: parts.ruler, geometry: parts.geometry }));
    }
  }
  wishes.sort((a, b) => a.centre.y - b.centre.y || a.centre.x - b.centre.x);
  const places = layoutPlates(wishes);
  const leaders = new Map<ComponentId, Leader>();
  for (const { id, tap } of wishes) {
    const place = places.get(id);
    if (place !== undefined && tap !== undefined) {
      leaders.set(id, leaderOf(place, tap));
    }
  }
  const hosts = [...places].flatMap(([host, { members }]) => members.map((id) => [id, host] as const));
  return { zoom, places, leaders, hostOf: new Map(hosts) };
}

/** Room for strokes, bar, chevrons and words around a symbol, CSS px. */
const symbolRoom = { left: 80, right: 110, top: 24, bottom: 52 };

/** What a live symbol may cover, CSS px from the sheet's origin. */
export function symbolItem(placed: PlacedComponent, zoom: number, withWords: boolean): ValueItem {
  const { x, y, width, height } = placed.body;
  const room = withWords ? symbolRoom : { left: 8, right: 8, top: 8, bottom: 8 };
  return {
    kind: 'symbol',
    placed,
    extent: {
      x: x * zoom - room.left,
      y: y * zoom - room.top,
      width: width * zoom + room.left + room.right,
      height: height * zoom + room.top + room.bottom,
    },
  };
}

/** The item of a plate. */
export function plateItem(placed: PlacedComponent, place: PlatePlace<ComponentId>): ValueItem {
  const extent = { x: place.x - 2, y: place.y - 2, width: place.width + 4, height: place.height + 4 };
  return { kind: 'plate', placed, place, extent };
}

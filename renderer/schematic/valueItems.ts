import { valueState, type ValueState } from '../../shared/history/valueState';
import type { ComponentId } from '../../shared/model/ids';
import type { Point } from '../../shared/model/plantModel';
import { placementOf } from '../../shared/schematic/labelPlaces';
import { isFlowTag } from '../../shared/schematic/pipeNetwork';
import { type PlatePlace, layoutPlates, type PlateWish } from '../../shared/schematic/plateLayout';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import type { Extent, SymbolBehaviour } from '../../shared/symbols/symbolClass';
import { plateWish } from './plateMetrics';
import { hasPlate, isSymbolShown, type SceneParts } from './sceneParts';
import type { Leader } from './standingPainter';
import { SpatialIndex } from '../../shared/schematic/spatialIndex';

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
  /** Whether a plate stands in a rectangle. */
  readonly isTaken: (extent: Extent) => boolean;
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

/** What plates had better not cover, CSS px from the sheet's origin: symbols, and the words beside them. */
function obstaclesOf(parts: SceneParts, zoom: number): readonly Extent[] {
  const obstacles: Extent[] = [];
  for (const placed of parts.geometry.components.values()) {
    const { component, symbol, body } = placed;
    if (symbol === undefined || !isObstacle(symbol.behaviour) || !isSymbolShown(parts, placed)) {
      continue;
    }
    const box = { x: body.x * zoom, y: body.y * zoom, width: body.width * zoom, height: body.height * zoom };
    obstacles.push(box);
    const tag = parts.ruler.widthOf(component.tag, 12, 600);
    switch (parts.detail.words && component.tag !== '' ? placementOf(component, symbol) : 'hidden') {
      case 'right':
        obstacles.push({ x: box.x + box.width + 6, y: box.y, width: tag, height: 26 });
        break;
      case 'below':
        obstacles.push({ x: box.x + (box.width - tag) / 2, y: box.y + box.height + 4, width: tag, height: 28 });
        break;
      case 'above':
        obstacles.push({ x: box.x + (box.width - tag) / 2, y: box.y - 20, width: tag, height: 16 });
        break;
      default:
        break;
    }
  }
  return obstacles;
}

function isObstacle(behaviour: SymbolBehaviour): boolean {
  return behaviour !== 'junction' && behaviour !== 'tap' && behaviour !== 'text';
}

/** Lays out the plates of the whole sheet, so that they stand still while it is panned. */
export function layoutSheetPlates(parts: SceneParts, zoom: number): PlateLayout {
  const wishes: PlateWish<ComponentId>[] = [];
  for (const placed of parts.geometry.components.values()) {
    const sensor = parts.values.slotsOf(placed.component.id)?.get('value');
    if (sensor !== undefined && hasPlate(parts, placed)) {
      wishes.push(
        plateWish(placed, sensor, {
          zoom,
          ruler: parts.ruler,
          geometry: parts.geometry,
          bubbles: parts.detail.bubbles,
        }),
      );
    }
  }
  wishes.sort((a, b) => a.centre.y - b.centre.y || a.centre.x - b.centre.x);
  const places = layoutPlates(wishes, obstaclesOf(parts, zoom));
  const leaders = new Map<ComponentId, Leader>();
  for (const { id, tap } of wishes) {
    const place = places.get(id);
    if (place !== undefined && tap !== undefined) {
      leaders.set(id, leaderOf(place, tap));
    }
  }
  const hosts = [...places].flatMap(([host, { members }]) => members.map((id) => [id, host] as const));
  const index = new SpatialIndex<ComponentId>();
  places.forEach((place, id) => index.set(id, place));
  const isTaken = (extent: Extent): boolean => {
    let taken = false;
    index.visit(extent, () => {
      taken = true;
    });
    return taken;
  };
  return { zoom, places, leaders, hostOf: new Map(hosts), isTaken };
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

/** Room for a word below the plate of a flow meter, CSS px. */
const reversedRoomPx = 20;

/** The item of a plate. */
export function plateItem(placed: PlacedComponent, place: PlatePlace<ComponentId>): ValueItem {
  const below = isFlowTag(placed.component.tag) ? reversedRoomPx : 0;
  const extent = { x: place.x - 2, y: place.y - 2, width: place.width + 4, height: place.height + 4 + below };
  return { kind: 'plate', placed, place, extent };
}

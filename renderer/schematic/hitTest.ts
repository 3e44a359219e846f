import type { Point } from '../../shared/model/plantModel';
import { grow, holds } from '../../shared/schematic/extents';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import type { SceneHit } from './scene';
import { isSymbolShown, type SceneParts } from './sceneParts';
import type { PlateLayout } from './valueItems';

/** How far from a line a click still means it, CSS px. */
const lineReachPx = 7;
/** Small symbols are easier to hit than they are large. */
const symbolReachPx = 4;
/** Plates may stand this far from their instrument, CSS px. */
const plateReachPx = 200;

interface HitJob {
  readonly zoom: number;
  readonly plates: PlateLayout | undefined;
}

function plateAt(parts: SceneParts, point: Point, { zoom, plates }: HitJob): PlacedComponent | undefined {
  const onScreen = { x: point.x * zoom, y: point.y * zoom };
  let found: PlacedComponent | undefined;
  parts.geometry.visitComponents(grow({ ...point, width: 0, height: 0 }, plateReachPx / zoom), (placed) => {
    const place = plates?.places.get(placed.component.id);
    if (place !== undefined && holds(place, onScreen)) {
      found = placed;
    }
  });
  return found;
}

function componentAt(parts: SceneParts, point: Point, zoom: number): PlacedComponent | undefined {
  let best: PlacedComponent | undefined;
  const areaOf = ({ body }: PlacedComponent): number => body.width * body.height;
  parts.geometry.visitComponents(grow({ ...point, width: 0, height: 0 }, symbolReachPx / zoom), (placed) => {
    if (isSymbolShown(parts, placed) && (best === undefined || areaOf(placed) < areaOf(best))) {
      best = placed;
    }
  });
  return best;
}

/** What lies under a point of the sheet: plates first, then the smallest symbol, then the nearest line. */
export function hitAt(parts: SceneParts, point: Point, job: HitJob): SceneHit | undefined {
  const plate = parts.detail.readouts ? plateAt(parts, point, job) : undefined;
  if (plate !== undefined) {
    return { kind: 'readout', id: plate.component.id };
  }
  const component = componentAt(parts, point, job.zoom);
  if (component !== undefined) {
    return { kind: 'component', id: component.component.id };
  }
  const line = parts.geometry.pipeUnder(point, lineReachPx / job.zoom, ({ lineClass }) => {
    return lineClass === undefined || lineClass.kind === 'pipe' || parts.detail.signals;
  });
  return line && { kind: 'connection', id: line.id };
}

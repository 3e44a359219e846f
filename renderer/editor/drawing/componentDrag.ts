import type { ComponentId } from '../../../shared/model/ids';
import type { PlantComponent, Point } from '../../../shared/model/plantModel';
import type { PlacedComponent, SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import type { CommandDesk } from '../commands/commandParts';
import { type AlignBox, guidedMove } from './alignmentGuides';
import { gridOf } from './placing';
import { type DrawingSurface, viewExtent } from './surface';

/** How near an axis has to be for its guide to catch, px of the screen. */
const guideReachPx = 5;
/** Guides look at this many things in view at most, so that a drag costs the same on any sheet. */
const guideSources = 400;

function alignBoxOf({ component, body }: PlacedComponent): AlignBox {
  return { ...body, axisX: component.x, axisY: component.y };
}

/** A drag of components from press to release. Nothing is written before the release. */
export interface ComponentDrag {
  readonly ids: readonly ComponentId[];
  /** The pointer has carried the grabbed component this far. */
  readonly moveTo: (raw: Point) => void;
  readonly end: () => void;
}

/** The components as they would stand, for the scene to draw instead. */
export function movedComponents(
  components: readonly PlantComponent[],
  by: Point,
): ReadonlyMap<ComponentId, PlantComponent> {
  return new Map(
    components.map((component) => [component.id, { ...component, x: component.x + by.x, y: component.y + by.y }]),
  );
}

/** How near to a pipe a free component has to be let go to go into it, px on the sheet. */
const insertReachPx = 4;

/** The pipe that a component falls into: it stands free, pipes can open around it, and its ports lie along the pipe. */
function pipeUnderDrop(geometry: SheetGeometry, placed: PlacedComponent, at: Point) {
  const { component, symbol } = placed;
  const isFree = symbol?.inline === true && geometry.linesAt(component.id).size === 0;
  const line = isFree
    ? geometry.pipeUnder(at, insertReachPx, ({ lineClass }) => lineClass?.kind === 'pipe')
    : undefined;
  const points = line === undefined ? undefined : geometry.lines.get(line.id)?.points;
  const [start, end] = line === undefined ? [] : [points?.[line.spot.leg], points?.[line.spot.leg + 1]];
  if (line === undefined || start === undefined || end === undefined) {
    return undefined;
  }
  const isAlong = (start.y === end.y) === (component.rotation % 180 === 0);
  return isAlong ? { connectionId: line.id, at: { x: line.spot.x, y: line.spot.y } } : undefined;
}

/** Begins a drag of components with the one that was grabbed. Undefined when it is not on the sheet. */
export function beginComponentDrag(
  desk: CommandDesk,
  surface: DrawingSurface,
  grabbed: { readonly id: ComponentId; readonly ids: readonly ComponentId[] },
): ComponentDrag | undefined {
  const geometry = desk.onShow()?.geometry;
  const placed = geometry?.components.get(grabbed.id);
  if (geometry === undefined || placed === undefined) {
    return undefined;
  }
  const { ids } = grabbed;
  const moving = new Set(ids);
  const others: AlignBox[] = [];
  geometry.visitComponents(viewExtent(surface), (other) => {
    if (others.length < guideSources && !moving.has(other.component.id) && other.symbol?.behaviour !== 'text') {
      others.push(alignBoxOf(other));
    }
  });
  const box = alignBoxOf(placed);
  return {
    ids,
    moveTo: (raw) => {
      const reachPx = desk.store.getState().snap ? guideReachPx / surface.view().zoom : 0;
      const snap = { gridPx: gridOf(desk), reachPx };
      const { dx, dy, guides } = guidedMove(box, raw, { others, snap });
      desk.store.setState({ drag: { ids, dx: Math.round(dx), dy: Math.round(dy), guides } });
    },
    end: () => {
      const { drag } = desk.store.getState();
      if (drag !== undefined && (drag.dx !== 0 || drag.dy !== 0)) {
        const into = pipeUnderDrop(geometry, placed, { x: box.axisX + drag.dx, y: box.axisY + drag.dy });
        if (into !== undefined && ids.length === 1) {
          desk.edits.insertStanding(grabbed.id, into);
        } else {
          desk.edits.move(ids, { x: drag.dx, y: drag.dy });
        }
      }
      desk.store.setState({ drag: undefined });
    },
  };
}

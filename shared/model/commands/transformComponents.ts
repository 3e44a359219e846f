import type { ComponentId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { PlantComponent, Point, Rotation } from '../plantModel';
import type { SymbolLookup } from '../symbolLookup';
import { type CommandContext, type CommandResult, componentsText, editOf, found } from './commandContext';

const grid = 8;

/** Turn and mirror each about its own insertion point, or all together about their common middle. */
export type TransformCentre = 'own' | 'common';

interface Transform {
  readonly label: string;
  readonly component: (component: PlantComponent) => PlantComponent;
  /** What happens to bends of lines that run between two of the components. Undefined: they stay. */
  readonly point: ((point: Point) => Point) | undefined;
}

/** The middle of what the components cover, on the grid. */
function commonCentre(components: readonly PlantComponent[], lookup: SymbolLookup): Point {
  const extents = components.map((component) => lookup.extentOf(component));
  const middle = (lows: readonly number[], highs: readonly number[]): number =>
    Math.round((Math.min(...lows) + Math.max(...highs)) / 2 / grid) * grid;
  return {
    x: middle(
      extents.map(({ x }) => x),
      extents.map(({ x, width }) => x + width),
    ),
    y: middle(
      extents.map(({ y }) => y),
      extents.map(({ y, height }) => y + height),
    ),
  };
}

function moveInnerRoutes(draft: ModelDraft, ids: ReadonlySet<ComponentId>, point: (point: Point) => Point): void {
  for (const id of ids) {
    for (const connection of draft.connectionsAt(id)) {
      const { from, to, route } = connection;
      const isFirstVisit = from.componentId === id;
      if (isFirstVisit && route.length > 0 && ids.has(to.componentId)) {
        draft.put('connection', { ...connection, route: route.map(point) });
      }
    }
  }
}

function transform(
  context: CommandContext,
  ids: readonly ComponentId[],
  plan: (components: readonly PlantComponent[]) => Transform,
): CommandResult {
  const draft = new ModelDraft(context.model);
  const components = found(draft, 'component', ids);
  if (!components.ok) {
    return components;
  }
  const { label, component: changed, point } = plan(components.value);
  if (point !== undefined) {
    moveInnerRoutes(draft, new Set(ids), point);
  }
  components.value.forEach((component) => draft.put('component', changed(component)));
  return editOf(context, draft, `${label} ${componentsText(components.value)}`);
}

/** Moves components; lines between two of them go along, lines to others follow their ports. */
export function moveComponents(
  context: CommandContext,
  request: { readonly ids: readonly ComponentId[]; readonly dx: number; readonly dy: number },
): CommandResult {
  const { ids, dx, dy } = request;
  const point = ({ x, y }: Point): Point => ({ x: x + dx, y: y + dy });
  return transform(context, ids, () => ({
    label: 'Move',
    component: (component) => ({ ...component, ...point(component) }),
    point,
  }));
}

/** Moves components each to a place of its own, as a drag with snapping leaves them. */
export function placeComponentsAt(
  context: CommandContext,
  request: { readonly places: ReadonlyMap<ComponentId, Point> },
): CommandResult {
  const { places } = request;
  return transform(context, [...places.keys()], () => ({
    label: 'Move',
    component: (component) => {
      const place = places.get(component.id) ?? component;
      return { ...component, x: place.x, y: place.y };
    },
    point: undefined,
  }));
}

function turned(rotation: Rotation, degrees: number): Rotation {
  const sum = (((rotation + degrees) % 360) + 360) % 360;
  return sum === 90 || sum === 180 || sum === 270 ? sum : 0;
}

function turnedAbout(centre: Point, degrees: 90 | 180 | 270): (point: Point) => Point {
  return ({ x, y }) => {
    const [dx, dy] = [x - centre.x, y - centre.y];
    switch (degrees) {
      case 90:
        return { x: centre.x - dy, y: centre.y + dx };
      case 180:
        return { x: centre.x - dx, y: centre.y - dy };
      case 270:
        return { x: centre.x + dy, y: centre.y - dx };
    }
  };
}

/** Turns components clockwise. */
export function rotateComponents(
  context: CommandContext,
  request: {
    readonly ids: readonly ComponentId[];
    readonly degrees: 90 | 180 | 270;
    readonly about: TransformCentre;
  },
): CommandResult {
  return transform(context, request.ids, (components) => {
    const isTogether = request.about === 'common';
    const point = turnedAbout(commonCentre(components, context.lookup), request.degrees);
    return {
      label: 'Rotate',
      component: (component) => ({
        ...component,
        ...(isTogether ? point(component) : {}),
        rotation: turned(component.rotation, request.degrees),
      }),
      point: isTogether ? point : undefined,
    };
  });
}

/** Mirrors components as the sheet shows them: `left-right` or `up-down`. */
export function mirrorComponents(
  context: CommandContext,
  request: {
    readonly ids: readonly ComponentId[];
    readonly across: 'left-right' | 'up-down';
    readonly about: TransformCentre;
  },
): CommandResult {
  return transform(context, request.ids, (components) => {
    const isTogether = request.about === 'common';
    const isLeftRight = request.across === 'left-right';
    const centre = commonCentre(components, context.lookup);
    const point = ({ x, y }: Point): Point => (isLeftRight ? { x: 2 * centre.x - x, y } : { x, y: 2 * centre.y - y });
    return {
      label: 'Mirror',
      // The flip is made before the turn, so seen on the sheet it also reverses the sense of the turn.
      component: (component) => ({
        ...component,
        ...(isTogether ? point(component) : {}),
        mirrored: !component.mirrored,
        rotation: turned(0, (isLeftRight ? 0 : 180) - component.rotation),
      }),
      point: isTogether ? point : undefined,
    };
  });
}

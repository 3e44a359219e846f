import type { Extent } from '../../symbols/symbolClass';
import type { ComponentId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { PlantComponent, Point } from '../plantModel';
import { type CommandContext, type CommandResult, componentsText, editOf, found } from './commandContext';

const grid = 8;

/** `centre-x` brings the middles over each other, `centre-y` beside each other. `flow-axis`: insertion points in one line. */
export type Alignment = 'left' | 'right' | 'top' | 'bottom' | 'centre-x' | 'centre-y' | 'flow-axis';

interface Placed {
  readonly component: PlantComponent;
  readonly extent: Extent;
}

/** The coordinate that an alignment makes equal, measured at one component. */
const edges: { readonly [Edge in Exclude<Alignment, 'flow-axis'>]: (extent: Extent) => number } = {
  left: ({ x }) => x,
  right: ({ x, width }) => x + width,
  top: ({ y }) => y,
  bottom: ({ y, height }) => y + height,
  'centre-x': ({ x, width }) => x + width / 2,
  'centre-y': ({ y, height }) => y + height / 2,
};

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function onFlowAxis(placed: readonly Placed[]): (one: Placed) => Point {
  const [xs, ys] = [placed.map(({ component }) => component.x), placed.map(({ component }) => component.y)];
  const isAcross = spread(xs) >= spread(ys);
  const [first] = placed;
  return ({ component: { x, y } }) =>
    isAcross ? { x, y: first?.component.y ?? y } : { x: first?.component.x ?? x, y };
}

function onEdge(placed: readonly Placed[], alignment: Exclude<Alignment, 'flow-axis'>): (one: Placed) => Point {
  const edge = edges[alignment];
  const values = placed.map(({ extent }) => edge(extent));
  const isFar = alignment === 'right' || alignment === 'bottom';
  const isMiddle = alignment === 'centre-x' || alignment === 'centre-y';
  const low = Math.min(...values);
  const high = Math.max(...values);
  const target = isMiddle ? (low + high) / 2 : isFar ? high : low;
  const isAlongX = alignment === 'left' || alignment === 'right' || alignment === 'centre-x';
  return ({ component: { x, y }, extent }) => {
    const shift = Math.round(target - edge(extent));
    return isAlongX ? { x: x + shift, y } : { x, y: y + shift };
  };
}

function rearrange(
  context: CommandContext,
  request: { readonly ids: readonly ComponentId[]; readonly label: string },
  plan: (placed: readonly Placed[]) => (one: Placed) => Point,
): CommandResult {
  const draft = new ModelDraft(context.model);
  const components = found(draft, 'component', request.ids);
  if (!components.ok) {
    return components;
  }
  const placed = components.value.map((component) => ({ component, extent: context.lookup.extentOf(component) }));
  const placeOf = plan(placed);
  placed.forEach((one) => draft.put('component', { ...one.component, ...placeOf(one) }));
  return editOf(context, draft, `${request.label} ${componentsText(components.value)}`);
}

/** Lines components up. On the flow axis the first one named stays where it is. */
export function alignComponents(
  context: CommandContext,
  request: { readonly ids: readonly ComponentId[]; readonly alignment: Alignment },
): CommandResult {
  const { ids, alignment } = request;
  return rearrange(context, { ids, label: 'Align' }, (placed) =>
    alignment === 'flow-axis' ? onFlowAxis(placed) : onEdge(placed, alignment),
  );
}

/** Spaces components evenly between the two outermost, to the grid so that pipes stay straight. */
export function distributeComponents(
  context: CommandContext,
  request: { readonly ids: readonly ComponentId[]; readonly along: 'x' | 'y' },
): CommandResult {
  const { ids, along } = request;
  return rearrange(context, { ids, label: 'Distribute' }, (placed) => {
    const sorted = [...placed].sort((one, other) => one.component[along] - other.component[along]);
    const start = sorted[0]?.component[along] ?? 0;
    const end = sorted[sorted.length - 1]?.component[along] ?? 0;
    const step = (end - start) / Math.max(1, sorted.length - 1);
    const rankOf = new Map(sorted.map(({ component }, rank) => [component.id, rank]));
    return ({ component }) => {
      const rank = rankOf.get(component.id) ?? 0;
      const isOutermost = rank === 0 || rank === sorted.length - 1;
      const place = isOutermost ? component[along] : Math.round((start + rank * step) / grid) * grid;
      return { x: component.x, y: component.y, [along]: place };
    };
  });
}

import type { ComponentId } from '../../../shared/model/ids';
import type { Connection, Direction, PlantComponent } from '../../../shared/model/plantModel';

/** What the keyboard may walk over: one sheet. */
export interface WalkGround {
  readonly components: readonly PlantComponent[];
  readonly connections: readonly Connection[];
}

const vectors: Readonly<Record<Direction, { readonly x: number; readonly y: number }>> = {
  north: { x: 0, y: -1 },
  east: { x: 1, y: 0 },
  south: { x: 0, y: 1 },
  west: { x: -1, y: 0 },
};

/** How far `to` lies in the direction from `from`: smaller is better, undefined when it lies elsewhere. */
function stride(from: PlantComponent, to: PlantComponent, direction: Direction): number | undefined {
  const vector = vectors[direction];
  const along = (to.x - from.x) * vector.x + (to.y - from.y) * vector.y;
  const across = Math.abs((to.x - from.x) * vector.y) + Math.abs((to.y - from.y) * vector.x);
  return along > 0 && across <= along * 2 ? along + across * 2 : undefined;
}

function neighboursOf(id: ComponentId, connections: readonly Connection[]): ReadonlySet<ComponentId> {
  const ids = connections.flatMap(({ from, to }) =>
    from.componentId === id ? [to.componentId] : to.componentId === id ? [from.componentId] : [],
  );
  return new Set(ids);
}

/**
 * The component one step away in the direction: first along a pipe or signal line, else the nearest that lies there.
 * Undefined at the edge of the drawing.
 */
export function walkFrom(ground: WalkGround, from: ComponentId, direction: Direction): ComponentId | undefined {
  const start = ground.components.find((component) => component.id === from);
  if (start === undefined) {
    return ground.components[0]?.id;
  }
  const joined = neighboursOf(from, ground.connections);
  const nearest = (candidates: readonly PlantComponent[]): ComponentId | undefined => {
    let best: { readonly id: ComponentId; readonly score: number } | undefined;
    for (const candidate of candidates) {
      const score = candidate.id === from ? undefined : stride(start, candidate, direction);
      if (score !== undefined && (best === undefined || score < best.score)) {
        best = { id: candidate.id, score };
      }
    }
    return best?.id;
  };
  return nearest(ground.components.filter(({ id }) => joined.has(id))) ?? nearest(ground.components);
}

/** Reading order: rows of 64 px from the top, each from the left. Tab follows it. */
export function readingOrder(components: readonly PlantComponent[]): readonly ComponentId[] {
  const rowOf = (component: PlantComponent): number => Math.round(component.y / 64);
  return [...components].sort((a, b) => rowOf(a) - rowOf(b) || a.x - b.x || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

/** The next or previous component in reading order; undefined past either end, so that Tab leaves the drawing. */
export function stepInOrder(
  components: readonly PlantComponent[],
  from: ComponentId | undefined,
  step: 1 | -1,
): ComponentId | undefined {
  const order = readingOrder(components);
  if (from === undefined) {
    return step === 1 ? order[0] : order.at(-1);
  }
  const index = order.indexOf(from) + step;
  return index < 0 ? undefined : order[index];
}

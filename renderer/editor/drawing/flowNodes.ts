import type { Node } from '@xyflow/react';
import type { ComponentId } from '../../../shared/model/ids';
import type { PlacedComponent } from '../../../shared/schematic/sheetGeometry';

/** What a node of the interaction layer knows. Never a live value: the scene draws those. */
export type ComponentNode = Node<
  { readonly componentId: ComponentId; readonly tag: string; readonly symbolTitle: string },
  'component'
>;

/** Small things are still easy to grab. */
const smallestPx = 16;

// Same component in, same node out: React Flow skips a node whose object has not changed.
const plainNodes = new WeakMap<PlacedComponent, ComponentNode>();
const selectedNodes = new WeakMap<PlacedComponent, ComponentNode>();

function makeNode(placed: PlacedComponent, selected: boolean): ComponentNode {
  const { component, symbol, body } = placed;
  const width = Math.max(body.width, smallestPx);
  const height = Math.max(body.height, smallestPx);
  return {
    id: component.id,
    type: 'component',
    position: { x: body.x - (width - body.width) / 2, y: body.y - (height - body.height) / 2 },
    width,
    height,
    measured: { width, height },
    // Said to be known, so that React Flow does not mount every node of the sheet once to measure it.
    handles: [],
    selected,
    data: { componentId: component.id, tag: component.tag, symbolTitle: symbol?.title ?? component.symbolId },
  };
}

/** The node of a component: transparent, of the symbol's extent. */
export function flowNodeOf(placed: PlacedComponent, selected: boolean): ComponentNode {
  const nodes = selected ? selectedNodes : plainNodes;
  const known = nodes.get(placed);
  if (known !== undefined) {
    return known;
  }
  const node = makeNode(placed, selected);
  nodes.set(placed, node);
  return node;
}

/** The nodes of a sheet; the same array elements for whatever did not change. */
export function flowNodesOf(
  placed: Iterable<PlacedComponent>,
  selection: ReadonlySet<ComponentId>,
): readonly ComponentNode[] {
  return Array.from(placed, (one) => flowNodeOf(one, selection.has(one.component.id)));
}

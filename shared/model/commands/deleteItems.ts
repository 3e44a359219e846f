import type { ComponentId, ConnectionId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { Connection, ConnectionEnd, PlantComponent, Point } from '../plantModel';
import { type CommandContext, type CommandResult, componentsText, countText, editOf, found } from './commandContext';

function otherEnd(connection: Connection, id: ComponentId): ConnectionEnd {
  return connection.from.componentId === id ? connection.to : connection.from;
}

function reversed(connection: Connection): Connection {
  const { from, to, route } = connection;
  return { ...connection, from: to, to: from, route: [...route].reverse() };
}

function isSameEnd(one: ConnectionEnd, other: ConnectionEnd): boolean {
  return one.componentId === other.componentId && one.port === other.port;
}

function joinedRoute(first: readonly Point[], node: PlantComponent, second: readonly Point[]): readonly Point[] {
  const isRouted = first.length > 0 || second.length > 0;
  return isRouted ? [...first, { x: node.x, y: node.y }, ...second] : [];
}

/** The one pipe that two pipes at a component are without it; undefined where they are not the same pipe. */
function joined(node: PlantComponent, pipes: readonly Connection[]): Connection | undefined {
  const [one, other] = pipes;
  if (one === undefined || other === undefined || pipes.length !== 2) {
    return undefined;
  }
  const isSamePipe = one.lineClassId === other.lineClassId && one.size === other.size;
  const isLoop = isSameEnd(otherEnd(one, node.id), otherEnd(other, node.id));
  if (!isSamePipe || isLoop || one.from.componentId === one.to.componentId) {
    return undefined;
  }
  const first = one.to.componentId === node.id ? one : other;
  const second = first === one ? other : one;
  const before = first.to.componentId === node.id ? first : reversed(first);
  const after = second.from.componentId === node.id ? second : reversed(second);
  return {
    ...first,
    from: before.from,
    to: after.to,
    lineNumber: first.lineNumber || second.lineNumber,
    route: joinedRoute(before.route, node, after.route),
  };
}

/** Takes a node away that no longer joins anything: the two pipes left at it become one. */
function healJunction(context: CommandContext, draft: ModelDraft, id: ComponentId): void {
  const node = draft.get('component', id);
  if (node === undefined || !context.lookup.isJunction(node)) {
    return;
  }
  const pipes = draft.connectionsAt(id);
  const pipe = node.tag === '' ? joined(node, pipes) : undefined;
  if (pipe !== undefined) {
    pipes.forEach((one) => draft.remove('connection', one.id));
    draft.put('connection', pipe);
    draft.remove('component', id);
  } else if (pipes.length === 0 && node.tag === '') {
    draft.remove('component', id);
  }
}

/** Takes a component out of the pipe it stands in, so that the pipe goes on. False where it stands in none. */
function healPipe(context: CommandContext, draft: ModelDraft, component: PlantComponent): boolean {
  const pipes = draft.connectionsAt(component.id);
  const pipe = context.lookup.isInline(component) ? joined(component, pipes) : undefined;
  if (pipe === undefined) {
    return false;
  }
  pipes.forEach(({ id }) => draft.remove('connection', id));
  draft.put('connection', pipe);
  return true;
}

/**
 * Removes components with their lines and bindings, and further lines. The pipe heals around what stood in it,
 * and so do the nodes where lines are missing now.
 */
export function removeItems(
  context: CommandContext,
  draft: ModelDraft,
  items: { readonly components: readonly PlantComponent[]; readonly connections: readonly Connection[] },
): void {
  const lines = new Map(items.connections.map((connection) => [connection.id, connection]));
  lines.forEach(({ id }) => draft.remove('connection', id));
  for (const component of items.components) {
    const { id } = component;
    if (!healPipe(context, draft, component)) {
      draft.connectionsAt(id).forEach((connection) => {
        lines.set(connection.id, connection);
        draft.remove('connection', connection.id);
      });
    }
    draft.bindingsOf(id).forEach((binding) => draft.remove('binding', binding.id));
    draft.remove('component', id);
  }
  const ends = [...lines.values()].flatMap(({ from, to }) => [from.componentId, to.componentId]);
  new Set(ends).forEach((id) => healJunction(context, draft, id));
}

/** Deletes components and lines. */
export function deleteItems(
  context: CommandContext,
  request: { readonly componentIds: readonly ComponentId[]; readonly connectionIds?: readonly ConnectionId[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const components = found(draft, 'component', request.componentIds);
  if (!components.ok) {
    return components;
  }
  const connections = found(draft, 'connection', request.connectionIds ?? []);
  if (!connections.ok) {
    return connections;
  }
  removeItems(context, draft, { components: components.value, connections: connections.value });
  const what =
    components.value.length > 0 ? componentsText(components.value) : countText(connections.value.length, 'connection');
  return editOf(context, draft, `Delete ${what}`);
}

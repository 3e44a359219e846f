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

/** The one pipe that two pipes at a node are without it; undefined where they are not the same pipe. */
function healed(node: PlantComponent, pipes: readonly Connection[]): Connection | undefined {
  const [one, other] = pipes;
  if (one === undefined || other === undefined || pipes.length !== 2) {
    return undefined;
  }
  const isSamePipe = one.lineClassId === other.lineClassId && one.size === other.size;
  const isLoop = isSameEnd(otherEnd(one, node.id), otherEnd(other, node.id));
  if (!isSamePipe || isLoop || node.tag !== '' || one.from.componentId === one.to.componentId) {
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
  const pipe = healed(node, pipes);
  if (pipe !== undefined) {
    pipes.forEach((one) => draft.remove('connection', one.id));
    draft.put('connection', pipe);
    draft.remove('component', id);
  } else if (pipes.length === 0 && node.tag === '') {
    draft.remove('component', id);
  }
}

/** Removes components with their lines and bindings, and further lines; heals the nodes where lines are missing now. */
export function removeItems(
  context: CommandContext,
  draft: ModelDraft,
  items: { readonly components: readonly PlantComponent[]; readonly connections: readonly Connection[] },
): void {
  const lines = new Map(items.connections.map((connection) => [connection.id, connection]));
  for (const { id } of items.components) {
    draft.connectionsAt(id).forEach((connection) => lines.set(connection.id, connection));
    draft.bindingsOf(id).forEach((binding) => draft.remove('binding', binding.id));
    draft.remove('component', id);
  }
  lines.forEach((line) => draft.remove('connection', line.id));
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

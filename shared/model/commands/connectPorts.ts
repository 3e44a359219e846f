import { err } from '../../lib/result';
import { asId, type ConnectionId, type LineClassId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { Connection, ConnectionEnd, Point } from '../plantModel';
import { type CommandContext, type CommandResult, countText, editOf, found } from './commandContext';

/** Which ends a new line joins, and what it is. Without a class it takes the one of a line beside it. */
export interface NewConnection {
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly lineClassId?: LineClassId;
  readonly size?: string;
  readonly lineNumber?: string;
  readonly route?: readonly Point[];
}

/** The line whose class and size a new one between these components continues; undefined where there is none. */
function neighbour(draft: ModelDraft, ends: readonly ConnectionEnd[]): Connection | undefined {
  return ends.flatMap(({ componentId }) => draft.connectionsAt(componentId))[0];
}

function firstClass(draft: ModelDraft): LineClassId | undefined {
  return draft.all('lineClass').find(({ kind }) => kind === 'pipe')?.id;
}

/** The whole connection, or undefined where its sheet or class cannot be told. */
export function completeConnection(
  context: CommandContext,
  draft: ModelDraft,
  connection: NewConnection,
): Connection | undefined {
  const { from, to } = connection;
  const sheetId = draft.get('component', from.componentId)?.sheetId;
  const beside = connection.lineClassId === undefined ? neighbour(draft, [from, to]) : undefined;
  const lineClassId = connection.lineClassId ?? beside?.lineClassId ?? firstClass(draft);
  if (sheetId === undefined || lineClassId === undefined) {
    return undefined;
  }
  return {
    id: asId(context.newId()),
    sheetId,
    from,
    to,
    lineClassId,
    size: connection.size ?? beside?.size ?? '',
    lineNumber: connection.lineNumber ?? '',
    route: connection.route ?? [],
  };
}

/** Draws a line from one port to another. */
export function connectPorts(context: CommandContext, request: NewConnection): CommandResult {
  const draft = new ModelDraft(context.model);
  const connection = completeConnection(context, draft, request);
  if (connection === undefined) {
    return err({ code: 'not-found', what: 'component or line class for this line' });
  }
  draft.put('connection', connection);
  return editOf(context, draft, 'Connect');
}

/** Gives a line other bends; none lets the router find its own way. */
export function rerouteConnection(
  context: CommandContext,
  request: { readonly id: ConnectionId; readonly route: readonly Point[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const connection = draft.get('connection', request.id);
  if (connection === undefined) {
    return err({ code: 'not-found', what: 'line' });
  }
  draft.put('connection', { ...connection, route: request.route });
  return editOf(context, draft, 'Reroute line');
}

/** Moves one end of a line to another port; its bends are forgotten. */
export function reconnect(
  context: CommandContext,
  request: { readonly id: ConnectionId; readonly end: 'from' | 'to'; readonly target: ConnectionEnd },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const connection = draft.get('connection', request.id);
  if (connection === undefined) {
    return err({ code: 'not-found', what: 'line' });
  }
  draft.put('connection', { ...connection, [request.end]: request.target, route: [] });
  return editOf(context, draft, 'Reconnect line');
}

/** Turns the drawn direction of lines round. */
export function reverseConnections(
  context: CommandContext,
  request: { readonly ids: readonly ConnectionId[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const connections = found(draft, 'connection', request.ids);
  if (!connections.ok) {
    return connections;
  }
  for (const connection of connections.value) {
    const { from, to, route } = connection;
    draft.put('connection', { ...connection, from: to, to: from, route: [...route].reverse() });
  }
  return editOf(context, draft, `Reverse ${countText(connections.value.length, 'connection')}`);
}

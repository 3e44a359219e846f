import type { AppError } from '../../lib/appError';
import { err, ok, type Result } from '../../lib/result';
import { asId, type ComponentId, type ConnectionId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { Connection, ConnectionEnd, Direction, PlantComponent, Point, Rotation } from '../plantModel';
import { junctionSymbolId } from '../symbolLookup';
import { type CommandContext, type CommandResult, editOf } from './commandContext';
import { completeConnection } from './connectPorts';
import { completeComponent, type NewComponent } from './placeComponents';

/** A place on a line. `path` is the line as drawn, ports included; without it the kept bends are taken. */
export interface PlaceOnConnection {
  readonly connectionId: ConnectionId;
  readonly at: Point;
  readonly path?: readonly Point[];
}

interface Split {
  readonly connection: Connection;
  /** Which way the line runs where it is cut. */
  readonly heading: Direction;
  /** Kept bends before and after the cut. */
  readonly before: readonly Point[];
  readonly after: readonly Point[];
}

const turnOf: { readonly [Heading in Direction]: Rotation } = { east: 0, south: 90, west: 180, north: 270 };
const opposite: { readonly [Heading in Direction]: Direction } = {
  north: 'south',
  south: 'north',
  east: 'west',
  west: 'east',
};

function distanceToSegment(point: Point, start: Point, end: Point): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared === 0 ? 0 : ((point.x - start.x) * dx + (point.y - start.y) * dy) / lengthSquared;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - start.x - share * dx, point.y - start.y - share * dy);
}

function nearestSegment(point: Point, path: readonly Point[]): number {
  const distances = path.slice(1).map((end, index) => distanceToSegment(point, path[index] ?? end, end));
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}

function headingOf(start: Point, end: Point): Direction {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  if (Math.abs(dx) >= Math.abs(dy)) {
    return dx >= 0 ? 'east' : 'west';
  }
  return dy >= 0 ? 'south' : 'north';
}

function portPoint(context: CommandContext, draft: ModelDraft, end: ConnectionEnd): Point {
  const component = draft.get('component', end.componentId);
  const port = component && context.lookup.portsOf(component)?.find(({ name }) => name === end.port);
  return port ?? component ?? { x: 0, y: 0 };
}

function splitAt(context: CommandContext, draft: ModelDraft, place: PlaceOnConnection): Split | undefined {
  const connection = draft.get('connection', place.connectionId);
  if (connection === undefined) {
    return undefined;
  }
  const { from, to, route } = connection;
  const kept = [portPoint(context, draft, from), ...route, portPoint(context, draft, to)];
  const path = place.path !== undefined && place.path.length > 1 ? place.path : kept;
  const drawn = nearestSegment(place.at, path);
  const [start, end] = [path[drawn], path[drawn + 1]];
  const cut = nearestSegment(place.at, kept);
  return {
    connection,
    heading: start !== undefined && end !== undefined ? headingOf(start, end) : 'east',
    before: route.slice(0, cut),
    after: route.slice(cut),
  };
}

function cutInTwo(
  context: CommandContext,
  draft: ModelDraft,
  cut: { readonly split: Split; readonly into: ConnectionEnd; readonly outOf: ConnectionEnd },
): void {
  const { connection, before, after } = cut.split;
  draft.put('connection', { ...connection, to: cut.into, route: before });
  draft.put('connection', { ...connection, id: asId<ConnectionId>(context.newId()), from: cut.outOf, route: after });
}

/** The ports by which a component sits in a pipe: those named so, else the two that face along it. */
function throughPorts(
  context: CommandContext,
  component: PlantComponent,
  heading: Direction,
): Result<{ readonly into: string; readonly outOf: string }, AppError> {
  const ports = context.lookup.portsOf(component) ?? [];
  const named = (name: string): string | undefined => ports.find((port) => port.name === name)?.name;
  const facing = (direction: Direction): string | undefined => ports.find((port) => port.direction === direction)?.name;
  const into = named('in') ?? facing(opposite[heading]);
  const outOf = named('out') ?? facing(heading);
  return into === undefined || outOf === undefined || into === outOf
    ? err({ code: 'rule-broken', rule: 'M26', detail: 'This component has no way through for a pipe' })
    : ok({ into, outOf });
}

/** A component that is new, or one that stands on the sheet already and is moved into the line. */
export type InsertedComponent = Omit<NewComponent, 'x' | 'y'> | { readonly id: ComponentId };

function insertedComponent(
  context: CommandContext,
  draft: ModelDraft,
  inserting: { readonly split: Split; readonly at: Point; readonly component: InsertedComponent },
): PlantComponent | undefined {
  const { split, at, component } = inserting;
  if ('id' in component) {
    const standing = draft.get('component', component.id);
    return standing && { ...standing, x: at.x, y: at.y };
  }
  const { sheetId } = split.connection;
  const placed = { rotation: turnOf[split.heading], ...component, x: at.x, y: at.y };
  return completeComponent(context, draft, { sheetId, component: placed });
}

/**
 * Puts a component into a line: the line ends at it and another, of the same class, size and number, goes on.
 * A new one is turned to the line unless its rotation is given.
 */
export function insertIntoConnection(
  context: CommandContext,
  request: PlaceOnConnection & { readonly component: InsertedComponent },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const split = splitAt(context, draft, request);
  const placed = split && insertedComponent(context, draft, { split, at: request.at, component: request.component });
  if (split === undefined || placed === undefined) {
    return err({ code: 'not-found', what: 'line or component' });
  }
  const ports = throughPorts(context, placed, split.heading);
  if (!ports.ok) {
    return ports;
  }
  draft.put('component', placed);
  cutInTwo(context, draft, {
    split,
    into: { componentId: placed.id, port: ports.value.into },
    outOf: { componentId: placed.id, port: ports.value.outOf },
  });
  return editOf(context, draft, `Insert ${placed.tag || 'component'}`);
}

function sideOf(node: Point, heading: Direction, branch: Point): Direction {
  const isAcross = heading === 'east' || heading === 'west';
  if (isAcross) {
    return branch.y < node.y ? 'north' : 'south';
  }
  return branch.x < node.x ? 'west' : 'east';
}

/** Ends a line on another: a node is put into the pipe and the branch joins it. Without a branch only the node is put in. */
export function teeConnection(
  context: CommandContext,
  request: PlaceOnConnection & {
    readonly branch?: {
      readonly end: ConnectionEnd;
      /** `into`: the branch runs to the pipe. */
      readonly flow: 'into' | 'out-of';
      readonly route?: readonly Point[];
    };
  },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const split = splitAt(context, draft, request);
  if (split === undefined) {
    return err({ code: 'not-found', what: 'line' });
  }
  const { connection, heading } = split;
  const node = completeComponent(context, draft, {
    sheetId: connection.sheetId,
    component: { symbolId: junctionSymbolId, tag: '', x: request.at.x, y: request.at.y },
  });
  draft.put('component', node);
  cutInTwo(context, draft, {
    split,
    into: { componentId: node.id, port: opposite[heading] },
    outOf: { componentId: node.id, port: heading },
  });
  const { branch } = request;
  if (branch !== undefined) {
    const side = sideOf(request.at, heading, portPoint(context, draft, branch.end));
    const nodeEnd = { componentId: node.id, port: side };
    const [from, to] = branch.flow === 'into' ? [branch.end, nodeEnd] : [nodeEnd, branch.end];
    const { lineClassId, size } = connection;
    const line = completeConnection(context, draft, { from, to, lineClassId, size, route: branch.route ?? [] });
    if (line !== undefined) {
      draft.put('connection', line);
    }
  }
  return editOf(context, draft, 'Tee into line');
}

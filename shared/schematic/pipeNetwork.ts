import type { ComponentId, ConnectionId } from '../model/ids';
import type { ConnectionEnd } from '../model/plantModel';
import type { SymbolClass } from '../symbols/symbolClass';
import type { PlacedComponent, PlacedLine } from './sheetGeometry';

/** Pipes one after the other with nothing branching off between them: the same flow in all. */
export interface PipeRun {
  readonly lines: readonly ConnectionId[];
  /** Valves, pumps and what else lies in the run and may tell of its flow. */
  readonly elements: readonly ComponentId[];
  /** Instruments that measure the flow of the run. */
  readonly flowMeters: readonly ComponentId[];
}

/** The pipes of a sheet as runs and the nodes at which they meet. */
export interface PipeNetwork {
  readonly runs: readonly PipeRun[];
  /** For each tee the runs that meet there, by index; what flows in flows out. */
  readonly tees: readonly (readonly number[])[];
  /** Components whose values decide flows. */
  readonly deciders: ReadonlySet<ComponentId>;
}

/** What the network is read from. */
export interface PipeDrawing {
  readonly lines: ReadonlyMap<ConnectionId, PlacedLine>;
  readonly components: ReadonlyMap<ComponentId, PlacedComponent>;
  readonly linesAt: (id: ComponentId) => ReadonlySet<ConnectionId>;
  /** Whether a component has a sensor on its value. */
  readonly isMeasuring: (id: ComponentId) => boolean;
}

function isPipe(line: PlacedLine): boolean {
  return line.lineClass === undefined || line.lineClass.kind === 'pipe';
}

/** The port that a flow into one port comes out of; undefined: it ends or branches here. */
export function oppositePort(symbol: SymbolClass | undefined, port: string): string | undefined {
  if (symbol === undefined || symbol.behaviour === 'vessel' || symbol.behaviour === 'off-page') {
    return undefined;
  }
  const names = symbol.ports.map(({ name }) => name);
  if (names.includes('branch')) {
    return undefined;
  }
  const other = port.endsWith('in') ? `${port.slice(0, -2)}out` : port.endsWith('out') ? `${port.slice(0, -3)}in` : '';
  return names.includes(other) ? other : undefined;
}

class Groups {
  readonly #parent = new Map<ConnectionId, ConnectionId>();

  rootOf(id: ConnectionId): ConnectionId {
    let root = id;
    for (let next = this.#parent.get(root); next !== undefined; next = this.#parent.get(root)) {
      root = next;
    }
    return root;
  }

  join(a: ConnectionId, b: ConnectionId): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    if (rootA !== rootB) {
      this.#parent.set(rootB, rootA);
    }
  }
}

interface Meeting {
  readonly id: ComponentId;
  readonly placed: PlacedComponent;
  readonly pipes: readonly { readonly line: PlacedLine; readonly end: ConnectionEnd }[];
}

function meetingOf(drawing: PipeDrawing, id: ComponentId, placed: PlacedComponent): Meeting {
  const pipes = [...drawing.linesAt(id)].flatMap((lineId) => {
    const line = drawing.lines.get(lineId);
    if (line === undefined || !isPipe(line)) {
      return [];
    }
    const { from, to } = line.connection;
    return [from, to].filter((end) => end.componentId === id).map((end) => ({ line, end }));
  });
  return { id, placed, pipes };
}

function isTee({ placed, pipes }: Meeting): boolean {
  return placed.symbol?.behaviour === 'junction' && pipes.length > 2;
}

/** Joins the pipes on both sides of everything that lies in line. */
function joinThrough({ placed, pipes }: Meeting, groups: Groups): void {
  const [first, second] = pipes;
  if (placed.symbol?.behaviour === 'junction') {
    if (pipes.length === 2 && first !== undefined && second !== undefined) {
      groups.join(first.line.connection.id, second.line.connection.id);
    }
    return;
  }
  for (const { line, end } of pipes) {
    const opposite = oppositePort(placed.symbol, end.port);
    const next = pipes.find((other) => other.end.port === opposite);
    if (opposite !== undefined && next !== undefined) {
      groups.join(line.connection.id, next.line.connection.id);
    }
  }
}

const flowTag = /^[^A-Za-z]*(?:[A-Za-z0-9]+[-_.])*?F[A-Z]*[-_ ]?\d/i;

/** A flow instrument by its tag's first letter, as everywhere in the trade. */
export function isFlowTag(tag: string): boolean {
  return flowTag.test(tag);
}

/** The component on a pipe that an instrument's impulse line leads to. */
function tappedBy(drawing: PipeDrawing, id: ComponentId): ComponentId | undefined {
  for (const lineId of drawing.linesAt(id)) {
    const line = drawing.lines.get(lineId);
    if (line?.lineClass?.kind === 'impulse') {
      const { from, to } = line.connection;
      return from.componentId === id ? to.componentId : from.componentId;
    }
  }
  return undefined;
}

interface DraftRun {
  readonly lines: ConnectionId[];
  readonly elements: Set<ComponentId>;
  readonly flowMeters: Set<ComponentId>;
}

/** Reads the runs and tees of a sheet's pipes. */
export function pipeNetworkOf(drawing: PipeDrawing): PipeNetwork {
  const groups = new Groups();
  const meetings = [...drawing.components].map(([id, placed]) => meetingOf(drawing, id, placed));
  meetings.forEach((meeting) => joinThrough(meeting, groups));
  const drafts = new Map<ConnectionId, DraftRun>();
  const draftOf = (id: ConnectionId): DraftRun => {
    const root = groups.rootOf(id);
    const draft = drafts.get(root) ?? { lines: [], elements: new Set(), flowMeters: new Set() };
    drafts.set(root, draft);
    return draft;
  };
  for (const [id, line] of drawing.lines) {
    if (isPipe(line)) {
      draftOf(id).lines.push(id);
    }
  }
  addElements(drawing, meetings, draftOf);
  const order = new Map([...drafts.values()].map((draft, index) => [draft, index]));
  const tees = meetings
    .filter(isTee)
    .map(({ pipes }) => pipes.map(({ line }) => order.get(draftOf(line.connection.id)) ?? -1));
  const runs = [...drafts.values()].map(({ lines, elements, flowMeters }) => ({
    lines,
    elements: [...elements],
    flowMeters: [...flowMeters],
  }));
  return { runs, tees, deciders: new Set(runs.flatMap((run) => [...run.elements, ...run.flowMeters])) };
}

function addElements(
  drawing: PipeDrawing,
  meetings: readonly Meeting[],
  draftOf: (id: ConnectionId) => DraftRun,
): void {
  for (const { id, placed, pipes } of meetings) {
    const behaviour = placed.symbol?.behaviour;
    const decides = behaviour === 'valve' || behaviour === 'rotating';
    const measures = drawing.isMeasuring(id) && isFlowTag(placed.component.tag);
    const tapped = measures && pipes.length === 0 ? tappedBy(drawing, id) : undefined;
    const at = tapped === undefined ? pipes : meetingAt(drawing, tapped);
    for (const { line, end } of at) {
      const draft = draftOf(line.connection.id);
      // A branching valve decides for no one run: which way it passes is not known from its position alone.
      if (decides && oppositePort(placed.symbol, end.port) !== undefined) {
        draft.elements.add(id);
      }
      if (measures) {
        draft.flowMeters.add(id);
      }
    }
  }
}

function meetingAt(drawing: PipeDrawing, id: ComponentId): Meeting['pipes'] {
  const placed = drawing.components.get(id);
  const behaviour = placed?.symbol?.behaviour;
  // On a tee or on equipment it is not known which of the pipes is meant.
  if (placed === undefined || behaviour === 'junction' || behaviour === 'vessel') {
    return [];
  }
  return meetingOf(drawing, id, placed).pipes;
}

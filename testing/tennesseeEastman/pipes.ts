import { invariant } from '../../shared/lib/invariant';
import type { Connection, ConnectionEnd, Direction, PlantComponent, Point } from '../../shared/model/plantModel';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { portPosition } from '../../shared/symbols/symbolPlacement';
import { runs } from './equipmentLayout';
import type { Run } from './equipmentLayout';
import { componentAt, componentIdOf, connectionOf, endAt } from './parts';
import type { TopologyEdge } from './topology';

/** A place in a line where an instrument is connected. */
export interface Tap {
  /** Names the component. */
  readonly name: string;
  readonly run: string;
  readonly x: number;
  readonly y: number;
  /** The side to which the impulse line leaves. */
  readonly side: 'north' | 'south';
}

/** The components and connections that one line of the topology becomes. */
export interface DrawnLine {
  readonly taps: readonly PlantComponent[];
  readonly connections: readonly Connection[];
}

type Components = ReadonlyMap<string, PlantComponent>;

const steamSides = new Set(['SRC-Steam>FV-119', 'FV-119>E-102']);
const liquidSources = new Set([
  'V-101>P-101',
  'P-101',
  'LV-112',
  'J-08',
  'P-102',
  'LV-115',
  'C-101>J-08',
  'E-101>V-101',
]);

function serviceOf(edge: TopologyEdge): string {
  const run = runNameOf(edge);
  if (edge.kind === 'mechanical') {
    return 'MC';
  }
  if (edge.source.startsWith('SRC-CWS')) {
    return 'CWS';
  }
  if (edge.target.startsWith('SNK-CWR') || edge.stream === '12' || edge.stream === '13') {
    return 'CWR';
  }
  if (edge.target === 'SNK-Cond') {
    return 'CO';
  }
  if (steamSides.has(run)) {
    return 'ST';
  }
  return liquidSources.has(run) || liquidSources.has(edge.source) ? 'PL' : 'PG';
}

/** How a line of the topology is named: `source>target`. */
export function runNameOf(edge: TopologyEdge): string {
  return `${edge.source}>${edge.target}`;
}

function directionTo(from: Point, to: Point): Direction {
  if (from.y === to.y) {
    return to.x > from.x ? 'east' : 'west';
  }
  return to.y > from.y ? 'south' : 'north';
}

/** The port of one end of a run: as given, else the side of a tee that faces the next point, else the usual one. */
function portAt(component: PlantComponent, next: Point, names: { given: string | undefined; usual: string }): string {
  return names.given ?? (component.symbolId === 'junction' ? directionTo(component, next) : names.usual);
}

/** Where a port of a placed component lies on the sheet. */
export function portPoint(component: PlantComponent, portName: string): Point {
  const symbol = symbolCatalogue.get(component.symbolId);
  const port = [...(symbol?.ports ?? []), ...component.nozzles].find((candidate) => candidate.name === portName);
  invariant(port !== undefined, `${component.symbolId} has a port ${portName}`);
  const { x, y } = portPosition(port, component);
  return { x, y };
}

function liesBetween(tap: Tap, from: Point, to: Point): boolean {
  const inX = tap.x >= Math.min(from.x, to.x) && tap.x <= Math.max(from.x, to.x);
  const inY = tap.y >= Math.min(from.y, to.y) && tap.y <= Math.max(from.y, to.y);
  return inX && inY;
}

/** A tap turned so that its `in` faces the flow and its signal leaves to the side wanted. */
function tapComponent(tap: Tap, flowsEast: boolean): PlantComponent {
  const rotation = tap.side === 'north' ? 0 : 180;
  const mirrored = flowsEast === (tap.side === 'south');
  return componentAt(tap.name, { symbolId: 'tap', x: tap.x, y: tap.y, rotation, mirrored });
}

interface Section {
  readonly end: ConnectionEnd;
  readonly bends: readonly Point[];
}

function sectionsOf(points: readonly Point[], taps: readonly Tap[], last: ConnectionEnd): DrawnSections {
  const drawn: PlantComponent[] = [];
  const sections: { readonly from: ConnectionEnd | undefined; readonly section: Section }[] = [];
  let from: ConnectionEnd | undefined;
  let bends: Point[] = [];
  points.slice(1).forEach((to, index) => {
    const start = points[index] ?? to;
    const sign = Math.sign(to.x - start.x);
    const here = taps.filter((tap) => liesBetween(tap, start, to)).toSorted((one, two) => (one.x - two.x) * sign);
    for (const tap of here) {
      drawn.push(tapComponent(tap, sign > 0));
      sections.push({ from, section: { end: endAt(tap.name, 'in'), bends } });
      from = endAt(tap.name, 'out');
      bends = [];
    }
    if (index < points.length - 2) {
      bends.push(to);
    }
  });
  sections.push({ from, section: { end: last, bends } });
  return { drawn, sections };
}

interface DrawnSections {
  readonly drawn: readonly PlantComponent[];
  readonly sections: readonly { readonly from: ConnectionEnd | undefined; readonly section: Section }[];
}

function lengthOf(connection: Connection, components: Components): number {
  const ends = [connection.from, connection.to].map((end) => components.get(end.componentId));
  const [from, to] = ends;
  return from === undefined || to === undefined ? 0 : Math.abs(from.x - to.x) + Math.abs(from.y - to.y);
}

/** Draws one line of the topology, broken where instruments are connected; its longest part carries the stream number. */
export function drawLine(edge: TopologyEdge, components: Components, taps: readonly Tap[]): DrawnLine {
  const name = runNameOf(edge);
  const run: Run = runs[name] ?? {};
  const source = components.get(componentIdOf(edge.source));
  const target = components.get(componentIdOf(edge.target));
  invariant(source !== undefined && target !== undefined, `${name} joins what is drawn`);
  const bends = run.bends ?? [];
  const fromPort = portAt(source, bends[0] ?? target, { given: run.from, usual: 'out' });
  const toPort = portAt(target, bends.at(-1) ?? source, { given: run.to, usual: 'in' });
  const points = [portPoint(source, fromPort), ...bends, portPoint(target, toPort)];
  const own = taps.filter((tap) => tap.run === name);
  const { drawn, sections } = sectionsOf(points, own, endAt(edge.target, toPort));
  invariant(drawn.length === own.length, `the taps of ${name} lie on it`);
  const connections = sections.map(({ from, section }) =>
    connectionOf(serviceOf(edge), {
      from: from ?? endAt(edge.source, fromPort),
      to: section.end,
      bends: section.bends,
    }),
  );
  const all: Components = new Map([...components, ...drawn.map((tap) => [tap.id, tap] as const)]);
  const longest = connections.toSorted((one, other) => lengthOf(other, all) - lengthOf(one, all))[0];
  const lineNumber = edge.stream ? `Stream ${edge.stream}` : '';
  return {
    taps: drawn,
    connections: connections.map((connection) => (connection === longest ? { ...connection, lineNumber } : connection)),
  };
}

import { invariant } from '../lib/invariant';
import { asId, type ComponentId, type ConnectionId, type LineClassId, type SensorId, type SheetId } from '../model/ids';
import { bindingIdOf } from '../model/ids';
import type {
  Binding,
  Connection,
  LabelPlacement,
  PlantComponent,
  Point,
  Rotation,
  SlotName,
} from '../model/plantModel';

/** What may be said of a component besides its class, name and place. */
export interface PlaceOptions {
  readonly rotation?: Rotation;
  readonly mirrored?: boolean;
  readonly label?: LabelPlacement;
  readonly properties?: Readonly<Record<string, string>>;
  /** Slot to historian name of the sensor. */
  readonly sensors?: Partial<Readonly<Record<SlotName, string>>>;
  /** False for what has a name in the draft only: a tee, a tap, a text. */
  readonly tagged?: boolean;
}

/** What all connections of one line have in common. */
export interface LineDraft {
  readonly lineClass: string;
  readonly size: string;
  readonly number: string;
}

/** Which way flow passes a tap, and on which side its instrument stands. */
export type TapPose = `${'east' | 'west' | 'north' | 'south'} ${'north' | 'south' | 'east' | 'west'}`;

/** An instrument in the field with its tap on the pipe. */
export interface MeasureDraft {
  readonly tag: string;
  /** Historian name of its value. */
  readonly sensor: string;
  readonly setPoint?: string;
  readonly tap: Point;
  readonly pose: TapPose;
  /** Centre of the bubble, and of the read-out plate that takes its place. */
  readonly at: Point;
  /** Port of the bubble where the impulse line ends. */
  readonly port: 'north' | 'east' | 'south' | 'west';
  readonly route?: readonly Point[];
  readonly service: string;
}

/**
 * A stop of a run of pipe: a component by name (`P-101` passes from `in` to `out`, `CH-1:evaporator-out`
 * names a port, `AS-1:in>drain` both), a tee by name, or a bend.
 */
export type Stop = string | Point;

/** The parts of one sheet while it is being drawn. */
export interface SheetDraft {
  readonly sheetId: SheetId;
  readonly components: PlantComponent[];
  readonly connections: Connection[];
  readonly bindings: Binding[];
}

/** Starts an empty sheet. */
export function draftSheet(id: string): SheetDraft {
  return { sheetId: asId(id), components: [], connections: [], bindings: [] };
}

/** The one id that the sensor of a historian name has in the example plant. */
export function demoSensorId(name: string): SensorId {
  return asId(`sensor-${name.toLowerCase()}`);
}

/** The one id that a line class has in the example plant. */
export function demoLineClassId(code: string): LineClassId {
  return asId(`line-${code.toLowerCase()}`);
}

function componentId(draft: SheetDraft, name: string, tagged: boolean): ComponentId {
  return asId(tagged ? name.toLowerCase() : `${draft.sheetId}-${name.toLowerCase()}`);
}

function find(draft: SheetDraft, name: string): PlantComponent {
  const ids = [componentId(draft, name, true), componentId(draft, name, false)];
  const found = draft.components.find(({ id }) => ids.includes(id));
  invariant(found, `the example plant has no ${name} on ${draft.sheetId}`);
  return found;
}

/** Stands a component of a class on the sheet. */
export function place(
  draft: SheetDraft,
  what: { readonly symbol: string; readonly name: string; readonly x: number; readonly y: number },
  options: PlaceOptions = {},
): void {
  const tagged = options.tagged ?? true;
  const id = componentId(draft, what.name, tagged);
  draft.components.push({
    id,
    sheetId: draft.sheetId,
    symbolId: what.symbol,
    tag: tagged ? what.name : '',
    x: what.x,
    y: what.y,
    rotation: options.rotation ?? 0,
    mirrored: options.mirrored ?? false,
    labelPlacement: options.label ?? 'auto',
    readoutX: 0,
    readoutY: 0,
    nozzles: [],
    properties: options.properties ?? {},
  });
  for (const [slot, name] of Object.entries(options.sensors ?? {}) as [SlotName, string][]) {
    draft.bindings.push({ id: bindingIdOf(id, slot), componentId: id, slot, sensorId: demoSensorId(name) });
  }
}

/** Puts nodes where pipes meet. */
export function tees(draft: SheetDraft, places: Readonly<Record<string, readonly [x: number, y: number]>>): void {
  for (const [name, [x, y]] of Object.entries(places)) {
    place(draft, { symbol: 'junction', name, x, y }, { tagged: false });
  }
}

/** Writes a text on the sheet. */
export function write(draft: SheetDraft, text: string, at: Point): void {
  const name = `text-${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  place(draft, { symbol: 'text', name, ...at }, { tagged: false, properties: { text } });
}

function towards(from: Point, to: Point): string {
  const [across, down] = [to.x - from.x, to.y - from.y];
  if (Math.abs(across) >= Math.abs(down)) {
    return across > 0 ? 'east' : 'west';
  }
  return down > 0 ? 'south' : 'north';
}

interface Place {
  readonly component: PlantComponent;
  readonly arrival: string | undefined;
  readonly departure: string | undefined;
}

function placeOf(draft: SheetDraft, stop: string): Place {
  const [name = '', ports] = stop.split(':');
  const component = find(draft, name);
  if (component.symbolId === 'junction') {
    return { component, arrival: undefined, departure: undefined };
  }
  const [first = 'in', second] = ports === undefined ? ['in', 'out'] : ports.split('>');
  return { component, arrival: first, departure: second ?? first };
}

/** Draws one line from stop to stop: a connection between each two components, with the bends between them. */
export function run(draft: SheetDraft, line: LineDraft, stops: readonly Stop[]): void {
  let from: Place | undefined;
  let bends: Point[] = [];
  for (const stop of stops) {
    if (typeof stop !== 'string') {
      bends.push(stop);
      continue;
    }
    const to = placeOf(draft, stop);
    if (from !== undefined) {
      const leave = from.departure ?? towards(from.component, bends[0] ?? to.component);
      const arrive = to.arrival ?? towards(to.component, bends.at(-1) ?? from.component);
      connect(draft, line, {
        from: { componentId: from.component.id, port: leave },
        to: { componentId: to.component.id, port: arrive },
        route: bends,
      });
    }
    from = to;
    bends = [];
  }
}

function connect(draft: SheetDraft, line: LineDraft, ends: Pick<Connection, 'from' | 'to' | 'route'>): void {
  const id: ConnectionId = asId(`${ends.from.componentId}.${ends.from.port}>${ends.to.componentId}.${ends.to.port}`);
  draft.connections.push({
    id,
    sheetId: draft.sheetId,
    from: ends.from,
    to: ends.to,
    lineClassId: demoLineClassId(line.lineClass),
    size: line.size,
    lineNumber: line.number,
    route: ends.route,
  });
}

/** A tap is drawn with flow to the east and its instrument to the north; this turns it for every other pose. */
const tapPoses: Readonly<Partial<Record<TapPose, { readonly rotation: Rotation; readonly mirrored: boolean }>>> = {
  'east north': { rotation: 0, mirrored: false },
  'east south': { rotation: 180, mirrored: true },
  'west north': { rotation: 0, mirrored: true },
  'west south': { rotation: 180, mirrored: false },
  'south east': { rotation: 90, mirrored: false },
  'south west': { rotation: 270, mirrored: true },
  'north east': { rotation: 90, mirrored: true },
  'north west': { rotation: 270, mirrored: false },
};

/** The impulse line of the example plant. */
export const impulseLine: LineDraft = { lineClass: 'IMP', size: '', number: '' };
/** The signal cable of the example plant. */
export const signalLine: LineDraft = { lineClass: 'SIG', size: '', number: '' };

/** Puts a tap; a run that passes `NAME.tap` goes through it. */
export function tap(draft: SheetDraft, name: string, spot: { readonly at: Point; readonly pose: TapPose }): void {
  const pose = tapPoses[spot.pose];
  invariant(pose, `no tap looks ${spot.pose}`);
  place(draft, { symbol: 'tap', name: `${name}.tap`, ...spot.at }, { ...pose, tagged: false });
}

/** Puts an instrument in the field, its tap on the pipe, and the impulse line between them. */
export function measure(draft: SheetDraft, what: MeasureDraft): void {
  tap(draft, what.tag, { at: what.tap, pose: what.pose });
  const sensors = { value: what.sensor, ...(what.setPoint === undefined ? {} : { 'set-point': what.setPoint }) };
  place(
    draft,
    { symbol: 'bubble-field', name: what.tag, ...what.at },
    { properties: { service: what.service }, sensors },
  );
  run(draft, impulseLine, [`${what.tag}.tap:signal`, ...(what.route ?? []), `${what.tag}:${what.port}`]);
}

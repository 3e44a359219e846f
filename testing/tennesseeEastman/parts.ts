import { asId, bindingIdOf } from '../../shared/model/ids';
import type { ComponentId, ConnectionId, LineClassId, PlantId, SheetId } from '../../shared/model/ids';
import type {
  Binding,
  Connection,
  ConnectionEnd,
  LineClass,
  LineKind,
  PlantComponent,
  Point,
  SlotName,
} from '../../shared/model/plantModel';
import type { Place } from './equipmentLayout';
import { sensorIdOf } from './sensors';

export const plantId = asId<PlantId>('tennessee-eastman');
export const sheetId = asId<SheetId>('sheet-process');

const lines: readonly (readonly [code: string, name: string, kind: LineKind, role: LineClass['role']])[] = [
  ['PG', 'Process gas', 'pipe', 'supply'],
  ['PL', 'Process liquid', 'pipe', 'supply'],
  ['CWS', 'Cooling-water supply', 'pipe', 'supply'],
  ['CWR', 'Cooling-water return', 'pipe', 'return'],
  ['ST', 'Steam', 'pipe', 'supply'],
  ['CO', 'Condensate', 'pipe', 'return'],
  ['IMP', 'Impulse line', 'impulse', 'supply'],
  ['EL', 'Electric signal', 'electric', 'supply'],
  ['DL', 'Data link', 'data', 'supply'],
  ['MC', 'Shaft', 'mechanical', 'supply'],
];

export const lineClasses: readonly LineClass[] = lines.map(([code, name, kind, role]) => ({
  id: lineClassIdOf(code),
  code,
  name,
  kind,
  role,
}));

export function lineClassIdOf(code: string): LineClassId {
  return asId<LineClassId>(`line-${code}`);
}

export function componentIdOf(name: string): ComponentId {
  return asId<ComponentId>(`component-${name}`);
}

/** A component named by its tag or, without one, by its place in the topology. */
export function componentAt(
  name: string,
  place: Place,
  more: { readonly tag?: string; readonly properties?: Readonly<Record<string, string>> } = {},
): PlantComponent {
  return {
    id: componentIdOf(name),
    sheetId,
    symbolId: place.symbolId,
    tag: more.tag ?? '',
    x: place.x,
    y: place.y,
    rotation: place.rotation ?? 0,
    mirrored: place.mirrored ?? false,
    labelPlacement: place.label ?? 'auto',
    readoutX: 0,
    readoutY: 0,
    nozzles: place.nozzles ?? [],
    properties: more.properties ?? {},
  };
}

export function endAt(name: string, port: string): ConnectionEnd {
  return { componentId: componentIdOf(name), port };
}

/** The two ends of a line and the bends between them. */
export interface DrawnEnds {
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly bends?: readonly Point[] | undefined;
}

export function connectionOf(line: string, { from, to, bends }: DrawnEnds): Connection {
  return {
    id: asId<ConnectionId>(`connection-${from.componentId}.${from.port}-${to.componentId}.${to.port}`),
    sheetId,
    from,
    to,
    lineClassId: lineClassIdOf(line),
    size: '',
    lineNumber: '',
    route: bends ?? [],
  };
}

export function bindingOf(component: string, slot: SlotName, sensor: string): Binding {
  const componentId = componentIdOf(component);
  return { id: bindingIdOf(componentId, slot), componentId, slot, sensorId: sensorIdOf(sensor) };
}

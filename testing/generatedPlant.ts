import { completeSensor } from '../shared/model/commands/editSensors';
import { asId, bindingIdOf, type ComponentId, type SheetId } from '../shared/model/ids';
import { type PlantDocument, plantDocumentFormat, plantDocumentVersion } from '../shared/model/plantDocument';
import type { Binding, Connection, LineClass, PlantComponent, Sensor, SlotName } from '../shared/model/plantModel';

/** The one sheet of a generated plant. */
export const generatedSheetId = asId<SheetId>('generated-sheet');

const cellWidth = 640;
const cellHeight = 192;
const marginPx = 64;
const componentsPerCell = 10;
/** Columns per row of cells: about as wide as a screen is to its height. */
const columnsPerRow = 0.55;

const lineClasses: readonly LineClass[] = [
  { id: asId('supply'), code: 'CHWS', name: 'Chilled-water supply', kind: 'pipe', role: 'supply' },
  { id: asId('return'), code: 'CHWR', name: 'Chilled-water return', kind: 'pipe', role: 'return' },
  { id: asId('impulse'), code: 'IMP', name: 'Impulse line', kind: 'impulse', role: 'supply' },
];

interface CellPart {
  readonly key: string;
  readonly symbolId: string;
  readonly letters: string;
  readonly x: number;
  readonly y: number;
}

/** One train: a tee, a pump and its valves, two instruments on taps, a vessel. The axis lies at y = 96. */
const cellParts: readonly CellPart[] = [
  { key: 'pump', symbolId: 'pump-centrifugal', letters: 'P', x: 80, y: 96 },
  { key: 'control', symbolId: 'valve-control', letters: 'FV', x: 352, y: 96 },
  { key: 'vessel', symbolId: 'vessel-vertical', letters: 'V', x: 520, y: 128 },
  { key: 'flow', symbolId: 'bubble-field', letters: 'FT', x: 288, y: 32 },
  { key: 'flowTap', symbolId: 'tap', letters: '', x: 288, y: 96 },
  { key: 'temperature', symbolId: 'bubble-field', letters: 'TT', x: 416, y: 32 },
  { key: 'temperatureTap', symbolId: 'tap', letters: '', x: 416, y: 96 },
  { key: 'motor', symbolId: 'valve-butterfly-motor', letters: 'XV', x: 232, y: 96 },
  { key: 'check', symbolId: 'valve-check', letters: 'NRV', x: 160, y: 96 },
  { key: 'tee', symbolId: 'junction', letters: '', x: 24, y: 96 },
];

type CellLine = readonly [from: string, fromPort: string, to: string, toPort: string];

const cellLines: readonly CellLine[] = [
  ['tee', 'east', 'pump', 'in'],
  ['pump', 'out', 'check', 'in'],
  ['check', 'out', 'motor', 'in'],
  ['motor', 'out', 'flowTap', 'in'],
  ['flowTap', 'out', 'control', 'in'],
  ['control', 'out', 'temperatureTap', 'in'],
  ['temperatureTap', 'out', 'vessel', 'west-1'],
  ['flow', 'south', 'flowTap', 'signal'],
  ['temperature', 'south', 'temperatureTap', 'signal'],
];

type SensorFacts = Pick<Sensor, 'unit' | 'kind' | 'stateWords' | 'rangeLow' | 'rangeHigh' | 'decimals'> &
  Partial<Pick<Sensor, 'limitLow' | 'limitHigh'>>;

const analog = (unit: string, rangeHigh: number, decimals: number): SensorFacts => ({
  unit,
  kind: 'analog',
  stateWords: '',
  rangeLow: 0,
  rangeHigh,
  decimals,
});
const twoState = (stateWords: string): SensorFacts => ({
  unit: '',
  kind: 'state',
  stateWords,
  rangeLow: 0,
  rangeHigh: 1,
  decimals: 0,
});

/** As many sensors as components, spread over the slots a train really has. */
const cellSensors: readonly (readonly [key: string, slot: SlotName, facts: SensorFacts])[] = [
  ['pump', 'state', twoState('1=Running;0=Stopped')],
  ['control', 'position', analog('%', 100, 0)],
  ['vessel', 'level', analog('%', 100, 0)],
  ['flow', 'value', { ...analog('m³/h', 250, 0), limitLow: 40, limitHigh: 210 }],
  ['pump', 'speed', analog('Hz', 60, 0)],
  ['temperature', 'value', { ...analog('°C', 20, 1), limitHigh: 12 }],
  ['control', 'command', analog('%', 100, 0)],
  ['motor', 'position', analog('%', 100, 0)],
  ['pump', 'power', analog('kW', 50, 1)],
  ['flow', 'set-point', analog('m³/h', 250, 0)],
];

function componentAt(part: CellPart, cell: number, corner: { readonly x: number; readonly y: number }): PlantComponent {
  return {
    id: asId(`${part.key}-${cell}`),
    sheetId: generatedSheetId,
    symbolId: part.symbolId,
    tag: part.letters === '' ? '' : `${part.letters}-${cell + 101}`,
    x: corner.x + part.x,
    y: corner.y + part.y,
    rotation: 0,
    mirrored: false,
    labelPlacement: 'auto',
    readoutX: 0,
    readoutY: 0,
    nozzles: [],
    properties: {},
  };
}

function lineBetween([from, fromPort, to, toPort]: CellLine, cell: number, toCell = cell): Connection {
  const signal = toPort === 'signal';
  const id = toCell === cell ? `${from}-${to}-${cell}` : `${from}-${to}-${cell}-${toCell}`;
  return {
    id: asId(id),
    sheetId: generatedSheetId,
    from: { componentId: asId(`${from}-${cell}`), port: fromPort },
    to: { componentId: asId(`${to}-${toCell}`), port: toPort },
    lineClassId: asId(signal ? 'impulse' : cell % 2 === 0 ? 'supply' : 'return'),
    size: signal ? '' : 'DN 150',
    lineNumber: signal ? '' : `150-${cell % 2 === 0 ? 'CHWS' : 'CHWR'}-${cell + 101}`,
    route: [],
  };
}

function sensorOf(
  key: string,
  slot: SlotName,
  { cell, facts }: { readonly cell: number; readonly facts: SensorFacts },
): Sensor {
  const name = `GEN.${key.toUpperCase()}_${cell + 101}.${slot.toUpperCase()}`;
  const description = `${key} ${slot}`;
  const given = { name, description, expectedPeriodMs: 60_000, ...facts };
  return completeSensor(asId(`sensor-${key}-${slot}-${cell}`), given);
}

function bindingOf(key: string, slot: SlotName, cell: number): Binding {
  const componentId = asId<ComponentId>(`${key}-${cell}`);
  return { id: bindingIdOf(componentId, slot), componentId, slot, sensorId: asId(`sensor-${key}-${slot}-${cell}`) };
}

/**
 * A plant of exactly `componentCount` components on one sheet, with as many sensors, all bound: trains of
 * pump, valves, instruments and a vessel side by side, joined to the next in the row and to the row below.
 * The same every time.
 */
export function generatedPlant(componentCount: number): PlantDocument {
  const cells = Math.ceil(componentCount / componentsPerCell);
  const columns = Math.max(1, Math.round(Math.sqrt(cells * columnsPerRow)));
  const corner = (cell: number): { readonly x: number; readonly y: number } => ({
    x: marginPx + (cell % columns) * cellWidth,
    y: marginPx + Math.floor(cell / columns) * cellHeight,
  });
  const numbers = Array.from({ length: cells }, (_, cell) => cell);
  const components = numbers
    .flatMap((cell) => cellParts.map((part) => componentAt(part, cell, corner(cell))))
    .slice(0, componentCount);
  const present = new Set<string>(components.map(({ id }) => id));
  const connections = numbers.flatMap((cell) => linesOfCell(cell, { columns, cells }));
  const sensors = numbers.flatMap((cell) =>
    cellSensors.map(([key, slot, facts]) => ({
      sensor: sensorOf(key, slot, { cell, facts }),
      binding: bindingOf(key, slot, cell),
    })),
  );
  const bound = sensors.filter(({ binding }) => present.has(binding.componentId)).slice(0, componentCount);
  const rows = Math.ceil(cells / columns);
  const size = { width: columns * cellWidth + 2 * marginPx, height: rows * cellHeight + 2 * marginPx };
  return {
    format: plantDocumentFormat,
    version: plantDocumentVersion,
    plant: { id: asId('generated-plant'), name: `Generated, ${componentCount} components`, timeZone: 'Etc/UTC' },
    areas: [],
    sheets: [{ id: generatedSheetId, areaId: undefined, name: 'All', order: 1, ...size }],
    lineClasses,
    components,
    connections: connections.filter(({ from, to }) => present.has(from.componentId) && present.has(to.componentId)),
    dataSources: [],
    sensors: bound.map(({ sensor }) => sensor),
    bindings: bound.map(({ binding }) => binding),
    notes: [],
  };
}

function linesOfCell(
  cell: number,
  { columns, cells }: { readonly columns: number; readonly cells: number },
): readonly Connection[] {
  const lines = cellLines.map((line) => lineBetween(line, cell));
  if (cell % columns < columns - 1 && cell + 1 < cells) {
    lines.push(lineBetween(['vessel', 'east-1', 'tee', 'west'], cell, cell + 1));
  }
  if (cell + columns < cells) {
    lines.push(lineBetween(['tee', 'south', 'tee', 'north'], cell, cell + columns));
  }
  return lines;
}

import { entityFromFields } from './entityFields';
import { asId, type LineClassId, type PlantId, type SheetId } from './ids';
import type { LineClass, LineKind, PlantModel, Sheet } from './plantModel';

const plain = (code: string, name: string): [string, string, LineKind, LineClass['role']] => [
  code,
  name,
  'pipe',
  'supply',
];
const back = (code: string, name: string): [string, string, LineKind, LineClass['role']] => [
  code,
  name,
  'pipe',
  'return',
];
const signal = (code: string, name: string, kind: LineKind): [string, string, LineKind, LineClass['role']] => [
  code,
  name,
  kind,
  'supply',
];

const defaultLineClasses = [
  plain('PRC', 'Process'),
  plain('CHWS', 'Chilled-water supply'),
  back('CHWR', 'Chilled-water return'),
  plain('CWS', 'Cooling-water supply'),
  back('CWR', 'Cooling-water return'),
  plain('HWS', 'Hot-water supply'),
  back('HWR', 'Hot-water return'),
  plain('STM', 'Steam'),
  back('CON', 'Condensate'),
  plain('AIR', 'Air'),
  plain('GAS', 'Gas'),
  back('DRN', 'Drain and vent'),
  signal('IMP', 'Impulse line', 'impulse'),
  signal('ELEC', 'Electric signal', 'electric'),
  signal('PNEU', 'Pneumatic signal', 'pneumatic'),
  signal('DATA', 'Data link', 'data'),
  signal('CAP', 'Capillary', 'capillary'),
  signal('HYD', 'Hydraulic signal', 'hydraulic'),
  signal('MECH', 'Mechanical link', 'mechanical'),
] as const;

/** The id that a default line class has in every new plant, by its code. */
export function defaultLineClassId(code: string): LineClassId {
  return asId(`line-${code.toLowerCase()}`);
}

/** A sheet of the usual size (A1 across at 100 %). */
export function newSheet(id: SheetId, name: string, order: number): Sheet {
  return entityFromFields('sheet', id, { name, order, width: 3_200, height: 2_000 });
}

/** A new plant: one sheet and the usual line classes. */
export function emptyModel(plant: {
  readonly id: PlantId;
  readonly name: string;
  readonly timeZone: string;
}): PlantModel {
  const sheet = newSheet(asId('sheet-1'), 'Sheet 1', 1);
  const lineClasses = defaultLineClasses.map(([code, name, kind, role]) =>
    entityFromFields('lineClass', defaultLineClassId(code), { code, name, kind, role }),
  );
  return {
    plant: entityFromFields('plant', plant.id, { name: plant.name, timeZone: plant.timeZone }),
    areas: new Map(),
    sheets: new Map([[sheet.id, sheet]]),
    lineClasses: new Map(lineClasses.map((lineClass) => [lineClass.id, lineClass])),
    components: new Map(),
    connections: new Map(),
    dataSources: new Map(),
    sensors: new Map(),
    bindings: new Map(),
    notes: new Map(),
  };
}

import { completeSensor } from '../../shared/model/commands/editSensors';
import type { Id } from '../../shared/model/ids';
import type {
  Binding,
  DataSource,
  Connection,
  PlantComponent,
  PlantModel,
  Sensor,
  SlotName,
} from '../../shared/model/plantModel';

/** Makes an id for tests: the only place of the editor where a string becomes one. */
export function testId<Kind extends string>(id: string): Id<Kind> {
  return id as Id<Kind>;
}

/** A component for tests; what does not matter has a default. */
export function testComponent(id: string, fields: Partial<PlantComponent> = {}): PlantComponent {
  return {
    id: testId(id),
    sheetId: testId('s1'),
    symbolId: 'valve-gate',
    tag: id.toUpperCase(),
    x: 0,
    y: 0,
    rotation: 0,
    mirrored: false,
    labelPlacement: 'auto',
    readoutX: 0,
    readoutY: 0,
    nozzles: [],
    properties: {},
    ...fields,
  };
}

/** A pipe for tests from `out` of one component to `in` of another. */
export function testConnection(id: string, from: string, to: string): Connection {
  return {
    id: testId(id),
    sheetId: testId('s1'),
    from: { componentId: testId(from), port: 'out' },
    to: { componentId: testId(to), port: 'in' },
    lineClassId: testId('l1'),
    size: 'DN 100',
    lineNumber: '',
    route: [],
  };
}

/** A sensor for tests. */
export function testSensor(id: string, fields: Partial<Sensor> = {}): Sensor {
  return completeSensor(testId(id), { name: id, ...fields });
}

/** A binding for tests. */
export function testBinding(componentId: string, slot: SlotName, sensorId: string): Binding {
  return { id: testId(`${componentId}/${slot}`), componentId: testId(componentId), slot, sensorId: testId(sensorId) };
}

/** A plant for tests with one sheet `s1` and one line class `l1`. */
export function testModel(parts: {
  readonly components?: readonly PlantComponent[];
  readonly connections?: readonly Connection[];
  readonly dataSources?: readonly DataSource[];
  readonly sensors?: readonly Sensor[];
  readonly bindings?: readonly Binding[];
}): PlantModel {
  const byId = <Entity extends { readonly id: string }>(entities: readonly Entity[] = []) =>
    new Map(entities.map((entity) => [entity.id as Entity['id'], entity]));
  return {
    plant: { id: testId('p'), name: 'Plant', timeZone: 'UTC' },
    areas: new Map(),
    sheets: byId([{ id: testId('s1'), areaId: undefined, name: 'Sheet 1', order: 1, width: 1600, height: 1000 }]),
    lineClasses: byId([{ id: testId('l1'), code: 'CHWS', name: 'supply', kind: 'pipe', role: 'supply' }]),
    components: byId(parts.components),
    connections: byId(parts.connections),
    dataSources: byId(parts.dataSources),
    sensors: byId(parts.sensors),
    bindings: byId(parts.bindings),
    notes: new Map(),
  };
}

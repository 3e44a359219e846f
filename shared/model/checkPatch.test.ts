import { expect, test } from 'vitest';
import { startedWorks, testLookup } from '../../testing/modelGestures';
import { applyPatch } from './applyPatch';
import { checkModel, checkPatch } from './checkPatch';
import { entityFromFields, fieldsOf } from './entityFields';
import { entitiesOf } from './entityCollections';
import { bindingIdOf } from './ids';
import type { EntityChange, EntityFields, EntityKind, FieldValue } from './modelPatch';
import type { PlantModel } from './plantModel';

const works = startedWorks();
const [tank, pump] = [...works.components.values()];
const [pipe] = [...works.connections.values()];
const [sensor, otherSensor] = [...works.sensors.values()];
const [sheet] = [...works.sheets.values()];
if (!tank || !pump || !pipe || !sensor || !otherSensor || !sheet) {
  throw new Error('the plant to begin with has all of these');
}

/** `ok`, or the rule or code that refuses the changes. */
function verdict(changes: readonly EntityChange[], model: PlantModel = works): string {
  const checked = checkPatch(model, { changes }, testLookup);
  if (checked.ok) {
    expect(checkModel(applyPatch(model, { changes }), testLookup)).toBeUndefined();
    return 'ok';
  }
  return checked.error.code === 'rule-broken' ? checked.error.rule : checked.error.code;
}

function create(kind: EntityKind, id: string, fields: EntityFields): EntityChange {
  return { change: 'create', kind, id, fields: fieldsOf(kind, entityFromFields(kind, id, fields)) };
}

function update(kind: EntityKind, id: string, after: Readonly<Record<string, FieldValue>>): EntityChange {
  const entity = entitiesOf(works, kind).get(id);
  const before = entity === undefined ? {} : fieldsOf(kind, entity);
  const fields = Object.entries(after).map(([path, value]) => [path, { before: before[path], after: value }]);
  return { change: 'update', kind, id, fields: Object.fromEntries(fields) };
}

function remove(kind: EntityKind, id: string): EntityChange {
  const entity = entitiesOf(works, kind).get(id);
  return { change: 'delete', kind, id, fields: entity === undefined ? {} : fieldsOf(kind, entity) };
}

const newPump = { sheetId: sheet.id, symbolId: 'pump', x: 0, y: 0 };

test('a change that fits is let through', () => {
  expect(verdict([create('component', 'new', { ...newPump, tag: 'P-900' })])).toBe('ok');
  expect(verdict([update('component', pump.id, { x: 800, 'properties.service': 'chilled water' })])).toBe('ok');
});

test('[M5] refuses a field of the wrong form, one that is not known, and one that must be given', () => {
  expect(verdict([update('component', pump.id, { rotation: 45 })])).toBe('M5');
  expect(verdict([update('component', pump.id, { colour: 'red' })])).toBe('M5');
  expect(verdict([update('component', pump.id, { x: undefined })])).toBe('M5');
  expect(verdict([update('component', pump.id, { x: Number.NaN })])).toBe('M5');
  expect(verdict([update('component', pump.id, { id: 'other' })])).toBe('M5');
  expect(verdict([update('component', pump.id, { 'properties.__proto__': 'x' })])).toBe('M5');
  expect(verdict([update('sheet', sheet.id, { name: '  ' })])).toBe('M5');
  expect(verdict([update('sensor', sensor.id, { scale: 0 })])).toBe('M5');
});

test('[M5] a new entity names all its fields, so that it can be taken back exactly', () => {
  expect(verdict([{ change: 'create', kind: 'component', id: 'new', fields: newPump }])).toBe('M5');
});

test('[M6] refuses an edit of something that has changed, is gone or is there already', () => {
  const stale = { before: 99_999, after: 8 };
  expect(verdict([{ change: 'update', kind: 'component', id: pump.id, fields: { x: stale } }])).toBe('stale-edit');
  expect(verdict([update('component', 'gone', { x: 8 })])).toBe('stale-edit');
  expect(verdict([remove('component', 'gone')])).toBe('stale-edit');
  expect(verdict([{ ...remove('sensor', sensor.id), fields: { name: 'other' } } as EntityChange])).toBe('stale-edit');
  expect(verdict([create('component', pump.id, newPump)])).toBe('stale-edit');
  expect(verdict([update('component', pump.id, { x: 8 }), update('component', pump.id, { y: 8 })])).toBe('stale-edit');
});

test('[M7] the one plant is renamed, never added or deleted', () => {
  expect(verdict([update('plant', works.plant.id, { name: 'Works north' })])).toBe('ok');
  expect(verdict([remove('plant', works.plant.id)])).toBe('M7');
  expect(verdict([create('plant', 'second', { name: 'Second', timeZone: 'UTC' })])).toBe('M7');
});

test('[M8] one sheet is left', () => {
  const everything = [
    ...[...works.connections.keys()].map((id) => remove('connection', id)),
    ...[...works.components.keys()].map((id) => remove('component', id)),
  ];
  const another = create('sheet', 'another', { name: 'Another', width: 800, height: 600 });
  expect(verdict([...everything, remove('sheet', sheet.id)])).toBe('M8');
  expect(verdict([...everything, remove('sheet', sheet.id), another])).toBe('ok');
});

test('[M9] nothing refers to what is not there', () => {
  expect(verdict([create('component', 'new', { ...newPump, sheetId: 'gone' })])).toBe('M9');
  expect(verdict([update('sheet', sheet.id, { areaId: 'gone' })])).toBe('M9');
  expect(verdict([remove('component', pump.id)])).toBe('M9');
  expect(verdict([remove('lineClass', pipe.lineClassId)])).toBe('M9');
  expect(verdict([update('connection', pipe.id, { lineClassId: 'gone' })])).toBe('M9');
  expect(verdict([remove('sheet', sheet.id)])).toBe('M8');
  const binding = { componentId: pump.id, slot: 'state', sensorId: sensor.id };
  const bound = applyPatch(works, { changes: [create('binding', bindingIdOf(pump.id, 'state'), binding)] });
  expect(verdict([remove('sensor', sensor.id)], bound)).toBe('M9');
  expect(verdict([remove('sensor', otherSensor.id)], bound)).toBe('ok');
});

test('[M10] a line ends on ports that exist, on one sheet', () => {
  expect(verdict([update('connection', pipe.id, { to: { ...pipe.to, port: 'nowhere' } })])).toBe('M10');
  const another = create('sheet', 'another', { name: 'Another', width: 800, height: 600 });
  expect(verdict([another, update('component', pump.id, { sheetId: 'another' })])).toBe('M10');
  expect(verdict([another, update('connection', pipe.id, { sheetId: 'another' })])).toBe('M10');
  expect(verdict([update('component', pump.id, { symbolId: 'text' })])).toBe('M10');
});

test('[M10] a nozzle is a port, and one with a line at it stays', () => {
  const nozzles = [{ name: 'n9', x: 0, y: -24, direction: 'north' }];
  const withNozzle = applyPatch(works, { changes: [update('component', pump.id, { nozzles })] });
  const toNozzle = update('connection', pipe.id, { to: { componentId: pump.id, port: 'n9' } });
  expect(verdict([toNozzle])).toBe('M10');
  expect(verdict([toNozzle], withNozzle)).toBe('ok');
  const piped = applyPatch(withNozzle, { changes: [toNozzle] });
  const without = { before: nozzles, after: [] };
  expect(verdict([{ change: 'update', kind: 'component', id: pump.id, fields: { nozzles: without } }], piped)).toBe(
    'M10',
  );
});

test('[M10] [M12] a class that this program does not know takes any port and any slot', () => {
  const future = update('component', pump.id, { symbolId: 'pump-of-the-future' });
  const anyPort = update('connection', pipe.id, { to: { componentId: pump.id, port: 'whatever' } });
  const binding = { componentId: pump.id, slot: 'fault', sensorId: sensor.id };
  expect(verdict([future, anyPort, create('binding', bindingIdOf(pump.id, 'fault'), binding)])).toBe('ok');
});

test('[M11] a line joins two different ports', () => {
  expect(verdict([update('connection', pipe.id, { to: { ...pipe.from } })])).toBe('M11');
});

test('[M12] a binding is for a slot that the class has, and one slot takes one sensor', () => {
  const binding = { componentId: pump.id, slot: 'state', sensorId: sensor.id };
  expect(verdict([create('binding', bindingIdOf(pump.id, 'state'), binding)])).toBe('ok');
  expect(verdict([create('binding', 'second', binding)])).toBe('M12');
  const level = { ...binding, slot: 'level' };
  expect(verdict([create('binding', bindingIdOf(pump.id, 'level'), level)])).toBe('M12');
});

test('[M13] a tag stands once in the plant, without regard to case and blanks; no tag may stand often', () => {
  expect(verdict([create('component', 'new', { ...newPump, tag: ` ${pump.tag.toLowerCase()} ` })])).toBe('M13');
  const twice = ['a', 'b'].map((id) => create('component', id, { ...newPump, tag: 'P-900' }));
  expect(verdict(twice)).toBe('M13');
  expect(verdict(['a', 'b'].map((id) => create('component', id, newPump)))).toBe('ok');
  expect(
    verdict([update('component', pump.id, { tag: tank.tag }), update('component', tank.id, { tag: pump.tag })]),
  ).toBe('ok');
});

test('[M14] a historian name stands once, exactly as written', () => {
  expect(verdict([create('sensor', 'new', { name: sensor.name })])).toBe('M14');
  expect(verdict([create('sensor', 'new', { name: sensor.name.toLowerCase() })])).toBe('ok');
});

test('[M15] a line class code stands once', () => {
  expect(verdict([create('lineClass', 'new', { code: 'chws', kind: 'pipe' })])).toBe('M15');
});

test('[M16] a range rises', () => {
  expect(verdict([update('sensor', sensor.id, { rangeLow: 5, rangeHigh: 5 })])).toBe('M16');
  expect(verdict([update('sensor', sensor.id, { rangeLow: 5 })])).toBe('ok');
});

test('[M17] limits stand in order, each may be left out', () => {
  expect(verdict([update('sensor', sensor.id, { limitLowLow: 2, limitLow: 1 })])).toBe('M17');
  expect(verdict([update('sensor', sensor.id, { limitLowLow: 2, limitHighHigh: 1 })])).toBe('M17');
  expect(verdict([update('sensor', sensor.id, { limitLowLow: 1, limitLow: 1, limitHighHigh: 9 })])).toBe('ok');
});

test('[M18] distrust has a name, a reason and a time', () => {
  const trust = { trust: 'suspect', trustBy: 'shift C', trustWhy: 'drifts', trustAtMs: 1_000 };
  expect(verdict([update('sensor', sensor.id, trust)])).toBe('ok');
  expect(verdict([update('sensor', sensor.id, { ...trust, trustWhy: ' ' })])).toBe('M18');
});

test('[M19] nozzles of one component have different names', () => {
  const nozzle = { name: 'n1', x: 0, y: 0, direction: 'north' };
  expect(verdict([update('component', pump.id, { nozzles: [nozzle, nozzle] })])).toBe('M19');
});

test('a whole model is judged by the same rules', () => {
  expect(checkModel(works, testLookup)).toBeUndefined();
  const twin = { ...tank, tag: pump.tag };
  const broken: PlantModel = { ...works, components: new Map([...works.components, [tank.id, twin]]) };
  expect(checkModel(broken, testLookup)).toMatchObject({ rule: 'M13' });
});

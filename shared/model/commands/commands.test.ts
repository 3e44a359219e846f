import { expect, test } from 'vitest';
import { afterCommand, contextOf, emptyWorks, testLookup, valueOf } from '../../../testing/modelGestures';
import { clipboardText, copyItems, parseClipboard } from '../clipboard';
import { asId, bindingIdOf, type ComponentId, type ConnectionId, type SensorId, type SheetId } from '../ids';
import { bindingsOf, componentsTagged, connectionsAt } from '../modelIndex';
import type { Connection, PlantComponent, PlantModel } from '../plantModel';
import { alignComponents, distributeComponents } from './alignComponents';
import { connectPorts } from './connectPorts';
import { deleteItems } from './deleteItems';
import { addSensors, bindSensors, deleteSensors, setTrust } from './editSensors';
import { addArea, addSheet, deleteArea, deleteSheet, reorder } from './editSheets';
import { pasteItems } from './pasteItems';
import { placeComponents } from './placeComponents';
import { renameTag, setFields, setProperty } from './setFields';
import { insertIntoConnection, teeConnection } from './splitConnection';
import { mirrorComponents, moveComponents, placeComponentsAt, rotateComponents } from './transformComponents';

const sheetId = asId<SheetId>('sheet-1');

/** Two valves in a row, piped, and a third far off; all have `in` and `out`. */
const works = (() => {
  const placed = afterCommand(emptyWorks, 'c', (context) =>
    placeComponents(context, {
      sheetId,
      components: [
        { symbolId: 'valve-gate', tag: 'HV-1', x: 80, y: 80 },
        { symbolId: 'valve-gate', tag: 'HV-2', x: 480, y: 80 },
        { symbolId: 'valve-gate', tag: 'HV-3', x: 240, y: 400 },
      ],
    }),
  );
  return afterCommand(placed, 'l', (context) =>
    connectPorts(context, {
      ...line('c-1', 'c-2'),
      size: 'DN 100',
      lineNumber: '100-CHWS-1',
      lineClassId: asId('line-chws'),
    }),
  );
})();

function line(from: string, to: string): Pick<Connection, 'from' | 'to'> {
  return {
    from: { componentId: asId(from), port: 'out' },
    to: { componentId: asId(to), port: 'in' },
  };
}

function component(model: PlantModel, id: string): PlantComponent {
  const found = model.components.get(asId(id));
  if (found === undefined) {
    throw new Error(`no component ${id}`);
  }
  return found;
}

function connection(model: PlantModel, id: string): Connection {
  const found = model.connections.get(asId(id));
  if (found === undefined) {
    throw new Error(`no line ${id}`);
  }
  return found;
}

const ids = (...texts: readonly string[]): readonly ComponentId[] => texts.map((text) => asId(text));
const pipeId = asId<ConnectionId>('l-1');

test('a new component gets the first free tag of its class, unless one is given', () => {
  const model = afterCommand(works, 'n', (context) =>
    placeComponents(context, {
      sheetId,
      components: [
        { symbolId: 'pump', x: 0, y: 0 },
        { symbolId: 'pump', x: 0, y: 0 },
        { symbolId: 'pump', x: 0, y: 0, tag: 'P-7' },
        { symbolId: 'junction', x: 0, y: 0 },
      ],
    }),
  );
  expect(['n-1', 'n-2', 'n-3', 'n-4'].map((id) => component(model, id).tag)).toEqual(['P-101', 'P-102', 'P-7', '']);
});

test('labels name the one component or count them', () => {
  const context = contextOf(works, 'n');
  expect(valueOf(moveComponents(context, { ids: ids('c-1'), dx: 8, dy: 0 })).label).toBe('Move HV-1');
  expect(valueOf(moveComponents(context, { ids: ids('c-1', 'c-2'), dx: 8, dy: 0 })).label).toBe('Move 2 components');
  expect(valueOf(renameTag(context, { id: asId('c-1'), tag: ' HV-9 ' })).label).toBe('Rename to HV-9');
});

test('a command on something that is not there says so', () => {
  const answer = moveComponents(contextOf(works, 'n'), { ids: ids('gone'), dx: 8, dy: 0 });
  expect(answer).toEqual({ ok: false, error: { code: 'not-found', what: 'component gone' } });
});

test('[M20] deleting a component takes its lines and bindings along, and nothing else', () => {
  const sensed = afterCommand(works, 's', (context) => addSensors(context, { sensors: [{ name: 'ZI_1' }] }));
  const bound = afterCommand(sensed, 'b', (context) =>
    bindSensors(context, {
      bindings: [{ componentId: asId('c-1'), slot: 'position', sensorId: asId<SensorId>('s-1') }],
    }),
  );
  const model = afterCommand(bound, 'd', (context) => deleteItems(context, { componentIds: ids('c-1') }));
  expect([...model.components.keys()]).toEqual(['c-2', 'c-3']);
  expect([model.connections.size, model.bindings.size, model.sensors.size]).toEqual([0, 0, 1]);
});

test('[M21] a node with two pipes left of the same class and size heals into one pipe', () => {
  const branch = { end: { componentId: asId<ComponentId>('c-3'), port: 'in' }, flow: 'out-of' } as const;
  const teed = afterCommand(works, 't', (context) =>
    teeConnection(context, { connectionId: pipeId, at: { x: 240, y: 80 }, branch }),
  );
  expect(teed.connections.size).toBe(3);
  const withoutBranch = afterCommand(teed, 'd', (context) => deleteItems(context, { componentIds: ids('c-3') }));
  expect([...withoutBranch.components.keys()]).toEqual(['c-1', 'c-2']);
  expect([...withoutBranch.connections.values()]).toEqual([works.connections.get(pipeId)]);
  const withoutStart = afterCommand(teed, 'd', (context) => deleteItems(context, { componentIds: ids('c-1') }));
  expect([...withoutStart.connections.values()]).toMatchObject([
    { from: { componentId: 'c-3', port: 'in' }, to: { componentId: 'c-2', port: 'in' } },
  ]);
});

test('[M21] a node between two different pipes stays, and one with no pipe left goes', () => {
  const teed = afterCommand(works, 't', (context) =>
    teeConnection(context, { connectionId: pipeId, at: { x: 240, y: 80 } }),
  );
  const [first, second] = [...teed.connections.keys()];
  const wider = afterCommand(teed, 'w', (context) =>
    setFields(context, { kind: 'connection', ids: [second ?? ''], fields: { size: 'DN 200' } }),
  );
  expect(valueOf(deleteItems(contextOf(wider, 'd'), { componentIds: ids('c-3') })).patch.changes).toHaveLength(1);
  const bare = afterCommand(wider, 'd', (context) =>
    deleteItems(context, { componentIds: [], connectionIds: [first, second].flatMap((id) => id ?? []) }),
  );
  expect([...bare.components.keys()]).toEqual(['c-1', 'c-2', 'c-3']);
});

test('[M22] bends between moved components go along, others stay', () => {
  const routed = afterCommand(works, 'r', (context) =>
    setFields(context, { kind: 'connection', ids: ['l-1'], fields: { route: [{ x: 240, y: 160 }] } }),
  );
  const both = afterCommand(routed, 'm', (context) =>
    moveComponents(context, { ids: ids('c-1', 'c-2'), dx: 80, dy: 8 }),
  );
  expect(connection(both, 'l-1').route).toEqual([{ x: 320, y: 168 }]);
  const one = afterCommand(routed, 'm', (context) => moveComponents(context, { ids: ids('c-2'), dx: 80, dy: 8 }));
  expect(connection(one, 'l-1').route).toEqual([{ x: 240, y: 160 }]);
  const places = new Map([[asId<ComponentId>('c-3'), { x: 16, y: 24 }]]);
  const placed = afterCommand(routed, 'm', (context) => placeComponentsAt(context, { places }));
  expect(component(placed, 'c-3')).toMatchObject({ x: 16, y: 24 });
});

test('[M23] turning four times and mirroring twice leaves everything as it was', () => {
  for (const about of ['own', 'common'] as const) {
    const turn = (model: PlantModel): PlantModel =>
      afterCommand(model, 'r', (context) => rotateComponents(context, { ids: ids('c-1', 'c-3'), degrees: 90, about }));
    expect(turn(turn(turn(turn(works))))).toEqual(works);
    for (const across of ['left-right', 'up-down'] as const) {
      const mirror = (model: PlantModel): PlantModel =>
        afterCommand(model, 'r', (context) => mirrorComponents(context, { ids: ids('c-1', 'c-3'), across, about }));
      expect(mirror(mirror(works))).toEqual(works);
    }
  }
});

test('[M23] mirrored as the sheet shows it: every port lands across the middle, however the component is turned', () => {
  for (const degrees of [90, 180, 270] as const) {
    const turned = afterCommand(works, 'r', (context) =>
      rotateComponents(context, { ids: ids('c-1'), degrees, about: 'own' }),
    );
    const mirrored = afterCommand(turned, 'r', (context) =>
      mirrorComponents(context, { ids: ids('c-1'), across: 'left-right', about: 'own' }),
    );
    const before = testLookup.portsOf(component(turned, 'c-1')) ?? [];
    const after = testLookup.portsOf(component(mirrored, 'c-1')) ?? [];
    expect(after.map(({ x, y }) => [x, y])).toEqual(before.map(({ x, y }) => [160 - x, y]));
  }
});

test('[M24] aligns by edge, middle and flow axis, and spaces evenly', () => {
  const align = (alignment: 'left' | 'bottom' | 'centre-x' | 'flow-axis'): PlantModel =>
    afterCommand(works, 'a', (context) => alignComponents(context, { ids: ids('c-1', 'c-2', 'c-3'), alignment }));
  expect(['c-1', 'c-2', 'c-3'].map((id) => component(align('left'), id).x)).toEqual([80, 80, 80]);
  expect(['c-1', 'c-2', 'c-3'].map((id) => component(align('bottom'), id).y)).toEqual([400, 400, 400]);
  expect(['c-1', 'c-2', 'c-3'].map((id) => component(align('centre-x'), id).x)).toEqual([280, 280, 280]);
  expect(['c-1', 'c-2', 'c-3'].map((id) => component(align('flow-axis'), id).y)).toEqual([80, 80, 80]);
  const spaced = afterCommand(works, 'a', (context) =>
    distributeComponents(context, { ids: ids('c-1', 'c-2', 'c-3'), along: 'x' }),
  );
  expect(['c-1', 'c-3', 'c-2'].map((id) => component(spaced, id).x)).toEqual([80, 280, 480]);
});

test('[M25] a new line continues the class and size of the line beside it', () => {
  const model = afterCommand(works, 'n', (context) => connectPorts(context, line('c-2', 'c-3')));
  expect(connection(model, 'n-1')).toMatchObject({ lineClassId: 'line-chws', size: 'DN 100', lineNumber: '' });
});

test('[M26] a component put into a pipe splits it; class, size, number and bends are kept', () => {
  const route = [
    { x: 160, y: 80 },
    { x: 160, y: 240 },
    { x: 400, y: 240 },
    { x: 400, y: 80 },
  ];
  const routed = afterCommand(works, 'r', (context) =>
    setFields(context, { kind: 'connection', ids: ['l-1'], fields: { route } }),
  );
  const model = afterCommand(routed, 'n', (context) =>
    insertIntoConnection(context, {
      connectionId: pipeId,
      at: { x: 160, y: 160 },
      component: { symbolId: 'valve-ball' },
    }),
  );
  const [first, second] = [connection(model, 'l-1'), connection(model, 'n-2')];
  expect(component(model, 'n-1')).toMatchObject({ x: 160, y: 160, rotation: 90 });
  expect(first).toMatchObject({ from: { componentId: 'c-1' }, to: { componentId: 'n-1', port: 'in' } });
  expect(second).toMatchObject({ from: { componentId: 'n-1', port: 'out' }, to: { componentId: 'c-2' } });
  expect([first.route, second.route]).toEqual([route.slice(0, 1), route.slice(1)]);
  const { lineClassId, size, lineNumber } = connection(works, 'l-1');
  expect(second).toMatchObject({ lineClassId, size, lineNumber });
});

test('[M26] a component without a way through is not put into a pipe; one on the sheet can be moved into it', () => {
  const request = { connectionId: pipeId, at: { x: 240, y: 80 } };
  const refused = insertIntoConnection(contextOf(works, 'n'), { ...request, component: { symbolId: 'text' } });
  expect(refused).toMatchObject({ ok: false, error: { rule: 'M26' } });
  const model = afterCommand(works, 'n', (context) =>
    insertIntoConnection(context, { ...request, component: { id: asId<ComponentId>('c-3') } }),
  );
  expect(component(model, 'c-3')).toMatchObject({ x: 240, y: 80, tag: 'HV-3' });
  expect(connectionsAt(model, asId('c-3'))).toHaveLength(2);
});

test('[M27] a tee puts a node on the pipe and joins the branch to the side it comes from', () => {
  const model = afterCommand(works, 't', (context) =>
    teeConnection(context, {
      connectionId: pipeId,
      at: { x: 240, y: 80 },
      branch: { end: { componentId: asId('c-3'), port: 'out' }, flow: 'into' },
    }),
  );
  expect(component(model, 't-1')).toMatchObject({ symbolId: 'junction', tag: '', x: 240, y: 80 });
  expect(connection(model, 'l-1').to).toEqual({ componentId: 't-1', port: 'west' });
  expect(connection(model, 't-2').from).toEqual({ componentId: 't-1', port: 'east' });
  expect(connection(model, 't-3')).toMatchObject({
    from: { componentId: 'c-3', port: 'out' },
    to: { componentId: 't-1', port: 'south' },
    lineClassId: 'line-chws',
  });
});

test('[M28] pasting gives new ids and free tags and keeps lines and bindings', () => {
  const sensed = afterCommand(works, 's', (context) => addSensors(context, { sensors: [{ name: 'ZI_1' }] }));
  const bound = afterCommand(sensed, 'b', (context) =>
    bindSensors(context, { bindings: [{ componentId: asId('c-1'), slot: 'position', sensorId: asId('s-1') }] }),
  );
  const content = parseClipboard(clipboardText(copyItems(bound, ids('c-1', 'c-2'))));
  if (content === undefined) {
    throw new Error('the clipboard reads what it wrote');
  }
  const pasted = afterCommand(bound, 'p', (context) => pasteItems(context, { content, sheetId, dx: 16, dy: 24 }));
  expect(component(pasted, 'p-1')).toMatchObject({ tag: 'HV-4', x: 96, y: 104 });
  expect(component(pasted, 'p-2')).toMatchObject({ tag: 'HV-5' });
  expect(connection(pasted, 'p-3')).toMatchObject({ ...line('p-1', 'p-2'), lineNumber: '100-CHWS-1' });
  expect(bindingsOf(pasted, asId('p-1'))).toMatchObject([
    { id: bindingIdOf(asId('p-1'), 'position'), sensorId: 's-1' },
  ]);
  const elsewhere = afterCommand(emptyWorks, 'p', (context) => pasteItems(context, { content, sheetId, dx: 0, dy: 0 }));
  expect(componentsTagged(elsewhere, 'HV-1')).toHaveLength(1);
  expect([elsewhere.connections.size, elsewhere.bindings.size]).toEqual([1, 0]);
});

test('[M28] other text on the clipboard is nothing to paste', () => {
  expect(['', 'P-101', '{}', '[1]', '{"format":"sightglass-clipboard"}'].map(parseClipboard)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

test('[M30] sheets and areas are added, put in order and deleted with what is on them', () => {
  const two = afterCommand(works, 'n', (context) => addSheet(context, { name: ' Cooling ' }));
  expect(two.sheets.get(asId('n-1'))).toMatchObject({ name: 'Cooling', order: 2 });
  const ordered = afterCommand(two, 'o', (context) => reorder(context, { kind: 'sheet', ids: ['n-1', sheetId] }));
  expect([...ordered.sheets.values()].map(({ order }) => order)).toEqual([2, 1]);
  const area = afterCommand(ordered, 'a', (context) => addArea(context, { name: 'North' }));
  const placed = afterCommand(area, 's', (context) =>
    setFields(context, { kind: 'sheet', ids: ['n-1'], fields: { areaId: 'a-1' } }),
  );
  const noArea = afterCommand(placed, 'd', (context) => deleteArea(context, { id: asId('a-1') }));
  expect(noArea.sheets.get(asId('n-1'))?.areaId).toBeUndefined();
  const oneLeft = afterCommand(noArea, 'd', (context) => deleteSheet(context, { id: sheetId }));
  expect([oneLeft.sheets.size, oneLeft.components.size, oneLeft.connections.size]).toEqual([1, 0, 0]);
  expect(deleteSheet(contextOf(oneLeft, 'd'), { id: asId('n-1') })).toMatchObject({ error: { rule: 'M8' } });
});

test('[M31] deleting a sensor unbinds it; trust is said with name and reason; a slot is bound anew', () => {
  const sensed = afterCommand(works, 's', (context) =>
    addSensors(context, { sensors: [{ name: 'ZI_1' }, { name: 'ZI_2', unit: '%' }] }),
  );
  const bind = (model: PlantModel, sensorId: string): PlantModel =>
    afterCommand(model, 'b', (context) =>
      bindSensors(context, { bindings: [{ componentId: asId('c-1'), slot: 'position', sensorId: asId(sensorId) }] }),
    );
  const rebound = bind(bind(sensed, 's-1'), 's-2');
  expect([...rebound.bindings.values()]).toMatchObject([{ sensorId: 's-2' }]);
  const unbound = afterCommand(rebound, 'd', (context) => deleteSensors(context, { ids: [asId('s-2')] }));
  expect([unbound.bindings.size, unbound.sensors.size]).toEqual([0, 1]);
  const trust = { ids: [asId<SensorId>('s-1')], trust: 'untrusted', by: 'shift C', atMs: 5 } as const;
  expect(setTrust(contextOf(sensed, 't'), { ...trust, why: '' })).toMatchObject({ error: { rule: 'M18' } });
  const distrusted = afterCommand(sensed, 't', (context) => setTrust(context, { ...trust, why: 'frozen' }));
  expect(distrusted.sensors.get(asId('s-1'))).toMatchObject({ trust: 'untrusted', trustBy: 'shift C', trustAtMs: 5 });
});

test('a property is written to many at once and taken away by empty text', () => {
  const set = (model: PlantModel, text: string): PlantModel =>
    afterCommand(model, 'p', (context) => setProperty(context, { ids: ids('c-1', 'c-2'), name: 'service', text }));
  const described = set(works, 'chilled water');
  expect(component(described, 'c-2').properties).toEqual({ service: 'chilled water' });
  expect(set(described, '')).toEqual(works);
});

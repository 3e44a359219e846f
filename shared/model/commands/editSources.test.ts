import { expect, test } from 'vitest';
import { afterCommand, contextOf, emptyWorks, startedWorks, testLookup, valueOf } from '../../../testing/modelGestures';
import type { SeriesAddress } from '../../influx/seriesAddress';
import { applyPatch } from '../applyPatch';
import { checkModel } from '../checkPatch';
import { asId, type DataSourceId, type NoteId } from '../ids';
import { invertPatch } from '../invertPatch';
import { documentFromModel, modelFromDocument } from '../plantDocument';
import { plantDocumentText, readPlantDocument } from '../readPlantDocument';
import type { DataSource, PlantModel, Sensor } from '../plantModel';
import { addNote, changeNote, deleteNote } from './editNotes';
import { addSensors } from './editSensors';
import {
  addDataSource,
  addSourceSensors,
  bindSourceSensor,
  changeDataSource,
  deleteDataSource,
  disconnectSensors,
} from './editSources';

// Rule numbers refer to docs/spec/model.md; N to docs/spec/connections.md.

const historian: Omit<DataSource, 'id'> = {
  name: 'Historian',
  url: 'http://historian:8086',
  organization: '',
  database: 'plant',
  retentionPolicy: '',
  style: 'field',
  sensorTag: '',
  valueField: '',
  qualityField: '',
  lateDataMs: 600_000,
};
const sourceId = asId<DataSourceId>('source-1');

function addressOf(field: string): SeriesAddress {
  return { database: 'plant', retentionPolicy: '', measurement: 'bldg0', field, tags: {} };
}

const connected = afterCommand(emptyWorks, 'd', (context) =>
  addDataSource(context, { source: historian, id: sourceId }),
);

function sensorNamed(model: PlantModel, name: string): Sensor | undefined {
  return [...model.sensors.values()].find((sensor) => sensor.name === name);
}

test('[M33] a sensor has an address exactly when it has a data source', () => {
  const half = addSensors(contextOf(connected, 's'), { sensors: [{ name: 'T1', sourceId }] });
  expect(half).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'M33' } });
  const other = addSensors(contextOf(connected, 's'), { sensors: [{ name: 'T1', address: addressOf('T1') }] });
  expect(other).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'M33' } });
  const nowhere = { name: 'T1', sourceId: asId<DataSourceId>('none'), address: addressOf('T1') };
  expect(addSensors(contextOf(connected, 's'), { sensors: [nowhere] })).toMatchObject({
    ok: false,
    error: { rule: 'M9' },
  });
});

test('[M34] a data source has a name of its own', () => {
  const twice = addDataSource(contextOf(connected, 'd'), { source: { ...historian, name: 'HISTORIAN' } });
  expect(twice).toMatchObject({ ok: false, error: { rule: 'M34' } });
});

test('[M35] a data source with a password in its address is refused', () => {
  const leaky = { ...historian, id: sourceId, url: 'http://me:secret@historian:8086' };
  expect(changeDataSource(contextOf(connected, 'd'), { source: leaky })).toMatchObject({ ok: false });
  const moved = afterCommand(connected, 'd', (context) =>
    changeDataSource(context, { source: { ...historian, id: sourceId, url: 'https://historian' } }),
  );
  expect(moved.dataSources.get(sourceId)?.url).toBe('https://historian');
});

test('[M37] a series gets one sensor; a name that is taken gets a number', () => {
  const named = afterCommand(connected, 'n', (context) => addSensors(context, { sensors: [{ name: 'T1' }] }));
  const add = (model: PlantModel): PlantModel =>
    afterCommand(model, 's', (context) =>
      addSourceSensors(context, {
        sourceId,
        sensors: ['T1', 'T2', 'T2'].map((name) => ({ name, address: addressOf(name) })),
      }),
    );
  const once = add(named);
  expect([...once.sensors.values()].map(({ name }) => name).sort()).toEqual(['T1', 'T1 2', 'T2']);
  expect(sensorNamed(once, 'T1 2')).toMatchObject({ sourceId, address: addressOf('T1') });
  expect(add(once)).toEqual(once);
});

test('[M38] disconnecting keeps the sensors, without their history; undo brings it back', () => {
  const before = afterCommand(connected, 's', (context) =>
    addSourceSensors(context, { sourceId, sensors: [{ name: 'T1', address: addressOf('T1') }] }),
  );
  const { patch } = valueOf(deleteDataSource(contextOf(before, 'x'), { id: sourceId }));
  const after = applyPatch(before, patch);
  expect(after.dataSources.size).toBe(0);
  expect(sensorNamed(after, 'T1')).toMatchObject({ sourceId: undefined, address: undefined });
  expect(checkModel(after, testLookup)).toBeUndefined();
  expect(applyPatch(after, invertPatch(patch))).toEqual(before);
});

test('[N10] sensors taken off their data source keep their bindings', () => {
  const before = afterCommand(connected, 's', (context) =>
    addSourceSensors(context, { sourceId, sensors: ['T1', 'T2'].map((name) => ({ name, address: addressOf(name) })) }),
  );
  const taken = sensorNamed(before, 'T1');
  const { patch, label } = valueOf(disconnectSensors(contextOf(before, 'x'), { ids: taken ? [taken.id] : [] }));
  const after = applyPatch(before, patch);
  expect(label).toBe('Disconnect 1 sensor');
  expect(sensorNamed(after, 'T1')).toMatchObject({ sourceId: undefined, address: undefined });
  expect(sensorNamed(after, 'T2')?.sourceId).toBe(sourceId);
  expect(checkModel(after, testLookup)).toBeUndefined();
  expect(applyPatch(after, invertPatch(patch))).toEqual(before);
});

test('[N23] a series becomes a sensor and is bound in one edit; one that is a sensor is bound as it is', () => {
  const works = afterCommand(startedWorks(), 'd', (context) =>
    addDataSource(context, { source: historian, id: sourceId }),
  );
  const [first, second] = [...works.components.values()].filter(({ symbolId }) => symbolId === 'pump');
  const sensor = { name: 'T1', address: addressOf('T1'), unit: '°C' };
  const bind = (model: PlantModel, componentId: typeof first): PlantModel =>
    afterCommand(model, `b-${model.bindings.size}`, (context) =>
      bindSourceSensor(context, { sourceId, sensor, componentId: componentId?.id ?? asId('none'), slot: 'speed' }),
    );
  const once = bind(works, first);
  const twice = bind(once, second);
  const made = sensorNamed(twice, 'T1');
  expect(twice.sensors.size).toBe(works.sensors.size + 1);
  expect(made).toMatchObject({ sourceId, address: addressOf('T1'), unit: '°C' });
  expect([...twice.bindings.values()].map(({ sensorId }) => sensorId)).toEqual([made?.id, made?.id]);
});

test('[N23] without an address there is nothing to bind', () => {
  const [component] = [...startedWorks().components.keys()];
  const request = { sourceId, sensor: { name: 'T1' }, componentId: component ?? asId('none'), slot: 'level' } as const;
  expect(bindSourceSensor(contextOf(connected, 'b'), request)).toMatchObject({ ok: false });
});

test('[M39] a note is pinned to a moment, changed and taken away', () => {
  const note = { timeMs: 1_773_454_360_000, text: ' XV-102 sticks ', author: 'Shift B', createdAtMs: 1 };
  const id = asId<NoteId>('note-1');
  const noted = afterCommand(connected, 'n', (context) => addNote(context, { note, id }));
  expect(noted.notes.get(id)).toMatchObject({ text: 'XV-102 sticks', timeMs: note.timeMs });
  const moved = afterCommand(noted, 'n', (context) => changeNote(context, { note: { ...note, id, timeMs: 5 } }));
  expect(moved.notes.get(id)?.timeMs).toBe(5);
  expect(afterCommand(moved, 'n', (context) => deleteNote(context, { id })).notes.size).toBe(0);
  const empty = addNote(contextOf(connected, 'n'), { note: { ...note, text: '  ' } });
  expect(empty).toMatchObject({ ok: false, error: { rule: 'M5' } });
});

test('[X1] data sources, addresses and notes go out and come in without loss', () => {
  const tags = { sensor: 'T "1"', before: 'x' };
  const address = { ...addressOf('value'), tags };
  const full = afterCommand(
    afterCommand(connected, 's', (context) =>
      addSourceSensors(context, { sourceId, sensors: [{ name: 'T1', address }] }),
    ),
    'n',
    (context) => addNote(context, { note: { timeMs: 5, text: 'seen', author: '', createdAtMs: 6 } }),
  );
  const text = plantDocumentText(documentFromModel(full));
  expect(valueOf(readPlantDocument(text, { path: 'x', lookup: testLookup }))).toEqual(full);
  expect(modelFromDocument(documentFromModel(full))).toEqual(full);
});

import { expect, test } from 'vitest';
import { startedWorks, testLookup } from '../../testing/modelGestures';
import { emptyModel } from './emptyModel';
import { entityFromFields } from './entityFields';
import { asId } from './ids';
import { documentFromModel } from './plantDocument';
import { plantDocumentText, readPlantDocument } from './readPlantDocument';

const works = documentFromModel(startedWorks());

function read(document: unknown): ReturnType<typeof readPlantDocument> {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return readPlantDocument(text, { path: 'works.plant.json', lookup: testLookup });
}

function complaint(document: unknown): string {
  const answer = read(document);
  return answer.ok || answer.error.code !== 'invalid-file' ? 'none' : answer.error.detail;
}

test('[X2] what may be left out is filled in', () => {
  const answer = read({
    format: 'sightglass-plant',
    version: 1,
    plant: { id: 'p', name: 'Works', timeZone: 'UTC' },
    sheets: [{ id: 's', name: 'One', width: 800, height: 600 }],
    components: [{ id: 'c', sheetId: 's', symbolId: 'pump', tag: 'P-1', x: 8, y: 16 }],
    sensors: [{ id: 'f', name: 'FI_1' }],
    bindings: [{ componentId: 'c', slot: 'state', sensorId: 'f' }],
  });
  const model = answer.ok ? answer.value : undefined;
  expect([...(model?.components.values() ?? [])]).toMatchObject([{ rotation: 0, mirrored: false, nozzles: [] }]);
  expect([...(model?.bindings.keys() ?? [])]).toEqual(['c:state']);
  expect([...(model?.sensors.values() ?? [])]).toMatchObject([{ scale: 1, offset: 0, trust: 'trusted' }]);
});

test('[X3] a field that is not known or has the wrong form is refused with the way to it', () => {
  const [first] = works.components;
  expect(complaint({ ...works, components: [{ ...first, colour: 'red' }] })).toBe(
    'components[0]: unknown field colour',
  );
  expect(complaint({ ...works, components: [{ ...first, rotation: 45 }] })).toContain('components[0].rotation: ');
  expect(complaint({ ...works, colour: 'red' })).toBe('unknown field colour');
  expect(complaint({ ...works, plant: { ...works.plant, name: '' } })).toContain('plant.name: ');
});

test('[X4] a file that is no plant, or of a newer version, is told apart', () => {
  expect(complaint('not json')).toContain('it is not JSON');
  expect(complaint({ hello: 1 })).toContain('it does not begin as a plant does');
  expect(complaint({ ...works, version: 2, news: [] })).toContain('it has version 2');
});

test('[X5] ids stand once and the rules of the model hold', () => {
  const [first] = works.components;
  expect(complaint({ ...works, components: [...works.components, first] })).toMatch(
    /^components: the id .* stands twice$/,
  );
  expect(complaint({ ...works, sheets: [] })).toContain('(rule M8)');
  expect(complaint({ ...works, lineClasses: [] })).toContain('(rule M9)');
});

test('[X6] a byte order mark before the text does no harm', () => {
  expect(read(`\uFEFF${JSON.stringify(works)}`).ok).toBe(true);
});

test('[X1] the same plant gives the same text, whatever was written into it first', () => {
  const model = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });
  const fields = { sheetId: 'sheet-1', symbolId: 'pump', x: 0, y: 0 };
  const withProperties = (properties: Readonly<Record<string, string>>): string => {
    const paths = Object.fromEntries(Object.entries(properties).map(([name, text]) => [`properties.${name}`, text]));
    const pump = entityFromFields('component', 'p1', { ...fields, ...paths });
    return plantDocumentText(documentFromModel({ ...model, components: new Map([[pump.id, pump]]) }));
  };
  expect(withProperties({ service: 'water', size: 'DN 50' })).toBe(withProperties({ size: 'DN 50', service: 'water' }));
  expect(withProperties({ service: 'water' })).not.toBe(withProperties({ service: 'glycol' }));
});

import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explainError, toAppError } from '../../../shared/lib/appError';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { documentFromModel } from '../../../shared/model/plantDocument';
import { OpenPlant } from '../openPlant';
import { readPlantFile } from './readPlantFile';

// Rule numbers refer to docs/spec/model.md.

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-hostile-'));
  path = join(folder, 'a.plant.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const model = emptyModel({ id: asId('plant'), name: 'Boiler house', timeZone: 'UTC' });
const document = documentFromModel(model);

/** The sentence a person reads; fails where there is none or it is no expected one. */
function sentenceOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    const error = toAppError(thrown);
    expect(error.code).not.toBe('unexpected');
    return explainError(error);
  }
  return 'nothing was thrown';
}

function refusal(text: string | Uint8Array): string {
  writeFileSync(path, text);
  return sentenceOf(() => readPlantFile(path));
}

function withLists(lists: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...document, ...lists });
}

describe('plants that are none', { timeout: 10_000 }, () => {
  test('nothing, binary, other JSON, a folder, a link to nowhere', () => {
    expect(refusal('')).toContain('it is not JSON');
    expect(refusal(Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256))).toContain('it is not JSON');
    expect(refusal('null')).toContain('does not begin as a plant does');
    expect(refusal('[]')).toContain('does not begin as a plant does');
    mkdirSync(join(folder, 'folder'));
    expect(sentenceOf(() => readPlantFile(join(folder, 'folder')))).toContain('cannot be read');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    expect(sentenceOf(() => readPlantFile(join(folder, 'link')))).toContain('There is no file');
  });

  test('100 MB', () => {
    expect(refusal(withLists({ areas: 'x'.repeat(100_000_000) }))).toContain('cannot be read');
    expect(refusal(`[${'0,'.repeat(20_000_000)}0]`)).toContain('does not begin as a plant does');
  });

  test('nested a million deep', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expect(refusal(deep)).toContain('cannot be read');
    expect(refusal(JSON.stringify(document).replace('"areas":[]', `"areas":${deep}`))).toContain('cannot be read');
    expect(refusal(`{"a":`.repeat(1_000_000))).toContain('cannot be read');
  });

  test('names of object members', () => {
    const text = JSON.stringify(document).replace('{', '{"__proto__":{"polluted":1},');
    expect(refusal(text)).toContain('cannot be read');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const sheet = document.sheets[0];
    const hostile = JSON.stringify({ ...document, areas: [{ id: 'a', name: 'b', constructor: 1 }], sheets: [sheet] });
    expect(refusal(hostile)).toContain('cannot be read');
  });

  test('numbers that are none', () => {
    const sensor = (field: string): string =>
      withLists({ sensors: ['?'] }).replace('"?"', `{"id":"s","name":"S",${field}}`);
    expect(refusal(sensor('"scale":1e999'))).toContain('cannot be read');
    expect(refusal(sensor('"scale":0'))).toContain('must not be 0');
    expect(refusal(sensor('"rangeLow":-1e999'))).toContain('cannot be read');
    expect(refusal(sensor('"scale":NaN'))).toContain('it is not JSON');
  });

  test('an id or a name that stands twice', () => {
    const sensors = (second: object) => withLists({ sensors: [{ id: 's', name: 'S' }, second] });
    expect(refusal(sensors({ id: 's', name: 'T' }))).toContain('stands twice');
    expect(refusal(sensors({ id: 't', name: 'S' }))).toContain('rule M14');
  });
});

describe('projects that are none', () => {
  test('zero bytes, a link to nowhere, a link in a circle', () => {
    const project = join(folder, 'a.sightglass');
    writeFileSync(project, '');
    expect(sentenceOf(() => OpenPlant.open(project))).toContain('is not a Sightglass project');
    expect(statSync(project).size).toBe(0);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.sightglass'));
    expect(sentenceOf(() => OpenPlant.open(join(folder, 'link.sightglass')))).toContain('There is no file');
    symlinkSync(join(folder, 'circle.sightglass'), join(folder, 'circle.sightglass'));
    expect(sentenceOf(() => OpenPlant.open(join(folder, 'circle.sightglass')))).not.toContain('inside Sightglass');
  });

  test('a link to a project opens it, once', () => {
    const project = join(folder, 'a.sightglass');
    OpenPlant.create(project, model).dispose();
    symlinkSync(project, join(folder, 'link.sightglass'));
    const plant = OpenPlant.open(join(folder, 'link.sightglass'));
    expect(sentenceOf(() => OpenPlant.open(project))).toContain('open in another Sightglass');
    plant.dispose();
  });
});

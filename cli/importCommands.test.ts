import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OpenPlant } from '../electron/engine/openPlant';
import { documentFromModel } from '../shared/model/plantDocument';
import { cli, minuteMs, plantOf, t0, useCliFolder, wideText } from './cliFixture';

// Rule numbers refer to docs/spec/cli.md.

const at = useCliFolder();

describe('import-model', () => {
  test('[L1] makes the project', async () => {
    const answer = await at.json('import-model', at.modelFile(plantOf('a', ['P-1', 'P-2'])));
    expect(answer).toEqual({ project: at.project, components: 2, connections: 0, sensors: 0, bindings: 0 });
    expect(at.onProject((opened) => opened.file.undoState().revision)).toBe(0);
  });

  test('[L2] of another plant into a project is one edit, and one undo takes it back', async () => {
    const before = plantOf('a', ['P-1']);
    await at.json('import-model', at.modelFile(before));
    await at.json('import-history', at.file('h.csv', wideText));
    const withHistory = at.onProject((opened) => documentFromModel(opened.file.readModel()));
    await at.json('import-model', at.modelFile(plantOf('b', ['P-1', 'V-9'], ['Power'])));
    const opened = OpenPlant.open(at.project);
    const model = opened.file.readModel();
    expect([...model.components.values()].map(({ tag }) => tag).sort()).toEqual(['P-1', 'V-9']);
    expect([...model.sensors.values()].map(({ name }) => name).sort()).toEqual(['Flow', 'Level', 'Power']);
    expect(opened.file.undoState()).toMatchObject({ undoLabel: 'Import plant' });
    opened.file.undo();
    expect(documentFromModel(opened.file.readModel())).toEqual(withHistory);
    opened.dispose();
  });

  test('[L2] of the same plant again changes nothing', async () => {
    const path = at.modelFile(plantOf('a', ['P-1']));
    await at.json('import-model', path);
    await at.json('import-model', path);
    expect(at.onProject((opened) => opened.file.undoState())).toEqual({
      revision: 0,
      undoLabel: undefined,
      redoLabel: undefined,
    });
  });

  test('[L9] of a file that breaks a rule says which and makes nothing', async () => {
    const model = plantOf('a', ['P-1', 'p-1']);
    const { code, out, error } = await cli('import-model', at.modelFile(model), '--project', at.project);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toMatch(/rule M\d/);
    expect(existsSync(at.project)).toBe(false);
  });

  test('[L9] into a folder that is not there', async () => {
    const missing = join(at.folder, 'none', 'plant.sightglass');
    const { code, error } = await cli('import-model', at.modelFile(plantOf('a', [])), '--project', missing);
    expect(code).toBe(1);
    expect(error).toContain(join(at.folder, 'none'));
    expect(error).not.toContain('inside Sightglass');
  });
});

describe('import-history', () => {
  test('[L1] [L3] [L4] makes the project and guesses a wide file', async () => {
    const answer = await at.json('import-history', at.file('h.csv', wideText));
    expect(answer).toMatchObject({ rowsRead: 3, samplesStored: 5, rowsRejected: 0, cellsRejected: 0 });
    expect(await at.samplesOf('Flow')).toEqual([
      [t0, 1.5],
      [t0 + minuteMs, 2.5],
      [t0 + 2 * minuteMs, 3.5],
    ]);
  });

  test('[L3] guesses a long file, also where no name comes twice', async () => {
    await at.json('import-history', at.file('long.csv', 'timestamp,tag,value\n1704067200000,A,5\n1704067200000,B,7\n'));
    expect(await at.samplesOf('B')).toEqual([[t0, 7]]);
  });

  test('[L3] a long file without known headers, when told so', async () => {
    const path = at.file('long.csv', 'when,what,how much\n2024-01-01,A,5\n2024-01-02,B,7\n');
    await at.json('import-history', path, '--layout', 'long');
    expect(await at.samplesOf('A')).toEqual([[t0, 5]]);
  });

  test('[L3] numbers in a column of text do not make a wide file long', async () => {
    await at.json(
      'import-history',
      at.file('w.csv', 'time,a,b\n2024-01-01 00:00,1,2\n2024-01-01 00:01,x,2\n2024-01-01 00:02,1,2\n'),
    );
    expect(await at.samplesOf('a')).toHaveLength(2);
  });

  test.each(['local', 'Local', 'local (h)', '2'])('[L3] --time-column %s', async (column) => {
    const header = column === 'local (h)' ? 'local (h)' : column === 'Local' ? 'Local' : 'local';
    const path = at.file(
      'two.csv',
      `utc,${header},a\n2024-01-01T00:00:00Z,1/1/2024 2:00,1\n2024-01-01T00:01:00Z,1/1/2024 2:01,2\n`,
    );
    await at.json(
      'import-history',
      path,
      '--time-column',
      column,
      '--time-format',
      'd/M/yyyy H:mm',
      '--layout',
      'wide',
    );
    expect(await at.samplesOf('a')).toEqual([
      [t0 + 120 * minuteMs, 1],
      [t0 + 121 * minuteMs, 2],
    ]);
  });

  test('[L3] the format of a given time column is guessed from that column', async () => {
    const path = at.file(
      'two.csv',
      'utc,local,a\n2024-01-01T00:00:00Z,31/1/2024 2:00,1\n2024-01-01T00:01:00Z,31/1/2024 2:01,2\n',
    );
    await at.json('import-history', path, '--time-column', 'local');
    expect(await at.samplesOf('a')).toHaveLength(2);
  });

  test('[L3] a given time format finds its column', async () => {
    const path = at.file('odd.csv', 'n,when,a\n1,2024|01|01 00.00,1\n2,2024|01|01 00.01,2\n');
    await at.json('import-history', path, '--time-format', 'yyyy|MM|dd HH.mm', '--separator', ',');
    expect(await at.samplesOf('a')).toEqual([
      [t0, 1],
      [t0 + minuteMs, 2],
    ]);
  });

  test('[L3] a given time format that no column fits is refused, not replaced by made-up times', async () => {
    const { code, error } = await cli(
      'import-history',
      at.file('h.csv', wideText),
      '--time-format',
      'd.M.yy',
      '--project',
      at.project,
    );
    expect(code).toBe(1);
    expect(error).toContain('d.M.yy');
    expect(existsSync(at.project)).toBe(false);
  });

  test('[L3] without --time-zone local times are those of the plant; with it, of that zone', async () => {
    await at.json('import-model', at.modelFile(plantOf('a', [])));
    const path = at.file('h.csv', 'time,a\n2024-07-01 12:00,1\n2024-07-01 12:01,2\n');
    expect(await at.json('import-history', path)).toMatchObject({ firstMs: Date.UTC(2024, 6, 1, 10) });
    expect(await at.json('import-history', path, '--time-zone', 'America/New_York')).toMatchObject({
      firstMs: Date.UTC(2024, 6, 1, 16),
    });
  });

  test.each([
    ['tab', '\t'],
    ['space', '  '],
    [';', ';'],
    ['semicolon', ';'],
    ['comma', ','],
    ['|', '|'],
  ])('[L3] --separator %s', async (name, between) => {
    const path = at.file('h.csv', `time${between}a\n2024-01-01T00:00Z${between}1\n2024-01-01T00:01Z${between}2\n`);
    await at.json('import-history', path, '--separator', name);
    expect(await at.samplesOf('a')).toHaveLength(2);
  });

  test('[L4] one bad time among few rows is one rejected row, not another way to read the file', async () => {
    const path = at.file('h.csv', 'time,a,b\n2024-01-01T00:00:00Z,1,2\nyesterday,3,4\n2024-01-01T00:02:00Z,x,6\n');
    const { code, out, error } = await cli('import-history', path, '--project', at.project);
    expect(code).toBe(0);
    expect(out).toBe('rowsRead,samplesStored,rowsRejected,cellsRejected,sensors\n3,3,1,1,2\n');
    expect(error).toContain('line 3: the time cannot be read: yesterday,3,4\n');
    expect(error).toContain('line 4: a: no number and no known word: x\n');
  });

  test('[L8] what a file holds cannot steer the terminal', async () => {
    const path = at.file('h.csv', 'time,a\n2024-01-01,1\n2024-01-02,\u001b[2J\u0007evil\n2024-01-03,1\n');
    const { error } = await cli('import-history', path, '--project', at.project);
    expect(error).toContain('evil');
    expect(error).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('[L9] a file that cannot be read makes no project', async () => {
    for (const path of [join(at.folder, 'none.csv'), at.folder, at.file('empty.csv', '')]) {
      const { code, out } = await cli('import-history', path, '--project', at.project);
      expect({ code, out }).toEqual({ code: 1, out: '' });
    }
    expect(existsSync(at.project)).toBe(false);
  });
});

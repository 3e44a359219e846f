import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OpenPlant } from '../electron/engine/openPlant';
import { cli, type Ran, t0, useCliFolder, wideText } from './cliFixture';

// Rule numbers refer to docs/spec/cli.md.

const at = useCliFolder();

describe('calls', () => {
  test.each([
    [[]],
    [['no-such-command', '--project', 'x']],
    [['sensors']],
    [['sensors', 'file', '--project', 'x']],
    [['import-model', '--project', 'x']],
    [['snapshot', '--project', 'x']],
    [['snapshot', '--project', 'x', '--at', 'noon']],
    [['snapshot', '--project', 'x', '--at', '2024']],
    [['snapshot', '--project', 'x', '--at', '1', '--points', '5']],
    [['window', '--project', 'x', '--from', '2', '--to', '1', '--points', '5']],
    [['window', '--project', 'x', '--from', '1', '--to', '2', '--points', 'many']],
    [['import-history', 'x.csv', '--project', 'x', '--separator', 'colon']],
    [['import-history', 'x.csv', '--project', 'x', '--layout', 'tall']],
    [['import-history', 'x.csv', '--project', 'x', '--time-zone', 'Mars/Base']],
    [['sensors', '--project', 'x', '--frobnicate']],
    [['__proto__', '--project', 'x']],
  ])('[L9] %j is not right: exit code 2, nothing on standard output', async (words) => {
    const { code, out, error } = await cli(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('--help');
  });

  test('[L3] [L9] a time column that the file does not have: exit code 2, no project', async () => {
    const { code } = await cli(
      'import-history',
      at.file('h.csv', wideText),
      '--project',
      at.project,
      '--time-column',
      'when',
    );
    expect(code).toBe(2);
    expect(existsSync(at.project)).toBe(false);
  });

  test('--help goes to standard output', async () => {
    const { code, out } = await cli('--help');
    expect(code).toBe(0);
    expect(out).toContain('import-history FILE');
  });

  test.each(['sensors', 'export-model', 'snapshot', 'window'])('[L1] %s on no project makes none', async (command) => {
    const words = {
      sensors: [],
      'export-model': ['-'],
      snapshot: ['--at', '0'],
      window: ['--from', '0', '--to', '1', '--points', '9'],
    }[command];
    const { code, out, error } = await cli(command, ...(words ?? []), '--project', at.project);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toContain(at.project);
    expect(readdirSync(at.folder)).toEqual([]);
  });

  test('[L9] a file that is no project is not touched', async () => {
    const path = at.file('notes.sightglass', 'not a project');
    const { code, error } = await cli('sensors', '--project', path);
    expect(code).toBe(1);
    expect(error).toContain('is not a Sightglass project');
    expect(readFileSync(path, 'utf8')).toBe('not a project');
    mkdirSync(join(at.folder, 'dir.sightglass'));
    expect((await cli('sensors', '--project', join(at.folder, 'dir.sightglass'))).code).toBe(1);
  });

  test('[L9] a sensor that is not there', async () => {
    await at.json('import-history', at.file('h.csv', wideText));
    const { code, error } = await cli('snapshot', '--at', '0', '--sensor', 'Nope', '--project', at.project);
    expect(code).toBe(1);
    expect(error).toContain('Nope');
  });

  test('[L10] a project that is open elsewhere', async () => {
    await at.json('import-history', at.file('h.csv', wideText));
    const opened = OpenPlant.open(at.project);
    const { code, error } = await cli('sensors', '--project', at.project);
    opened.dispose();
    expect(code).toBe(1);
    expect(error).toContain('is open in another Sightglass');
  });

  test('[L11] hostile names of sensors', async () => {
    const name = '=1+""x""|cmd';
    await at.json('import-history', at.file('h.csv', `time,"${name}","a,b"\n2024-01-01,-1,2\n2024-01-02,-1,2\n`));
    const { out } = await cli('snapshot', '--at', String(t0), '--project', at.project);
    expect(out).toContain(`"'=1+""x""|cmd",`);
    expect(out).toContain('"a,b"');
    expect(out).toContain(',-1,measured,');
    const rows = (await at.json('snapshot', '--at', String(t0))) as { sensor: string }[];
    expect(rows.map(({ sensor }) => sensor)).toEqual(['=1+"x"|cmd', 'a,b']);
  });
});

describe('the program itself', () => {
  const program = resolve(import.meta.dirname, '../dist/cli', `test-${process.pid}.mjs`);

  beforeAll(async () => {
    await build({
      absWorkingDir: resolve(import.meta.dirname, '..'),
      entryPoints: ['cli/main.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'error',
    });
  });
  afterAll(() => rmSync(program, { force: true }));

  function runProgram(...words: readonly string[]): Promise<Ran> {
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [program, ...words], { cwd: at.folder });
      let out = '';
      let error = '';
      child.stdout.on('data', (text) => (out += String(text)));
      child.stderr.on('data', (text) => (error += String(text)));
      child.on('error', fail);
      child.on('close', (code) => done({ code: code ?? -1, out, error }));
    });
  }

  test('[L8] [L9] exit codes and streams, with paths seen from where it is called', async () => {
    at.file('h.csv', wideText);
    const imported = await runProgram('import-history', 'h.csv', '--project', 'plant.sightglass', '--json');
    expect(imported.code).toBe(0);
    expect(JSON.parse(imported.out)).toMatchObject({ samplesStored: 5 });
    expect(imported.error).toContain('One column a sensor.');
    const sensors = await runProgram('sensors', '--project', 'plant.sightglass', '--json');
    expect((JSON.parse(sensors.out) as unknown[]).length).toBe(2);
    expect(await runProgram('sensors', '--project', 'none.sightglass')).toMatchObject({ code: 1, out: '' });
    expect(await runProgram('sensors')).toMatchObject({ code: 2, out: '' });
  });

  test('[L8] a long answer through a pipe is whole', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${t0 + index * 1000},${index / 7}`);
    at.file('many.csv', `time,a\n${rows.join('\n')}\n`);
    await runProgram('import-history', 'many.csv', '--project', 'plant.sightglass');
    const range = ['--from', '0', '--to', '2100-01-01', '--points', '50000'];
    const { out } = await runProgram('window', ...range, '--project', 'plant.sightglass', '--json');
    expect((JSON.parse(out) as [{ points: unknown[] }])[0].points).toHaveLength(30_000);
  });

  test('[L10] a project that another process has open', async () => {
    await at.json('import-history', at.file('h.csv', wideText));
    const opened = OpenPlant.open(at.project);
    const ran = await runProgram('sensors', '--project', at.project);
    opened.dispose();
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.error).toContain('is open in another Sightglass');
  });
});

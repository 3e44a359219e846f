import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readParquetRows } from '../electron/engine/export/exportFixture';
import { entityFromFields } from '../shared/model/entityFields';
import { cli, minuteMs, plantOf, t0, useCliFolder, wideText } from './cliFixture';

// Rule numbers refer to docs/spec/cli.md, EX to docs/spec/export.md.

const at = useCliFolder();
const range = ['--from', '2024-01-01', '--to', '2024-01-02'];

beforeEach(() => at.json('import-history', at.file('h.csv', wideText)));

function out(name: string): string {
  return join(at.folder, name);
}

describe('export-history', () => {
  test('[L13] all sensors into a folder, by name', async () => {
    const facts = await at.json('export-history', ...range, '--format', 'csv', '--out', out('out'));
    expect(facts).toEqual({
      path: out('out'),
      files: 1,
      rows: 5,
      sizeBytes: readFileSync(out('out/history-2024-01-01.csv')).length,
      sensors: 2,
      leftOut: 0,
      daysKept: 0,
    });
    expect(readFileSync(out('out/history-2024-01-01.csv'), 'utf8').split('\n')).toEqual([
      'time,sensor,value,quality,unit',
      '2024-01-01T00:00:00.000Z,Flow,1.5,good,m3/h',
      '2024-01-01T00:01:00.000Z,Flow,2.5,good,m3/h',
      '2024-01-01T00:02:00.000Z,Flow,3.5,good,m3/h',
      '2024-01-01T00:00:00.000Z,Level,10,good,',
      '2024-01-01T00:02:00.000Z,Level,12,good,',
      '',
    ]);
  });

  test.each([
    [
      ['--sensors', 'Level,Flow'],
      ['Level', 'Flow'],
    ],
    [['--sensors', 'Level'], ['Level']],
    [
      ['--sensor', 'Level', '--sensor', 'Flow', '--sensor', 'Level'],
      ['Level', 'Flow'],
    ],
    [
      ['--sensors', 'all'],
      ['Flow', 'Level'],
    ],
  ])('[L13] %j', async (words, sensors) => {
    await at.json('export-history', ...range, '--format', 'parquet', '--out', out('out.parquet'), ...words);
    const rows = await readParquetRows(out('out.parquet'));
    expect([...new Set(rows.map(({ sensor }) => sensor))]).toEqual(sensors);
    expect(rows.find(({ sensor }) => sensor === 'Level')).toMatchObject({ timeMs: t0, value: 10 });
  });

  test('[L13] --from is inclusive, --to exclusive', async () => {
    const words = ['--from', String(t0 + minuteMs), '--to', String(t0 + 2 * minuteMs)];
    const facts = await at.json('export-history', ...words, '--format', 'csv', '--out', out('out'));
    expect(facts).toMatchObject({ rows: 1 });
  });

  test('[L13] corrected as the sensors show it; --raw as it is stored', async () => {
    const fields = { name: 'Flow', unit: 'kPa', sourceUnit: 'bar', timeOffsetMs: minuteMs };
    const flow = entityFromFields('sensor', 'flow', fields);
    await at.json('import-model', at.modelFile({ ...plantOf('a', []), sensors: new Map([[flow.id, flow]]) }));
    const words = ['export-history', ...range, '--format', 'parquet', '--sensors', 'Flow'];
    await at.json(...words, '--out', out('shown.parquet'));
    const [shown] = await readParquetRows(out('shown.parquet'));
    expect(shown).toEqual({ timeMs: t0 + minuteMs, sensor: 'Flow', value: 150, quality: 'good', unit: 'kPa' });
    await at.json(...words, '--raw', '--out', out('stored.parquet'));
    const [stored] = await readParquetRows(out('stored.parquet'));
    expect(stored).toEqual({ timeMs: t0, sensor: 'Flow', value: 1.5, quality: 'good', unit: 'bar' });
  });

  test('[L13] --wide', async () => {
    await at.json('export-history', ...range, '--format', 'csv', '--wide', '--out', out('out.csv'));
    expect(readFileSync(out('out.csv'), 'utf8')).toBe(
      'time,Flow (m3/h),Level\n' +
        '2024-01-01T00:00:00.000Z,1.5,10\n2024-01-01T00:01:00.000Z,2.5,\n2024-01-01T00:02:00.000Z,3.5,12\n',
    );
  });

  test('what was exported can be imported again', async () => {
    await at.json('export-history', ...range, '--format', 'csv', '--wide', '--out', out('out.csv'));
    const before = await at.samplesOf('Flow');
    at.project = out('again.sightglass');
    await at.json('import-history', out('out.csv'));
    expect(await at.samplesOf('Flow')).toEqual(before);
  });

  test('[L14] the same call goes on; another one is refused and changes nothing', async () => {
    const words = ['export-history', ...range, '--format', 'csv', '--out', out('out'), '--project', at.project];
    const first = await cli(...words);
    const second = await cli(...words);
    expect(second.code).toBe(0);
    expect(second.out.replace(/,1\n$/, ',0\n')).toBe(first.out);
    expect(second.error).toContain('1 days were there already');
    const other = await cli(...words, '--sensors', 'Flow');
    expect({ code: other.code, out: other.out }).toEqual({ code: 1, out: '' });
    expect(other.error).toContain('other sensors');
  });

  test('[L14] one file is never written over another', async () => {
    const file = at.file('out.csv', 'mine');
    const { code } = await cli('export-history', ...range, '--format', 'csv', '--out', file, '--project', at.project);
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('[L15] nothing in the range is said, and is no failure', async () => {
    const words = ['--from', '2030-01-01', '--to', '2030-02-01', '--format', 'csv', '--out', out('out')];
    const { code, out: printed, error } = await cli('export-history', ...words, '--project', at.project);
    expect(code).toBe(0);
    expect(printed).toBe(`path,files,rows,sizeBytes,sensors,leftOut,daysKept\n${out('out')},0,0,0,2,0,0\n`);
    expect(error).toBe('There are no samples in this range.\n');
  });

  test.each([
    [['--format', 'csv', '--out', 'o']],
    [[...range, '--out', 'o']],
    [[...range, '--format', 'csv']],
    [[...range, '--format', 'xls', '--out', 'o']],
    [[...range, '--format', 'parquet', '--wide', '--out', 'o']],
    [[...range, '--format', 'parquet', '--out', 'o.csv']],
    [['--from', '2024-01-02', '--to', '2024-01-01', '--format', 'csv', '--out', 'o']],
    [['--from', '1600-01-01', '--to', '2024-01-01', '--format', 'csv', '--out', 'o']],
    [[...range, '--format', 'csv', '--out', 'o', '--points', '4']],
  ])('[L9] %j is not right', async (words) => {
    const before = readdirSync(at.folder);
    const { code, out: printed, error } = await cli('export-history', ...words, '--project', at.project);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(error).toContain('--help');
    expect(readdirSync(at.folder)).toEqual(before);
  });

  test('[L9] [L1] a sensor or a project that is not there', async () => {
    const words = ['export-history', ...range, '--format', 'csv', '--out', out('out')];
    const unknown = await cli(...words, '--sensors', 'Flow,Nope', '--project', at.project);
    expect({ code: unknown.code, out: unknown.out }).toEqual({ code: 1, out: '' });
    expect(unknown.error).toContain('Nope');
    expect((await cli(...words, '--project', out('none.sightglass'))).code).toBe(1);
    expect(existsSync(out('out'))).toBe(false);
    expect(existsSync(out('none.sightglass'))).toBe(false);
  });
});

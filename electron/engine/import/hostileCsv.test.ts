import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CsvOptions } from '../../../shared/history/csvImport';
import { explainError, toAppError } from '../../../shared/lib/appError';
import { importCsv } from './importCsv';
import { previewCsv } from './previewCsv';

// Rule numbers refer to docs/spec/csv.md.

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-hostile-csv-'));
  path = join(folder, 'history.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options: CsvOptions = {
  separator: ',',
  layout: 'wide',
  hasHeader: true,
  timeColumn: 0,
  timeFormat: 'iso',
  timeZone: 'UTC',
  decimalComma: false,
  skippedColumns: [],
};

async function load(changes: Partial<CsvOptions> = {}) {
  const taken: [string, number, number][] = [];
  const context = {
    sink: {
      append: ({ name }: { readonly name: string }, columns: { timesMs: Float64Array; values: Float64Array }) => {
        columns.timesMs.forEach((timeMs, at) => taken.push([name, timeMs, columns.values[at] ?? NaN]));
        return Promise.resolve();
      },
      flush: () => Promise.resolve(),
    },
    signal: new AbortController().signal,
    report: () => undefined,
  };
  return { report: await importCsv(path, { ...options, ...changes }, context), taken };
}

/** The sentence a person reads; fails where there is none or it is no expected one. */
async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
  const error = toAppError(thrown);
  expect(error.code).not.toBe('unexpected');
  return explainError(error);
}

async function bothSay(words: string): Promise<void> {
  expect(await sentenceOf(previewCsv(path, {}))).toContain(words);
  expect(await sentenceOf(load())).toContain(words);
}

const row = '2024-01-01 00:00:00,1\n';

describe('files that are no measurements', { timeout: 5_000 }, () => {
  test('[C9] binary', async () => {
    writeFileSync(
      path,
      Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256),
    );
    await bothSay('it is not text');
  });

  test('[C9] a folder, and nothing at all', async () => {
    mkdirSync(path);
    await bothSay('it is a folder');
    rmSync(path, { recursive: true });
    await bothSay('There is no file');
    symlinkSync(join(folder, 'nowhere'), path);
    await bothSay('There is no file');
  });

  test('[C7] an empty file', async () => {
    writeFileSync(path, '');
    expect(await sentenceOf(previewCsv(path, {}))).toContain('it holds no rows');
    expect((await load()).report).toMatchObject({ rowsRead: 0, samplesStored: 0 });
  });

  test('[C7] NUL bytes behind the beginning are text that is no number', async () => {
    writeFileSync(path, `time,a\n${row.repeat(4_000)}2024-01-02 00:00:00,\0\0\n`);
    expect((await load()).report).toMatchObject({ rowsRead: 4_001, cellsRejected: 1 });
  });

  test('[C12] one line of 100 MB', async () => {
    writeFileSync(path, Buffer.alloc(100_000_000, '1,'));
    expect(await sentenceOf(load())).toContain('line 1 is longer than 16 million characters');
  });

  test('[C12] a quotation mark that is never closed', async () => {
    writeFileSync(path, `time,a\n${row}"${row.repeat(200_000)}`);
    await bothSay('is never closed');
    writeFileSync(path, `time,a\n${row}"2024`);
    await bothSay('is never closed');
  });

  test('[C12] 100,000 columns', async () => {
    const header = Array.from({ length: 100_000 }, (_, index) => `T${index}`).join(',');
    writeFileSync(path, `time,${header}\n2024-01-01 00:00:00${',1'.repeat(100_000)}\n`);
    await previewCsv(path, {});
    expect(await sentenceOf(load())).toContain('more than 20000 sensors');
  });

  test('[C12] a name of 100,000 characters', async () => {
    writeFileSync(path, `time,${'x'.repeat(100_000)}\n${row}`);
    expect(await sentenceOf(load())).toContain('longer than 500 characters');
    writeFileSync(path, `time,name,value\n2024-01-01 00:00:00,${'x'.repeat(100_000)},1\n`);
    const { report } = await load({ layout: 'long', nameColumn: 1, valueColumn: 2 });
    expect(report).toMatchObject({ rowsRejected: 1, samplesStored: 0 });
  });
});

describe('odd files', { timeout: 5_000 }, () => {
  test('[C10] times far outside are rejected, times before 1970 are not', async () => {
    const times = ['0000-01-01 00:00:00', '0020-01-01 00:00:00', '9999-12-31 23:59:59', '1960-01-01 00:00:00'];
    writeFileSync(path, `time,a\n${times.map((time) => `${time},1\n`).join('')}`);
    const { report, taken } = await load();
    expect(report).toMatchObject({ rowsRead: 4, rowsRejected: 3 });
    expect(taken).toEqual([['a', Date.UTC(1960, 0, 1), 1]]);
    writeFileSync(path, 'time,a\n1e300,1\n-1e300,1\n-86400,2\n');
    expect((await load({ timeFormat: 'epoch-s' })).taken).toEqual([['a', -86_400_000, 2]]);
  });

  test('[C10] given starts and periods far outside', async () => {
    writeFileSync(path, '1,2,3\n');
    const { timeColumn: _timeColumn, ...untimed } = options;
    const context = { signal: new AbortController().signal, report: () => undefined };
    const sink = { append: () => Promise.resolve(), flush: () => Promise.resolve() };
    for (const layout of ['wide', 'transposed'] as const) {
      const far = { ...untimed, layout, hasHeader: false, startMs: 1e300, periodMs: 1e300 };
      expect(await importCsv(path, far, { ...context, sink })).toMatchObject({ rowsRejected: 1, samplesStored: 0 });
    }
  });

  test('[C7] numbers that are too large for a number', async () => {
    writeFileSync(path, 'time,a\n2024-01-01 00:00:00,1e999\n2024-01-01 00:01:00,-1e999\n');
    expect((await load()).report).toMatchObject({ cellsRejected: 2, samplesStored: 0 });
  });

  test('[C1] names of object members are names like others', async () => {
    writeFileSync(path, 'time,__proto__,constructor\n2024-01-01 00:00:00,1,2\n');
    expect((await load()).taken.map(([name]) => name)).toEqual(['__proto__', 'constructor']);
  });

  test('[C7] lines are counted through cells of several lines', async () => {
    writeFileSync(path, `time,a,note\n2024-01-01 00:00:00,1,"two\nlines"\n2024-01-01 00:01:00,what,\n`);
    expect((await load({ skippedColumns: [2] })).report.rejections).toMatchObject([{ line: 4, text: 'what' }]);
  });

  test('[C11] quoted cells that stretch over a border between blocks', async () => {
    const note = `"${'many\n'.repeat(30_000)}"`;
    writeFileSync(path, `time,note,a\n${`2024-01-01 00:00:00,${note},7\n`.repeat(10)}`);
    const { report, taken } = await load({ skippedColumns: [1] });
    expect(report).toMatchObject({ rowsRead: 10, rowsRejected: 0, cellsRejected: 0 });
    expect(taken.every(([name, , value]) => name === 'a' && value === 7)).toBe(true);
  });

  test('[C1] lines that end with a carriage return alone', async () => {
    writeFileSync(path, 'time,a\r2024-01-01 00:00:00,1\r2024-01-01 00:01:00,2');
    expect((await load()).taken.map(([, , value]) => value)).toEqual([1, 2]);
  });

  test('[C9] UTF-16 of both byte orders', async () => {
    const text = Buffer.from(`\uFEFFtime,Zuluft (°C)\n${row}`, 'utf16le');
    writeFileSync(path, text);
    expect((await load()).taken).toEqual([['Zuluft', Date.UTC(2024, 0, 1), 1]]);
    writeFileSync(path, text.swap16());
    expect((await load()).taken).toEqual([['Zuluft', Date.UTC(2024, 0, 1), 1]]);
    expect((await previewCsv(path, {})).columns).toMatchObject([{ role: 'time' }, { name: 'Zuluft', unit: '°C' }]);
  });
});

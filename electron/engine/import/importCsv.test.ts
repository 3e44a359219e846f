import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GivenCsvOptions } from '../../../shared/history/csv/guessCsv';
import type { CsvImportReport } from '../../../shared/history/csvImport';
import type { SampleColumns } from '../../../shared/history/historySource';
import { sharedFolder } from '../../../testing/sharedData';
import { importCsv } from './importCsv';
import { previewCsv } from './previewCsv';
import type { SampleSink, SeriesHeader } from './seriesBuffers';

// Rule numbers refer to docs/spec/csv.md.

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-csv-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Kept {
  readonly unit: string;
  readonly samples: readonly (readonly [number, number, number])[];
}

class KeepingSink implements SampleSink {
  readonly series = new Map<string, Kept>();
  append({ name, unit }: SeriesHeader, columns: SampleColumns): Promise<void> {
    const samples = [...columns.timesMs].map(
      (timeMs, index) => [timeMs, columns.values[index] ?? NaN, columns.qualities[index] ?? 9] as const,
    );
    this.series.set(name, { unit, samples: [...(this.series.get(name)?.samples ?? []), ...samples] });
    return Promise.resolve();
  }
  flush(): Promise<void> {
    return Promise.resolve();
  }
}

async function run(path: string, given: GivenCsvOptions = {}): Promise<{ sink: KeepingSink; report: CsvImportReport }> {
  const { options } = await previewCsv(path, { timeZone: 'UTC', ...given });
  const sink = new KeepingSink();
  const context = { sink, signal: new AbortController().signal, report: () => undefined };
  return { sink, report: await importCsv(path, options, context) };
}

async function runText(text: string | Uint8Array, given: GivenCsvOptions = {}) {
  const path = join(folder, 'history.csv');
  writeFileSync(path, text);
  return run(path, given);
}

const t0 = Date.UTC(2024, 0, 1);

describe('CSV import', () => {
  test('[C1] [C5] wide with comma, ISO times and units in brackets', async () => {
    const { sink, report } = await runText(
      'time,Flow (m3/h),Supply [°C],HWS_value_f\n2024-01-01T00:00:00Z,1.5,2,3\n2024-01-01T00:01:00Z,2.5,,4\n',
    );
    expect(sink.series.get('Flow')).toEqual({
      unit: 'm3/h',
      samples: [
        [t0, 1.5, 0],
        [t0 + 60_000, 2.5, 0],
      ],
    });
    expect(sink.series.get('Supply')).toEqual({ unit: '°C', samples: [[t0, 2, 0]] });
    expect(sink.series.get('HWS_value_f')?.unit).toBe('°F');
    expect(report).toMatchObject({ rowsRead: 2, samplesStored: 5, rowsRejected: 0, cellsRejected: 0 });
  });

  test('[C1] semicolons and a decimal comma', async () => {
    const { sink } = await runText('Zeit;A;B\n01.02.2024 13:00;1,5;-2,25\n01.02.2024 13:15;1,75;3\n');
    expect(sink.series.get('A')?.samples).toEqual([
      [Date.UTC(2024, 1, 1, 13), 1.5, 0],
      [Date.UTC(2024, 1, 1, 13, 15), 1.75, 0],
    ]);
  });

  test('[C2] long, with quality', async () => {
    const { sink, report } = await runText(
      'timestamp,tag,value,quality\n1704067200000,A-1,5,Good\n1704067200000,B-2,7,Bad\n1704067260000,A-1,6,Questionable\n',
    );
    expect(sink.series.get('A-1')?.samples).toEqual([
      [t0, 5, 0],
      [t0 + 60_000, 6, 1],
    ]);
    expect(sink.series.get('B-2')?.samples).toEqual([[t0, 7, 2]]);
    expect(report.samplesStored).toBe(3);
  });

  test('[C3] local times of a zone', async () => {
    const { report } = await runText('t,a\n2024-07-01 12:00:00,1\n2024-07-01 12:01:00,2\n', {
      timeZone: 'Europe/Berlin',
    });
    expect(report.firstMs).toBe(Date.UTC(2024, 6, 1, 10));
  });

  test('[C3] abbreviations of zones and AM/PM', async () => {
    const { report, sink } = await runText('Date,P\n01-Jan-23 12:00:00 AM CST,ON\n01-Jan-23 12:15:00 AM CST,OFF\n');
    expect(report.firstMs).toBe(Date.UTC(2023, 0, 1, 6));
    expect(sink.series.get('P')?.samples.map(([, value]) => value)).toEqual([1, 0]);
  });

  test('[C4] the order of day and month that makes rows follow each other', async () => {
    const rows = ['8/11/2007 23:50', '9/11/2007 0:00', '9/11/2007 0:10'].map((time) => `${time},1`).join('\n');
    const path = join(folder, 'dates.csv');
    writeFileSync(path, `Date,a\n${rows}\n`);
    const preview = await previewCsv(path, { timeZone: 'UTC' });
    expect(preview.firstTimeMs).toBe(Date.UTC(2007, 10, 8, 23, 50));
    expect(preview.reasons.join(' ')).toContain('may be swapped');
  });

  test('[C5] columns of one name are told apart', async () => {
    const { sink } = await runText('time,Power (),Power ()\n2024-01-01,1,2\n2024-01-02,1,2\n');
    expect([...sink.series.keys()]).toEqual(['Power ()', 'Power () #2']);
  });

  test('[C6] nothing, words and digital states', async () => {
    const { sink, report } = await runText(
      'time,a\n2024-01-01 00:00,nan\n2024-01-01 00:01, OPEN \n2024-01-01 00:02,I/O Timeout\n2024-01-01 00:03,12 %\n',
    );
    expect(sink.series.get('a')?.samples).toEqual([
      [t0 + 60_000, 1, 0],
      [t0 + 120_000, NaN, 2],
      [t0 + 180_000, 12, 0],
    ]);
    expect(report.cellsRejected).toBe(0);
  });

  test('[C7] bad rows and cells are counted and listed with their lines', async () => {
    const { report } = await runText('time,a,b\n2024-01-01 00:00,1,2\nyesterday,1,2\n2024-01-01 00:02,x,2\n', {
      timeColumn: 0,
      timeFormat: 'iso',
      hasHeader: true,
      layout: 'wide',
    });
    expect(report).toMatchObject({ rowsRead: 3, rowsRejected: 1, cellsRejected: 1, samplesStored: 3 });
    expect(report.rejections.map(({ line }) => line)).toEqual([3, 4]);
  });

  test('[C8] cancelling hands nothing on', async () => {
    const path = join(folder, 'long.csv');
    writeFileSync(path, `time,a\n${Array.from({ length: 20_000 }, (_, i) => `${t0 + i * 1000},${i}`).join('\n')}\n`);
    const { options } = await previewCsv(path, { timeZone: 'UTC' });
    const sink = new KeepingSink();
    const controller = new AbortController();
    const context = { sink, signal: controller.signal, report: () => controller.abort() };
    await expect(importCsv(path, options, context)).rejects.toMatchObject({ name: 'AbortError' });
    expect(sink.series.size).toBe(0);
  });

  test('[C9] Latin-1 and UTF-16', async () => {
    const text = 'time;T (°C)\n2024-01-01;1\n2024-01-02;2\n';
    const latin = await runText(Buffer.from(text, 'latin1'));
    expect(latin.sink.series.get('T')?.unit).toBe('°C');
    const wide = await runText(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(wide.sink.series.get('T')?.samples).toHaveLength(2);
  });

  test('a missing file is told by name', async () => {
    await expect(previewCsv(join(folder, 'none.csv'), { timeZone: 'UTC' })).rejects.toMatchObject({
      error: { code: 'file-missing' },
    });
  });
});

const shared = sharedFolder();
describe.runIf(shared !== undefined)('CSV import of real files (skipped where ../shared/data is missing)', () => {
  const at = (name: string): string => join(shared ?? '', 'data', name);

  test('[C2] Tennessee Eastman, wide', async () => {
    const { report } = await run(at('tep/derived_d06_te.csv'));
    expect(report).toMatchObject({ rowsRead: 960, rowsRejected: 0, cellsRejected: 0, samplesStored: 960 * 52 });
    expect(report.firstMs).toBe(t0);
  });

  test('[C2] Tennessee Eastman, transposed', async () => {
    const { report } = await run(at('tep/d00.dat'), { startMs: t0, periodMs: 180_000 });
    expect(report).toMatchObject({ rowsRead: 52, samplesStored: 52 * 500, lastMs: t0 + 499 * 180_000 });
  });

  test('[C6] a boiler with ON, OFF and nan', async () => {
    const { report } = await run(at('hvac/boiler.csv'));
    expect(report.rowsRejected).toBe(0);
    expect(report.cellsRejected).toBe(0);
    expect(report.firstMs).toBe(Date.UTC(2023, 0, 1, 6));
  });

  test('an air-handling unit of 37,440 rows', async () => {
    const { report } = await run(at('hvac/MZVAV-2-2.csv'));
    expect(report.rowsRead).toBe(37_440);
    expect(report.rowsRejected).toBe(0);
  });

  test.each(['hvac/demo_site.csv', 'hvac/history_wide.csv', 'tep/derived_ricker_idv6.csv'])('%s', async (name) => {
    const { report } = await run(at(name));
    expect(report.rowsRejected).toBe(0);
    expect(report.samplesStored).toBeGreaterThan(0);
  });
});

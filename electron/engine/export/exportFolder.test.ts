import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HistorySource } from '../../../shared/history/historySource';
import { AppFailure } from '../../../shared/lib/appError';
import {
  day0,
  dayMs,
  folderBytes,
  freeContext,
  plainSeries,
  requestFor,
  sampleFiles,
  sentenceOf,
  sourceOf,
  steadySeries,
  useExportFolder,
  watched,
} from './exportFixture';
import { exportHistory } from './exportHistory';
import type { ExportRequest, ExportSeries } from './exportRequest';

// Rule numbers refer to docs/spec/export.md.

const at = useExportFolder();

const steady = steadySeries('P', 3 * 1_440);
const other = steadySeries('Q', 3 * 1_440);
const source = sourceOf([steady, other]);
const series = [plainSeries(source, steady), plainSeries(source, other)];

function into(name: string, rest: Partial<ExportRequest> = {}): ExportRequest {
  return requestFor(series, { ...rest, target: { kind: 'folder', path: at.path(name) } });
}

function seriesFrom(from: HistorySource): readonly ExportSeries[] {
  return [plainSeries(from, steady), plainSeries(from, other)];
}

interface ManifestText {
  readonly complete: boolean;
  readonly days: readonly { readonly day: string; readonly file?: string; readonly rows: number }[];
}

function manifestIn(name: string): ManifestText {
  return JSON.parse(readFileSync(join(at.path(name), '_export.json'), 'utf8'));
}

describe('a folder', () => {
  test('[EX8] has a file a day with samples and a manifest', async () => {
    const range = { startMs: day0 - 2 * dayMs, endMs: day0 + 5 * dayMs };
    const report = await exportHistory(into('out', { range }), freeContext());
    expect(report).toMatchObject({ files: 3, rows: 2 * 3 * 1_440, daysKept: 0, path: at.path('out') });
    expect(readdirSync(at.path('out')).sort()).toEqual([
      '_export.json',
      'history-2026-03-13.csv',
      'history-2026-03-14.csv',
      'history-2026-03-15.csv',
    ]);
    const { complete, days } = manifestIn('out');
    expect(complete).toBe(true);
    expect(days.map(({ day, file, rows }) => [day, file, rows])).toEqual([
      ['2026-03-11', undefined, 0],
      ['2026-03-12', undefined, 0],
      ['2026-03-13', 'history-2026-03-13.csv', 2_880],
      ['2026-03-14', 'history-2026-03-14.csv', 2_880],
      ['2026-03-15', 'history-2026-03-15.csv', 2_880],
      ['2026-03-16', undefined, 0],
      ['2026-03-17', undefined, 0],
    ]);
  });

  test('[EX8] an export without a sample is whole too', async () => {
    const range = { startMs: 0, endMs: dayMs };
    expect(await exportHistory(into('out', { range }), freeContext())).toMatchObject({ files: 0, rows: 0 });
    expect(readdirSync(at.path('out'))).toEqual(['_export.json']);
    const file = { kind: 'file', path: at.path('none.csv') } as const;
    await exportHistory(requestFor(series, { range, target: file }), freeContext());
    expect(readFileSync(file.path, 'utf8')).toBe('time,sensor,value,quality,unit\n');
  });

  test('[EX11] what is whole is not read again', async () => {
    await exportHistory(into('out'), freeContext());
    const before = folderBytes(at.path('out'));
    const again = watched(source, () => undefined);
    const request = into('out', { series: seriesFrom(again.source) });
    expect(await exportHistory(request, freeContext())).toMatchObject({ daysKept: 3, files: 3, rows: 8_640 });
    expect(again.days).toEqual([]);
    expect(folderBytes(at.path('out'))).toEqual(before);
  });

  test('[EX14] a file that is gone or was changed is made again', async () => {
    await exportHistory(into('out'), freeContext());
    const before = folderBytes(at.path('out'));
    rmSync(join(at.path('out'), 'history-2026-03-13.csv'));
    const changed = join(at.path('out'), 'history-2026-03-15.csv');
    const text = readFileSync(changed, 'utf8');
    writeFileSync(changed, text.replace('1.5', '1.6').replace('2880.5', '2880.6'));
    expect(readFileSync(changed, 'utf8')).toHaveLength(text.length);
    const again = watched(source, () => undefined);
    await exportHistory(into('out', { series: seriesFrom(again.source) }), freeContext());
    expect([...new Set(again.days)]).toEqual([0, 2]);
    expect(folderBytes(at.path('out'))).toEqual(before);
  });
});

describe('cancelling', () => {
  test.each([1, 2, 3])(
    '[EX12] at read %i keeps whole days, leaves nothing unfinished, and can be gone on with',
    async (read) => {
      await exportHistory(into('whole'), freeContext());
      const controller = new AbortController();
      const cancelling = watched(source, (reads) => (reads === read ? controller.abort() : undefined));
      const work = exportHistory(
        into('out', { series: seriesFrom(cancelling.source) }),
        freeContext({ signal: controller.signal }),
      );
      await expect(work).rejects.toMatchObject({ name: 'AbortError' });
      expect(sampleFiles(at.path('out'))).toHaveLength(read - 1);
      await exportHistory(into('out'), freeContext());
      expect(folderBytes(at.path('out'))).toEqual(folderBytes(at.path('whole')));
    },
  );

  test('[EX12] while it waits for its turn', async () => {
    const controller = new AbortController();
    const mayRun = async (): Promise<void> => {
      controller.abort();
      controller.signal.throwIfAborted();
    };
    const work = exportHistory(into('out'), freeContext({ signal: controller.signal, mayRun }));
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(at.path('out'))).toEqual(['_export.json']);
  });

  test('[EX12] [EX9] one file is there whole or not at all', async () => {
    const controller = new AbortController();
    const cancelling = watched(source, (reads) => (reads === 3 ? controller.abort() : undefined));
    const target = { kind: 'file', path: at.path('one.parquet') } as const;
    const request = requestFor(seriesFrom(cancelling.source), { format: 'parquet', target });
    await expect(exportHistory(request, freeContext({ signal: controller.signal }))).rejects.toThrow();
    expect(readdirSync(at.path(''))).toEqual([]);
  });
});

describe('refusals', () => {
  const others: readonly (readonly [string, Partial<ExportRequest>])[] = [
    ['another plant', { plantId: 'another' }],
    ['another format', { format: 'parquet' }],
    ['another format', { wide: true }],
    ['another time range', { range: { startMs: day0, endMs: day0 + dayMs } }],
    ['raw instead of corrected', { corrected: false }],
    ['other sensors', { series: series.slice(0, 1) }],
    ['other sensors', { series: series.toReversed() }],
    ['other units or corrections', { series: series.map((one) => ({ ...one, unit: 'bar' })) }],
    [
      'other units or corrections',
      { series: series.map((one) => ({ ...one, correct: (value: number) => value * 2 })) },
    ],
    ['other units or corrections', { series: series.map((one) => ({ ...one, timeOffsetMs: 1 })) }],
  ];
  test.each(others)('[EX13] %s %j', async (words, rest) => {
    await exportHistory(into('out'), freeContext());
    const before = folderBytes(at.path('out'));
    const sentence = await sentenceOf(exportHistory(into('out', rest), freeContext()));
    expect(sentence).toContain(words);
    expect(sentence).toContain(at.path('out'));
    expect(folderBytes(at.path('out'))).toEqual(before);
  });

  test('[EX13] the same corrections are the same question', async () => {
    const corrected = series.map((one) => ({ ...one, correct: (value: number) => value / 3 - 1 }));
    await exportHistory(into('out', { series: corrected }), freeContext());
    const again = series.map((one) => ({ ...one, correct: (value: number) => value / 3 - 1 }));
    expect(await exportHistory(into('out', { series: again }), freeContext())).toMatchObject({ daysKept: 3 });
  });

  test.each(['', 'not JSON', '{"kind":"something else"}', '{"kind":"sightglass-history-export","version":2}'])(
    '[EX13] an _export.json that says %j',
    async (text) => {
      mkdirSync(at.path('out'));
      writeFileSync(join(at.path('out'), '_export.json'), text);
      expect(await sentenceOf(exportHistory(into('out'), freeContext()))).toContain('_export.json');
      expect(readFileSync(join(at.path('out'), '_export.json'), 'utf8')).toBe(text);
    },
  );

  test('[EX17] files that are not ours stay', async () => {
    mkdirSync(at.path('out'));
    const mine = join(at.path('out'), 'history-2026-03-15.csv');
    writeFileSync(mine, 'mine');
    writeFileSync(join(at.path('out'), 'notes.unfinished'), 'mine');
    expect(await sentenceOf(exportHistory(into('out'), freeContext()))).toContain(mine);
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    expect(existsSync(join(at.path('out'), '_export.json'))).toBe(false);
    await exportHistory(into('out', { format: 'parquet' }), freeContext());
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    expect(existsSync(join(at.path('out'), 'notes.unfinished'))).toBe(true);
    const target = { kind: 'file', path: mine } as const;
    expect(await sentenceOf(exportHistory(requestFor(series, { target }), freeContext()))).toContain(mine);
    expect(readFileSync(mine, 'utf8')).toBe('mine');
  });

  test('a range without length, of many centuries, without sensors', async () => {
    for (const rest of [
      { range: { startMs: 1, endMs: 1 } },
      { range: { startMs: 0, endMs: 8e15 } },
      { range: { startMs: NaN, endMs: 1 } },
      { series: [] },
    ]) {
      await expect(exportHistory(into('out', rest), freeContext())).rejects.toBeInstanceOf(AppFailure);
    }
    expect(existsSync(at.path('out'))).toBe(false);
  });
});

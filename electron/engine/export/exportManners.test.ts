import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HistorySource, SampleBlock } from '../../../shared/history/historySource';
import { AppFailure } from '../../../shared/lib/appError';
import {
  day0,
  dayMs,
  folderBytes,
  freeContext,
  plainSeries,
  rawSource,
  readFolder,
  requestFor,
  sampleFiles,
  sentenceOf,
  sourceOf,
  steadySeries,
  useExportFolder,
  watched,
} from './exportFixture';
import { exportHistory } from './exportHistory';
import type { ExportProgress, ExportRequest, ExportSeries } from './exportRequest';

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

describe('failures', () => {
  function failing(read: number): readonly ExportSeries[] {
    const broken = watched(source, (reads) => {
      if (reads === read) {
        throw new AppFailure({ code: 'source-failed', reason: 'unreachable', host: 'historian:8086', detail: '' });
      }
    });
    return seriesFrom(broken.source);
  }

  test('[EX15] a source that fails: why, what is whole, how to go on', async () => {
    await exportHistory(into('whole'), freeContext());
    const sentence = await sentenceOf(exportHistory(into('out', { series: failing(3) }), freeContext()));
    expect(sentence).toContain('Cannot reach historian:8086');
    expect(sentence).toContain(`2 of 3 days are whole in ${at.path('out')}`);
    expect(sentence).toContain('run the same export again');
    expect(sampleFiles(at.path('out'))).toHaveLength(2);
    await exportHistory(into('out'), freeContext());
    expect(folderBytes(at.path('out'))).toEqual(folderBytes(at.path('whole')));
  });

  test('[EX15] for one file', async () => {
    const target = { kind: 'file', path: at.path('one.csv') } as const;
    const sentence = await sentenceOf(exportHistory(requestFor(failing(2), { target }), freeContext()));
    expect(sentence).toContain('left no file');
    expect(readdirSync(at.path(''))).toEqual([]);
  });

  test('[EX15] a source that fails in the middle of a day leaves nothing of that day', async () => {
    async function* readRaw(...asked: Parameters<HistorySource['readRaw']>): AsyncGenerator<SampleBlock> {
      for await (const block of source.readRaw(...asked)) {
        yield block;
        if (asked[1].startMs > day0) {
          throw new AppFailure({ code: 'source-failed', reason: 'timeout', host: 'historian:8086', detail: '' });
        }
      }
    }
    const [one] = seriesFrom(rawSource(readRaw));
    const request = into('out', { series: one === undefined ? [] : [one] });
    expect(await sentenceOf(exportHistory(request, freeContext()))).toContain('1 of 3 days');
    expect(readdirSync(at.path('out')).sort()).toEqual(['_export.json', 'history-2026-03-13.csv']);
  });

  test('a bug stays a bug', async () => {
    const broken = watched(source, () => {
      throw new TypeError('names is not iterable');
    });
    const work = exportHistory(into('out', { series: seriesFrom(broken.source) }), freeContext());
    await expect(work).rejects.toBeInstanceOf(TypeError);
  });

  test('[EX16] a folder that cannot be made', async () => {
    writeFileSync(at.path('file'), '');
    const target = { kind: 'folder', path: join(at.path('file'), 'out') } as const;
    const sentence = await sentenceOf(exportHistory(requestFor(series, { target }), freeContext()));
    expect(sentence).toContain(at.path('file'));
    expect(sentence).not.toContain('inside Sightglass');
  });
});

describe('manners', () => {
  test('[EX19] asks before every piece and after every block, and does nothing while it may not', async () => {
    const blocks = 5;
    let handedOut = 0;
    async function* readRaw(): AsyncGenerator<SampleBlock> {
      for (let index = 0; index < blocks; index += 1) {
        handedOut += 1;
        const timesMs = Float64Array.of(day0 + index);
        yield { index: 0, timesMs, values: Float64Array.of(index), qualities: new Uint8Array(1) };
      }
    }
    const turns: (() => void)[] = [];
    const mayRun = (): Promise<void> => new Promise((go) => turns.push(go));
    const request = into('out', {
      series: [plainSeries(rawSource(readRaw), steady)],
      range: { startMs: day0, endMs: day0 + dayMs },
    });
    const work = exportHistory(request, freeContext({ mayRun }));
    for (let turn = 0; turn <= blocks; turn += 1) {
      await expect.poll(() => turns.length).toBe(turn + 1);
      await new Promise(setImmediate);
      expect(handedOut).toBe(turn);
      turns[turn]?.();
    }
    expect(await work).toMatchObject({ rows: blocks });
  });

  test('[EX21] progress: days, rows, bytes, and seconds without the time of waiting', async () => {
    const told: ExportProgress[] = [];
    let nowMs = 0;
    const slow = watched(source, () => (nowMs += 10_000));
    const mayRun = async (): Promise<void> => {
      nowMs += 1_000_000;
    };
    const range = { startMs: day0, endMs: day0 + 3 * dayMs };
    const context = freeContext({ report: (progress) => told.push(progress), mayRun, nowMs: () => nowMs });
    const report = await exportHistory(into('out', { series: seriesFrom(slow.source), range }), context);
    expect(told.at(-1)).toEqual({ daysDone: 3, dayCount: 3, rows: 8_640, sizeBytes: report.sizeBytes, secondsLeft: 0 });
    const second = told.findLast(({ daysDone }) => daysDone === 1);
    // Each read takes 10 s and is waited for much longer.
    expect(second?.secondsLeft).toBeGreaterThan(5);
    expect(second?.secondsLeft).toBeLessThan(60);
    told.forEach((progress, index) => {
      expect(progress.rows).toBeGreaterThanOrEqual(told[index - 1]?.rows ?? 0);
      expect(progress.daysDone).toBeGreaterThanOrEqual(told[index - 1]?.daysDone ?? 0);
    });
  });

  test('[EX21] what an earlier run wrote counts as done', async () => {
    await exportHistory(into('out'), freeContext());
    appendFileSync(join(at.path('out'), 'history-2026-03-14.csv'), 'x');
    const told: ExportProgress[] = [];
    await exportHistory(into('out'), freeContext({ report: (progress) => told.push(progress) }));
    expect(told[0]?.daysDone).toBe(2);
    expect(told[0]?.rows).toBeGreaterThan(5_760);
    expect((await readFolder(at.path('out'))).length).toBe(8_640);
  });

  test('[EX19] others get their turn', async () => {
    let turns = 0;
    let isRunning = true;
    const others = (async () => {
      while (isRunning) {
        await new Promise(setImmediate);
        turns += 1;
      }
    })();
    const many = Array.from({ length: 60 }, (_, index) => steadySeries(`S${index}`, 3 * 1_440));
    const busy = sourceOf(many);
    await exportHistory(
      into('out', { format: 'parquet', series: many.map((one) => plainSeries(busy, one)) }),
      freeContext(),
    );
    isRunning = false;
    await others;
    expect(turns).toBeGreaterThan(20);
  });
});

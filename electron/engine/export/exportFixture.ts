import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect } from 'vitest';
import type { HistorySource, SampleBlock } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { AppFailure, explainError, toAppError } from '../../../shared/lib/appError';
import { embeddedSource } from '../history/embeddedSource';
import { storeWith } from '../history/historyFixture';
import type { FixtureSeries } from '../history/sourceConformance';
import type { ExportContext, ExportRequest, ExportSeries } from './exportRequest';

/** A UTC midnight. */
export const day0 = Date.UTC(2026, 2, 13);
/** Milliseconds of a day, and of a minute. */
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

/** A row as it was written, whatever the format. */
export interface ExportedRow {
  readonly timeMs: number;
  readonly sensor: string;
  readonly value: number;
  readonly quality: string;
  readonly unit: string;
}

/** A folder of its own for each test of a file. */
export function useExportFolder(): { readonly path: (name: string) => string } {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-export-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return { path: (name) => join(folder, name) };
}

/** Samples a minute apart from `day0` on; the value says the minute. */
export function steadySeries(name: string, minutes: number): FixtureSeries {
  return {
    name,
    unit: 'kPa',
    samples: Array.from({ length: minutes }, (_, index) => [day0 + index * minuteMs, index + 0.5]),
  };
}

/** The embedded historian with these series. */
export function sourceOf(series: readonly FixtureSeries[]): HistorySource {
  return embeddedSource(storeWith(series).store);
}

/** A sensor that shows a series as it is stored. */
export function plainSeries(source: HistorySource, { name, unit }: Pick<FixtureSeries, 'name' | 'unit'>): ExportSeries {
  return {
    sensorName: name,
    unit,
    storedUnit: unit,
    source,
    seriesName: name,
    correct: undefined,
    timeOffsetMs: 0,
  };
}

/** A request for all of some series over three days, as CSV into a folder, but for what `rest` says. */
export function requestFor(series: readonly ExportSeries[], rest: Partial<ExportRequest> = {}): ExportRequest {
  return {
    plantId: 'plant',
    series,
    range: { startMs: day0, endMs: day0 + 3 * dayMs },
    format: 'csv',
    wide: false,
    corrected: true,
    target: { kind: 'folder', path: '' },
    ...rest,
  };
}

/** Surroundings in which nothing hinders an export. */
export function freeContext(rest: Partial<ExportContext> = {}): ExportContext {
  return {
    signal: new AbortController().signal,
    report: () => undefined,
    mayRun: async () => undefined,
    nowMs: () => performance.now(),
    ...rest,
  };
}

/** A source of which only raw reads are asked. */
export function rawSource(
  readRaw: (names: readonly string[], range: TimeRange, signal: AbortSignal) => AsyncIterable<SampleBlock>,
): HistorySource {
  const refuse = (): never => {
    throw new Error('Only raw samples are exported');
  };
  return { describe: refuse, readSnapshot: refuse, readBuckets: refuse, readFrames: refuse, readRaw };
}

/** The files of samples of an export, by name, in order. */
export function sampleFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('history-'))
    .sort();
}

/** Everything in a folder, byte for byte. */
export function folderBytes(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );
}

/** Rows of a long CSV file, read by a parser that is not ours. */
export function readCsvRows(path: string): readonly ExportedRow[] {
  const records: Readonly<Record<string, string>>[] = parse(readFileSync(path), { columns: true });
  return records.map(({ time = '', sensor = '', value = '', quality = '', unit = '' }) => ({
    timeMs: Date.parse(time),
    sensor,
    value: value === '' ? NaN : Number(value),
    quality,
    unit,
  }));
}

/** Rows of a Parquet file, read by a reader that is not ours. */
export async function readParquetRows(path: string): Promise<readonly ExportedRow[]> {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
  return rows.map(({ time, sensor, value, quality, unit }) => ({
    timeMs: time instanceof Date ? time.getTime() : NaN,
    sensor: String(sensor),
    value: Number(value),
    quality: String(quality),
    unit: String(unit),
  }));
}

/** All rows of an export's folder, file after file. */
export async function readFolder(folder: string): Promise<readonly ExportedRow[]> {
  const rows: ExportedRow[] = [];
  for (const name of sampleFiles(folder)) {
    const path = join(folder, name);
    rows.push(...(name.endsWith('.csv') ? readCsvRows(path) : await readParquetRows(path)));
  }
  return rows;
}

/** What a failed export tells a person. */
export async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(AppFailure);
  return explainError(toAppError(thrown));
}

/** Another source, with something done before each raw read; `days` are the days that were asked for, from `day0`. */
export function watched(
  source: HistorySource,
  before: (reads: number) => void,
): { readonly source: HistorySource; readonly days: number[] } {
  const days: number[] = [];
  async function* readRaw(...asked: Parameters<HistorySource['readRaw']>): AsyncGenerator<SampleBlock> {
    days.push(Math.floor((asked[1].startMs - day0) / dayMs));
    before(days.length);
    yield* source.readRaw(...asked);
  }
  return { source: rawSource(readRaw), days };
}

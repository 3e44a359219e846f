import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { exportHistory } from '../electron/engine/export/exportHistory';
import type { ExportFormat, ExportSeries } from '../electron/engine/export/exportRequest';
import { embeddedSource } from '../electron/engine/history/embeddedSource';
import { HistoryStore } from '../electron/engine/history/historyStore';
import { ensureHistoryTables } from '../electron/engine/history/historyTables';
import { openHistoryWriter } from '../electron/engine/history/historyWriter';
import type { BenchRow } from './benchRow';
import { benchPlant, createSignals } from './historianData';

const { sensorCount, days, startMs, periodMs, samplesPerDay } = benchPlant;
const daysOfExport = 10;
const kinds = [
  { name: 'CSV, a row a sample', format: 'csv', wide: false },
  { name: 'CSV, a column a sensor', format: 'csv', wide: true },
  { name: 'Parquet', format: 'parquet', wide: false },
] as const;

/** A historian with the plant of the benchmarks, as series to be exported. */
function loadSeries(path: string): readonly ExportSeries[] {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  ensureHistoryTables(db);
  const store = new HistoryStore(db);
  const writer = openHistoryWriter(store);
  const signals = createSignals();
  for (const signal of signals) {
    writer.append(signal.name, {
      timesMs: Float64Array.from({ length: daysOfExport * samplesPerDay }, (_, index) => startMs + index * periodMs),
      values: Float64Array.from({ length: daysOfExport * samplesPerDay }, () => signal.next()),
      qualities: new Uint8Array(daysOfExport * samplesPerDay),
    });
  }
  writer.flush();
  const source = embeddedSource(store);
  return signals.map(({ name }) => ({
    sensorName: name,
    unit: 'kPa',
    storedUnit: 'kPa',
    source,
    seriesName: name,
    correct: undefined,
    timeOffsetMs: 0,
  }));
}

interface ExportKind {
  readonly name: string;
  readonly format: ExportFormat;
  readonly wide: boolean;
}

/** Longest time that an export kept everything else waiting, and what it came to. */
async function measure(series: readonly ExportSeries[], { name, format, wide }: ExportKind, folder: string) {
  let longestMs = 0;
  let turnMs = performance.now();
  let isRunning = true;
  const watch = (): void => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - turnMs);
    turnMs = nowMs;
    if (isRunning) {
      setImmediate(watch);
    }
  };
  watch();
  const sinceMs = performance.now();
  const { sizeBytes } = await exportHistory(
    {
      plantId: 'bench',
      series,
      range: { startMs, endMs: startMs + daysOfExport * samplesPerDay * periodMs },
      format,
      wide,
      corrected: true,
      target: { kind: 'folder', path: join(folder, name) },
    },
    {
      signal: new AbortController().signal,
      report: () => undefined,
      mayRun: async () => undefined,
      nowMs: () => performance.now(),
    },
  );
  const seconds = (performance.now() - sinceMs) / 1_000;
  isRunning = false;
  return { samplesPerSecond: (sensorCount * daysOfExport * samplesPerDay) / seconds, sizeBytes, longestMs };
}

/** Exports ten days of the historian benchmark's plant in every way. Prints nothing. */
export async function exportBenchmarks(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
  try {
    const series = loadSeries(join(folder, 'history.sightglass'));
    const rows: BenchRow[] = [];
    for (const kind of kinds) {
      const { samplesPerSecond, sizeBytes, longestMs } = await measure(series, kind, folder);
      const row = { group: 'export', aim: undefined } as const;
      const size = sizeBytes / 2 ** 20 / (daysOfExport / days);
      rows.push(
        { ...row, name: `${kind.name}: samples a second`, value: samplesPerSecond / 1e6, unit: 'M', better: 'higher' },
        { ...row, name: `${kind.name}: 21.6 M samples would take`, value: size, unit: 'MB', better: 'lower' },
        { ...row, name: `${kind.name}: others wait at most`, value: longestMs, unit: 'ms', better: 'lower' },
      );
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

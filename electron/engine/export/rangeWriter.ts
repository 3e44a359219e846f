import type { TimeRange } from '../../../shared/history/timeRange';
import { csvRows } from './csvRows';
import { csvTable } from './csvTable';
import type { ExportMeter } from './exportMeter';
import type { ExportFormat, ExportSeries } from './exportRequest';
import { parquetRows } from './parquetRows';
import { PieceSize } from './pieceSize';
import { readRuns } from './readRuns';
import { readSlices } from './readSlices';
import type { WriteBytes } from './textOutput';

const dayMs = 86_400_000;
const firstSensors = 64;
/** What a source can be asked at once without the question itself becoming a burden. */
const mostSensors = 1_000;
/** So much of a wide table is asked for at first, taking a sample a minute of each sensor. */
const firstSamples = 500_000;

/** How samples become bytes, and what reading them needs. */
export interface WritePlan {
  readonly series: readonly ExportSeries[];
  readonly format: ExportFormat;
  readonly wide: boolean;
  readonly signal: AbortSignal;
  readonly meter: ExportMeter;
  /** Learned from piece to piece, for the whole of the export. */
  readonly size: PieceSize;
}

/** Writes ranges, one after the other, as one file. */
export interface RangeWriter {
  add(range: TimeRange): Promise<void>;
  finish(): Promise<void>;
  rows(): number;
  leftOut(): number;
}

/** Where the size of pieces begins for such an export: in sensors, for a table in ms. */
export function firstPieceSize(series: readonly ExportSeries[], wide: boolean): PieceSize {
  return wide
    ? new PieceSize((firstSamples / Math.max(1, series.length)) * 60_000, dayMs)
    : new PieceSize(firstSensors, mostSensors);
}

function writeTable({ series, signal, meter, size }: WritePlan, write: WriteBytes): RangeWriter {
  const table = csvTable(series, write);
  let rows = 0;
  let leftOut = 0;
  return {
    add: async (range) => {
      for await (const slice of readSlices(series, range, { signal, mayRun: meter.mayRun, size })) {
        const counts = await table.add(slice.blocks);
        rows += counts.rows;
        leftOut += counts.leftOut;
        meter.addRows(counts.rows, (slice.endMs - range.startMs) / (range.endMs - range.startMs));
      }
    },
    finish: () => table.finish(),
    rows: () => rows,
    leftOut: () => leftOut,
  };
}

function writeRows({ series, format, signal, meter, size }: WritePlan, write: WriteBytes): RangeWriter {
  const encoder = format === 'csv' ? csvRows(write) : parquetRows(write);
  let rows = 0;
  return {
    add: async (range) => {
      for await (const run of readRuns(series, range, { signal, mayRun: meter.mayRun, size })) {
        await encoder.add(run.series, run.samples);
        rows += run.samples.values.length;
        meter.addRows(run.samples.values.length, run.place / series.length);
      }
    },
    finish: () => encoder.finish(),
    rows: () => rows,
    leftOut: () => 0,
  };
}

/** Begins one file of an export. */
export function openRangeWriter(plan: WritePlan, write: WriteBytes): RangeWriter {
  return plan.wide ? writeTable(plan, write) : writeRows(plan, write);
}

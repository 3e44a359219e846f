import type { HistorySource } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';

/** One sensor to be exported, and where its samples are. */
export interface ExportSeries {
  readonly sensorName: string;
  /** Unit of the values as the sensor shows them. */
  readonly unit: string;
  /** Unit of the values as they are stored. */
  readonly storedUnit: string;
  readonly source: HistorySource;
  /** What the source calls it. */
  readonly seriesName: string;
  /** Undefined: the stored values are the shown ones. */
  readonly correct: ((value: number) => number) | undefined;
  /** Added to stored times. */
  readonly timeOffsetMs: number;
}

/** Kinds of files that can be written. */
export type ExportFormat = 'csv' | 'parquet';

/** Where an export goes: a folder of a file a day, which can be gone on with, or one file, which cannot. */
export interface ExportTarget {
  readonly kind: 'folder' | 'file';
  readonly path: string;
}

/** What is to be exported, and how. */
export interface ExportRequest {
  /** Which plant it is of. Only compared, so that two plants never meet in one folder. */
  readonly plantId: string;
  /** Each sensor once; columns and rows keep this order. */
  readonly series: readonly ExportSeries[];
  /** By the times that are written. */
  readonly range: TimeRange;
  readonly format: ExportFormat;
  /** CSV only: a column a sensor instead of a row a sample. */
  readonly wide: boolean;
  /** Values and times as the sensors show them; false: as they are stored. */
  readonly corrected: boolean;
  readonly target: ExportTarget;
}

/** How far an export is. */
export interface ExportProgress {
  readonly daysDone: number;
  readonly dayCount: number;
  /** Of all files so far, those of earlier runs included. */
  readonly rows: number;
  readonly sizeBytes: number;
  /** Undefined while it cannot be told. */
  readonly secondsLeft: number | undefined;
}

/** What an export needs from whoever runs it. */
export interface ExportContext {
  readonly signal: AbortSignal;
  readonly report: (progress: ExportProgress) => void;
  /** Awaited before every piece and after every block: resolves when bulk work may run. */
  readonly mayRun: () => Promise<void>;
  /** A clock that never goes back. */
  readonly nowMs: () => number;
}

/** What an export came to, earlier runs included. */
export interface ExportReport {
  readonly path: string;
  /** Files of samples; `_export.json` is not counted. */
  readonly files: number;
  readonly rows: number;
  readonly sizeBytes: number;
  /** Samples of bad quality, which the wide layout leaves out. */
  readonly leftOut: number;
  /** Days that an earlier run had written. */
  readonly daysKept: number;
}

import type { SampleColumns } from '../../../shared/history/historySource';
import type { RowBlock } from './answerRows';

/** Which columns of a block hold one series. */
export interface SeriesColumns {
  readonly value: number;
  /** Undefined: every sample is of quality 0. */
  readonly quality: { readonly column: number; readonly of: (code: number) => number } | undefined;
  /** Only samples after this moment are taken. */
  readonly afterMs: number;
}

function isPlain({ cells, rowCount }: RowBlock, from: number, afterMs: number): boolean {
  let lastMs = afterMs;
  for (let row = 0; row < rowCount; row += 1) {
    const timeMs = cells[row] ?? NaN;
    const value = cells[from + row] ?? NaN;
    if (!(timeMs > lastMs) || value !== value) {
      return false;
    }
    lastMs = timeMs;
  }
  return true;
}

/**
 * The samples of one series in a block, in memory of their own: rows that hold another field only are left out, and of
 * samples within one millisecond the last stays. A quality without a value says that there is none from there on.
 */
export function samplesOf(block: RowBlock, columns: SeriesColumns): SampleColumns {
  const { cells, rowCount, stride } = block;
  const from = columns.value * stride;
  const code = (row: number): number =>
    columns.quality === undefined ? 0 : columns.quality.of(cells[columns.quality.column * stride + row] ?? NaN);
  if (isPlain(block, from, columns.afterMs)) {
    const qualities = new Uint8Array(rowCount);
    if (columns.quality !== undefined) {
      qualities.forEach((_, row) => (qualities[row] = code(row)));
    }
    return { timesMs: cells.slice(0, rowCount), values: cells.slice(from, from + rowCount), qualities };
  }
  const isQualified = (row: number): boolean =>
    columns.quality !== undefined && !Number.isNaN(cells[columns.quality.column * stride + row] ?? NaN);
  const timesMs = new Float64Array(rowCount);
  const values = new Float64Array(rowCount);
  const qualities = new Uint8Array(rowCount);
  let count = 0;
  let lastMs = columns.afterMs;
  for (let row = 0; row < rowCount; row += 1) {
    const timeMs = cells[row] ?? NaN;
    const value = cells[from + row] ?? NaN;
    if ((Number.isNaN(value) && !isQualified(row)) || timeMs < lastMs || (timeMs === lastMs && count === 0)) {
      continue;
    }
    count += timeMs === lastMs ? 0 : 1;
    timesMs[count - 1] = timeMs;
    values[count - 1] = value;
    qualities[count - 1] = code(row);
    lastMs = timeMs;
  }
  // Copies, so that what is kept is no larger than what is in it.
  return { timesMs: timesMs.slice(0, count), values: values.slice(0, count), qualities: qualities.slice(0, count) };
}

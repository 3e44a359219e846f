import { throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure } from '../../../shared/lib/appError';
import { countDays } from './exportDays';
import type { ExportContext, ExportReport, ExportRequest, ExportSeries } from './exportRequest';
import { exportToFile } from './exportToFile';
import { exportToFolder } from './exportToFolder';

/** Three centuries: longer ranges are slips. */
export const mostExportDays = 109_573;

function whyNot({ range, format, wide, series }: ExportRequest): string | undefined {
  if (!(range.endMs > range.startMs) || countDays(range) > mostExportDays) {
    return 'the range of an export must have a length, of at most 300 years';
  }
  if (series.length === 0) {
    return 'an export needs a sensor';
  }
  return wide && format === 'parquet' ? 'Parquet has a row a sample' : undefined;
}

/** A series as it is stored: its corrections and its time offset left away. */
function storedSeries(series: ExportSeries): ExportSeries {
  return { ...series, unit: series.storedUnit, correct: undefined, timeOffsetMs: 0 };
}

/**
 * Writes the raw samples of sensors to disk, as docs/spec/export.md says. Throws an `AppFailure` (`export-stopped`,
 * `other-export`, `file-exists`), or an AbortError when the signal fires.
 */
export async function exportHistory(request: ExportRequest, context: ExportContext): Promise<ExportReport> {
  const detail = whyNot(request);
  if (detail !== undefined) {
    throw new AppFailure({ code: 'bad-request', detail });
  }
  throwIfAborted(context.signal);
  const series = request.corrected ? request.series : request.series.map(storedSeries);
  const settled = { ...request, series };
  return request.target.kind === 'file' ? exportToFile(settled, context) : exportToFolder(settled, context);
}

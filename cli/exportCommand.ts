import { resolve } from 'node:path';
import { countDays } from '../electron/engine/export/exportDays';
import { exportHistory, mostExportDays } from '../electron/engine/export/exportHistory';
import type {
  ExportFormat,
  ExportProgress,
  ExportReport,
  ExportRequest,
  ExportTarget,
} from '../electron/engine/export/exportRequest';
import { exportSeriesOf } from '../electron/engine/export/exportSeriesOf';
import type { OpenPlant } from '../electron/engine/openPlant';
import type { TimeRange } from '../shared/history/timeRange';
import { csvText } from '../shared/lib/csvText';
import { type CommandCall, isGiven, momentFrom, neededOption, UsageError } from './arguments';
import { sensorsOf } from './readCommands';
import type { Console } from './runCommand';

/** How often a long export says how far it is. */
const tellEveryMs = 10_000;

function formatOf(call: CommandCall): ExportFormat {
  const format = neededOption(call, 'format');
  if (format !== 'csv' && format !== 'parquet') {
    throw new UsageError(`--format ${format} is not one of: csv parquet`);
  }
  if (format === 'parquet' && isGiven(call, 'wide')) {
    throw new UsageError('--wide is for CSV only');
  }
  return format;
}

function rangeOf(call: CommandCall): TimeRange {
  const range = {
    startMs: momentFrom(neededOption(call, 'from'), 'from'),
    endMs: momentFrom(neededOption(call, 'to'), 'to'),
  };
  if (range.endMs <= range.startMs) {
    throw new UsageError('--to must be later than --from');
  }
  if (countDays(range) > mostExportDays) {
    throw new UsageError('--from and --to are more than 300 years apart');
  }
  return range;
}

function targetOf(call: CommandCall, format: ExportFormat): ExportTarget {
  const out = neededOption(call, 'out');
  const ending = /\.(csv|parquet)$/i.exec(out)?.[1]?.toLowerCase();
  if (ending !== undefined && ending !== format) {
    throw new UsageError(`--out ${out} does not end as --format ${format} does`);
  }
  return { kind: ending === undefined ? 'folder' : 'file', path: resolve(out) };
}

/** What the call says of an export, before a plant is opened for it. */
function settledExport(call: CommandCall): Omit<ExportRequest, 'plantId' | 'series'> {
  const format = formatOf(call);
  return {
    format,
    range: rangeOf(call),
    target: targetOf(call, format),
    wide: isGiven(call, 'wide'),
    corrected: !isGiven(call, 'raw'),
  };
}

function progressLine({ daysDone, dayCount, rows, sizeBytes, secondsLeft }: ExportProgress): string {
  const left = secondsLeft === undefined ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
  return `${daysDone} of ${dayCount} days, ${rows} rows, ${Math.round(sizeBytes / 1e6)} MB${left}`;
}

/** Says how far the export is, now and then. */
function progressTeller(console: Console): (progress: ExportProgress) => void {
  let toldMs = performance.now();
  return (progress) => {
    if (performance.now() - toldMs >= tellEveryMs) {
      toldMs = performance.now();
      console.note(progressLine(progress));
    }
  };
}

function noteReport(report: ExportReport, console: Console): void {
  if (report.daysKept > 0) {
    console.note(`${report.daysKept} days were there already and stay as they are.`);
  }
  if (report.leftOut > 0) {
    console.note(`${report.leftOut} samples of bad quality are left out: a wide table has no room for qualities.`);
  }
  if (report.rows === 0) {
    console.note('There are no samples in this range.');
  }
}

/** Exports raw samples of the plant's sensors; answers what came of it. */
export async function exportHistoryFiles(call: CommandCall, open: () => OpenPlant, console: Console): Promise<string> {
  const settled = settledExport(call);
  const { signal } = new AbortController();
  const plant = open();
  try {
    const model = plant.file.readModel();
    const sensorIds = sensorsOf(call, model).map(({ id }) => id);
    const sources = await exportSeriesOf(plant, sensorIds, signal);
    const context = {
      signal,
      report: progressTeller(console),
      mayRun: async () => undefined,
      nowMs: () => performance.now(),
    };
    const request = { ...settled, plantId: model.plant.id, series: sources.series };
    const report = await exportHistory(request, context).finally(() => sources.dispose());
    noteReport(report, console);
    const { path, files, rows, sizeBytes, leftOut, daysKept } = report;
    const facts = { path, files, rows, sizeBytes, sensors: sensorIds.length, leftOut, daysKept };
    return call.json ? `${JSON.stringify(facts)}\n` : csvText([Object.keys(facts), Object.values(facts)]);
  } finally {
    plant.dispose();
  }
}

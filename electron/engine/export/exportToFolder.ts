import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { daysOf, type ExportDay } from './exportDays';
import { exportFailure } from './exportFailure';
import { readWholeDays, refuseForeignFiles, refuseOtherExport, removeUnfinished } from './exportFolder';
import { type ExportQuestion, questionOf, type WholeDay, writeManifest } from './exportManifest';
import { ExportMeter } from './exportMeter';
import type { ExportContext, ExportFormat, ExportReport, ExportRequest } from './exportRequest';
import { firstPieceSize, openRangeWriter, type WritePlan } from './rangeWriter';
import { UnfinishedFile } from './unfinishedFile';

/** An export into a folder while it is written. */
interface FolderExport {
  readonly folder: string;
  readonly question: ExportQuestion;
  readonly days: readonly ExportDay[];
  /** By name; what is written joins. */
  readonly whole: Map<string, WholeDay>;
}

function fileNameOf(day: ExportDay, format: ExportFormat): string {
  return `history-${day.name}.${format}`;
}

/** Writes one day. Without samples no file comes to be. */
async function writeDay(day: ExportDay, path: { folder: string; name: string }, plan: WritePlan): Promise<WholeDay> {
  let file: UnfinishedFile | undefined;
  try {
    const writer = openRangeWriter(plan, async (bytes) => {
      file ??= await UnfinishedFile.open(join(path.folder, path.name));
      await file.write(bytes);
      plan.meter.addBytes(bytes.length);
    });
    await writer.add(day.range);
    const counts = { rows: writer.rows(), leftOut: writer.leftOut() };
    if (counts.rows === 0) {
      return { day: day.name, ...counts, sizeBytes: 0 };
    }
    await writer.finish();
    return { day: day.name, file: path.name, ...counts, sizeBytes: 0, ...(await file?.finish()) };
  } catch (error) {
    await file?.discard();
    throw error;
  }
}

function wholeInOrder({ days, whole }: FolderExport): readonly WholeDay[] {
  return days.flatMap(({ name }) => whole.get(name) ?? []);
}

function saveManifest(written: FolderExport): Promise<void> {
  const days = wholeInOrder(written);
  return writeManifest(written.folder, {
    kind: 'sightglass-history-export',
    version: 1,
    question: written.question,
    complete: days.length === written.days.length,
    days: [...days],
  });
}

function totalsOf(written: FolderExport): Pick<ExportReport, 'files' | 'rows' | 'leftOut' | 'sizeBytes'> {
  const days = wholeInOrder(written);
  const sum = (part: (day: WholeDay) => number): number => days.reduce((total, day) => total + part(day), 0);
  return {
    files: sum(({ file }) => (file === undefined ? 0 : 1)),
    rows: sum(({ rows }) => rows),
    leftOut: sum(({ leftOut }) => leftOut),
    sizeBytes: sum(({ sizeBytes }) => sizeBytes),
  };
}

async function writeMissingDays(written: FolderExport, request: ExportRequest, context: ExportContext): Promise<void> {
  const { series, format, wide } = request;
  const { folder, days, whole } = written;
  const meter = new ExportMeter(context, { dayCount: days.length, daysDone: whole.size, ...totalsOf(written) });
  const plan = { series, format, wide, signal: context.signal, meter, size: firstPieceSize(series, wide) };
  for (const day of days.filter(({ name }) => !whole.has(name))) {
    const done = await writeDay(day, { folder, name: fileNameOf(day, format) }, plan);
    whole.set(day.name, done);
    // Days without samples cost nothing to be found again: they are told with the next one that has some.
    if (done.file !== undefined) {
      await saveManifest(written);
    }
    meter.finishDay();
  }
}

/** Writes an export as a folder of a file a day, or goes on with one. */
export async function exportToFolder(request: ExportRequest, context: ExportContext): Promise<ExportReport> {
  const folder = request.target.path;
  const question = questionOf(request);
  const days = daysOf(request.range);
  await refuseOtherExport(folder, question);
  await refuseForeignFiles(
    folder,
    days.map((day) => fileNameOf(day, request.format)),
  );
  const written: FolderExport = { folder, question, days, whole: new Map() };
  try {
    await mkdir(folder, { recursive: true });
    await removeUnfinished(folder);
    (await readWholeDays(folder, context.signal)).forEach((day, name) => written.whole.set(name, day));
    const daysKept = written.whole.size;
    await saveManifest(written);
    await writeMissingDays(written, request, context);
    await saveManifest(written);
    return { path: folder, ...totalsOf(written), daysKept };
  } catch (error) {
    throw exportFailure(error, { path: folder, daysDone: written.whole.size, dayCount: written.days.length });
  }
}

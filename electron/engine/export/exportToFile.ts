import { existsSync } from 'node:fs';
import { AppFailure } from '../../../shared/lib/appError';
import { daysOf } from './exportDays';
import { exportFailure } from './exportFailure';
import { ExportMeter } from './exportMeter';
import type { ExportContext, ExportReport, ExportRequest } from './exportRequest';
import { firstPieceSize, openRangeWriter } from './rangeWriter';
import { UnfinishedFile } from './unfinishedFile';

async function writeInto(file: UnfinishedFile, request: ExportRequest, context: ExportContext): Promise<ExportReport> {
  const { series, format, wide, range, target } = request;
  const days = daysOf(range);
  const meter = new ExportMeter(context, { dayCount: days.length, daysDone: 0, rows: 0, sizeBytes: 0 });
  const plan = { series, format, wide, signal: context.signal, meter, size: firstPieceSize(series, wide) };
  const writer = openRangeWriter(plan, async (bytes) => {
    await file.write(bytes);
    meter.addBytes(bytes.length);
  });
  for (const day of days) {
    await writer.add(day.range);
    meter.finishDay();
  }
  await writer.finish();
  const { sizeBytes } = await file.finish();
  return {
    path: target.path,
    files: 1,
    rows: writer.rows(),
    sizeBytes,
    leftOut: writer.leftOut(),
    daysKept: 0,
  };
}

/** Writes an export as one file, which is there when it is whole, or not at all. */
export async function exportToFile(request: ExportRequest, context: ExportContext): Promise<ExportReport> {
  const { path } = request.target;
  if (existsSync(path)) {
    throw new AppFailure({ code: 'file-exists', path });
  }
  let file: UnfinishedFile | undefined;
  try {
    file = await UnfinishedFile.open(path);
    return await writeInto(file, request, context);
  } catch (error) {
    await file?.discard();
    throw exportFailure(error, { path, daysDone: 0, dayCount: undefined });
  }
}

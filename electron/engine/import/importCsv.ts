import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../../../shared/contract/engineMessages';
import type { CsvImportReport, CsvOptions } from '../../../shared/history/csvImport';
import { AppFailure } from '../../../shared/lib/appError';
import { readHead } from './csvFile';
import { readBlocks } from './csvRecords';
import { RecordReader } from './recordReader';
import type { SampleSink } from './seriesBuffers';

/** Samples held in memory before they are written: 17 bytes each. */
const mostBuffered = 8_000_000;

interface ImportContext {
  readonly sink: SampleSink;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/**
 * Imports a CSV file. Rows and cells that cannot be read are counted and listed. Up to `mostBuffered` samples are
 * written in one go, so that cancelling a usual file leaves the history as it was. Rejects with an AbortError when
 * cancelled, with an `AppFailure` where the file cannot be read.
 */
export async function importCsv(path: string, options: CsvOptions, context: ImportContext): Promise<CsvImportReport> {
  const { sink, signal, report } = context;
  const { sizeBytes } = await readHead(path, 0);
  const reader = new RecordReader(options, (detail) => {
    throw new AppFailure({ code: 'invalid-file', path, detail });
  });
  for await (const { records, readBytes } of readBlocks(path, options.separator, signal)) {
    records.forEach((record) => reader.take(record));
    report({ done: readBytes, total: sizeBytes, label: 'Bytes read' });
    if (reader.buffers.countBuffered() >= mostBuffered) {
      await reader.buffers.drainTo(sink);
    }
    await setImmediate();
    signal.throwIfAborted();
  }
  await reader.buffers.drainTo(sink);
  return reader.finish();
}

import type { Progress } from '../../../shared/contract/engineMessages';
import type { CsvImportReport, CsvOptions } from '../../../shared/history/csvImport';
import { type ColumnHeader, readHeader, readHeaders } from '../../../shared/history/csv/csvHeader';
import { readCell, readQuality } from '../../../shared/history/csv/csvValue';
import { type TimeReader, timeReader } from '../../../shared/history/csv/timeFormat';
import { quality } from '../../../shared/history/historySource';
import { type CsvRecord, readHead, readRecords } from './csvRecords';
import { type SampleSink, SeriesBuffers } from './seriesBuffers';

/** Samples held in memory before they are written: 17 bytes each. */
const mostBuffered = 8_000_000;
const mostRejections = 100;
const rowsBetweenReports = 5_000;

interface ImportContext {
  readonly sink: SampleSink;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/** The state of one import while rows come in. */
class CsvImport {
  readonly #options: CsvOptions;
  readonly #readTime: TimeReader;
  readonly buffers = new SeriesBuffers();
  readonly rejections: { line: number; reason: string; text: string }[] = [];
  rowsRead = 0;
  rowsRejected = 0;
  cellsRejected = 0;
  #headers: readonly ColumnHeader[] = [];
  readonly #named = new Map<string, ColumnHeader>();

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#readTime = timeReader(options.timeFormat, options.timeZone);
  }

  take(record: CsvRecord, isFirst: boolean): void {
    if (isFirst && this.#options.hasHeader) {
      this.#headers = readHeaders(record.cells);
      return;
    }
    this.rowsRead += 1;
    switch (this.#options.layout) {
      case 'transposed':
        this.#takeSeriesRow(record);
        break;
      case 'long':
        this.#takeSampleRow(record);
        break;
      case 'wide':
        this.#takeMomentRow(record);
        break;
    }
  }

  #reject({ line, cells }: CsvRecord, reason: string): void {
    this.rowsRejected += 1;
    this.#note(line, reason, cells.join(this.#options.separator));
  }

  #note(line: number, reason: string, text: string): void {
    if (this.rejections.length < mostRejections) {
      this.rejections.push({ line, reason, text: text.slice(0, 200) });
    }
  }

  #timeOf(record: CsvRecord): number | undefined {
    const { timeColumn, startMs, periodMs } = this.#options;
    if (timeColumn === undefined) {
      return (startMs ?? 0) + (this.rowsRead - 1) * (periodMs ?? 60_000);
    }
    return this.#readTime(record.cells[timeColumn] ?? '');
  }

  #takeMomentRow(record: CsvRecord): void {
    const timeMs = this.#timeOf(record);
    const { cells, line } = record;
    if (timeMs === undefined) {
      this.#reject(record, 'the time cannot be read');
      return;
    }
    if (this.#headers.length > 0 && cells.length > this.#headers.length) {
      this.#reject(record, `it has ${cells.length} cells, the header has ${this.#headers.length}`);
      return;
    }
    cells.forEach((cell, index) => {
      if (index !== this.#options.timeColumn && !this.#options.skippedColumns.includes(index)) {
        this.#takeCell(this.#headerOf(index), timeMs, { cell, line });
      }
    });
  }

  #takeSampleRow(record: CsvRecord): void {
    const timeMs = this.#timeOf(record);
    const { cells } = record;
    const { nameColumn = 0, valueColumn = 0, qualityColumn } = this.#options;
    const name = (cells[nameColumn] ?? '').trim();
    if (timeMs === undefined || name === '') {
      this.#reject(record, timeMs === undefined ? 'the time cannot be read' : 'the name of the sensor is missing');
      return;
    }
    const given = qualityColumn === undefined ? undefined : readQuality(cells[qualityColumn] ?? '');
    const reading = readCell(cells[valueColumn] ?? '', this.#options.decimalComma);
    if (reading.kind === 'rejected') {
      this.#reject(record, 'the value is no number and no known word');
    } else if (reading.kind === 'sample') {
      this.buffers.add(this.#seriesNamed(name), timeMs, { value: reading.value, quality: given ?? reading.quality });
    } else if (given === quality.bad) {
      this.buffers.add(this.#seriesNamed(name), timeMs, { value: Number.NaN, quality: given });
    }
  }

  #takeSeriesRow({ cells, line }: CsvRecord): void {
    const { startMs = 0, periodMs = 60_000 } = this.#options;
    const header = { name: `Row ${this.rowsRead}`, unit: '' };
    cells.forEach((cell, index) => this.#takeCell(header, startMs + index * periodMs, { cell, line }));
  }

  #takeCell(
    series: ColumnHeader,
    timeMs: number,
    { cell, line }: { readonly cell: string; readonly line: number },
  ): void {
    const reading = readCell(cell, this.#options.decimalComma);
    if (reading.kind === 'sample') {
      this.buffers.add(series, timeMs, reading);
    } else if (reading.kind === 'rejected') {
      this.cellsRejected += 1;
      this.#note(line, `${series.name}: no number and no known word`, cell);
    }
  }

  #headerOf(index: number): ColumnHeader {
    return this.#headers[index] ?? { name: `Column ${index + 1}`, unit: '' };
  }

  #seriesNamed(text: string): ColumnHeader {
    const known = this.#named.get(text);
    if (known !== undefined) {
      return known;
    }
    const header = readHeader(text);
    this.#named.set(text, header);
    return header;
  }

  finish(): CsvImportReport {
    const { series, extent } = this.buffers;
    const { rowsRead, rowsRejected, cellsRejected, rejections } = this;
    const samplesStored = series.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    return { rowsRead, samplesStored, rowsRejected, cellsRejected, rejections, series: [...series], ...extent };
  }
}

/**
 * Imports a CSV file. Rows and cells that cannot be read are counted and listed. Up to `mostBuffered` samples are
 * written in one go, so that cancelling a usual file leaves the history as it was. Rejects with an AbortError when
 * cancelled, with an `AppFailure` where the file cannot be read.
 */
export async function importCsv(path: string, options: CsvOptions, context: ImportContext): Promise<CsvImportReport> {
  const { sink, signal, report } = context;
  const { sizeBytes } = await readHead(path, 0);
  const running = new CsvImport(options);
  let isFirst = true;
  for await (const record of readRecords(path, options.separator, signal)) {
    running.take(record, isFirst);
    isFirst = false;
    if (running.rowsRead % rowsBetweenReports === 0) {
      signal.throwIfAborted();
      report({ done: record.readBytes, total: sizeBytes, label: 'Bytes read' });
    }
    if (running.buffers.buffered >= mostBuffered) {
      running.buffers.drainTo(sink);
    }
  }
  signal.throwIfAborted();
  running.buffers.drainTo(sink);
  return running.finish();
}

import type { CsvImportReport, CsvOptions } from '../../../shared/history/csvImport';
import { readHeader, readHeaders } from '../../../shared/history/csv/csvHeader';
import { readCell, readQuality } from '../../../shared/history/csv/csvValue';
import { decimalMark, plainNumber } from '../../../shared/history/csv/plainNumber';
import { type TimeReader, timeReader } from '../../../shared/history/csv/timeFormat';
import { quality } from '../../../shared/history/historySource';
import type { CsvRecord } from './csvRecords';
import { type SeriesBuffer, SeriesBuffers, type SeriesHeader } from './seriesBuffers';

const mostRejections = 100;
/** More sensors than the largest plants have: a file with more is not laid out as it was said to be. */
const mostSeries = 20_000;
/** As long as a sensor's name may be. */
const longestName = 500;
/** Times outside are slips of the pen, and one of them would stretch the timeline over centuries. */
const earliestMs = Date.UTC(1900, 0, 1);
const latestMs = Date.UTC(2200, 0, 1);

/** A copy that does not keep the block of the file alive from which a text was cut. */
function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Turns the records of a file into samples, and counts and lists what cannot be read. */
export class RecordReader {
  readonly #options: CsvOptions;
  /** Gives the import up with a reason. */
  readonly #refuse: (detail: string) => never;
  readonly #readTime: TimeReader;
  readonly #mark: number;
  readonly #skipped: ReadonlySet<number>;
  readonly buffers = new SeriesBuffers();
  readonly #rejections: { line: number; reason: string; text: string }[] = [];
  #rowsRead = 0;
  #rowsRejected = 0;
  #cellsRejected = 0;
  #isFirst = true;
  #headers: readonly SeriesHeader[] = [];
  /** Wide layout: by column. */
  readonly #columns: SeriesBuffer[] = [];
  /** Long layout: by the name as it stands in the file. */
  readonly #named = new Map<string, SeriesBuffer>();
  /** The time read last: files with a row a sample repeat it. */
  #lastText = '';
  #lastMs: number | undefined;

  constructor(options: CsvOptions, refuse: (detail: string) => never) {
    this.#options = options;
    this.#refuse = refuse;
    this.#readTime = timeReader(options.timeFormat, options.timeZone);
    this.#mark = options.decimalComma ? decimalMark.comma : decimalMark.point;
    this.#skipped = new Set([...options.skippedColumns, options.timeColumn ?? -1]);
  }

  take(record: CsvRecord): void {
    const { hasHeader, layout } = this.#options;
    if (this.#isFirst && hasHeader) {
      this.#isFirst = false;
      this.#headers = readHeaders(record.cells.map(detached));
      return;
    }
    this.#isFirst = false;
    this.#rowsRead += 1;
    switch (layout) {
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

  finish(): CsvImportReport {
    const { series, extent } = this.buffers;
    return {
      rowsRead: this.#rowsRead,
      samplesStored: series.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
      rowsRejected: this.#rowsRejected,
      cellsRejected: this.#cellsRejected,
      rejections: this.#rejections,
      series: [...series],
      ...extent,
    };
  }

  #reject({ line, cells }: CsvRecord, reason: string): void {
    this.#rowsRejected += 1;
    if (this.#rejections.length < mostRejections) {
      this.#note(line, reason, cells.slice(0, 200).join(this.#options.separator));
    }
  }

  #note(line: number, reason: string, text: string): void {
    if (this.#rejections.length < mostRejections) {
      this.#rejections.push({ line, reason, text: detached(text.slice(0, 200)) });
    }
  }

  /** The time of a row; undefined, and the row rejected, where it has none. */
  #timeOf(record: CsvRecord): number | undefined {
    const { timeColumn, startMs = 0, periodMs = 60_000 } = this.#options;
    const timeMs =
      timeColumn === undefined
        ? startMs + (this.#rowsRead - 1) * periodMs
        : this.#readAgain(record.cells[timeColumn] ?? '');
    if (timeMs === undefined) {
      this.#reject(record, 'the time cannot be read');
    } else if (!(timeMs >= earliestMs && timeMs < latestMs)) {
      this.#reject(record, 'the time lies outside the years 1900 to 2199');
      return undefined;
    }
    return timeMs;
  }

  #readAgain(text: string): number | undefined {
    if (text !== this.#lastText) {
      this.#lastText = text;
      this.#lastMs = this.#readTime(text);
    }
    return this.#lastMs;
  }

  #bufferOf(header: SeriesHeader): SeriesBuffer {
    const buffer = this.buffers.of(header);
    if (this.buffers.seriesCount > mostSeries) {
      this.#refuse(`it holds more than ${mostSeries} sensors; check the layout, or import it in parts`);
    }
    return buffer;
  }

  #takeMomentRow(record: CsvRecord): void {
    const { cells } = record;
    const timeMs = this.#timeOf(record);
    if (timeMs === undefined) {
      return;
    }
    if (this.#headers.length > 0 && cells.length > this.#headers.length) {
      this.#reject(record, `it has ${cells.length} cells, the header has ${this.#headers.length}`);
      return;
    }
    for (let index = 0; index < cells.length; index += 1) {
      if (!this.#skipped.has(index)) {
        const buffer = this.#columns[index] ?? this.#openColumn(index);
        this.#takeCell(buffer, timeMs, { cell: cells[index] ?? '', line: record.line });
      }
    }
  }

  #openColumn(index: number): SeriesBuffer {
    const header = this.#headers[index] ?? { name: `Column ${index + 1}`, unit: '' };
    if (header.name.length > longestName) {
      this.#refuse(`the name of column ${index + 1} is longer than ${longestName} characters`);
    }
    const buffer = this.#bufferOf(header);
    this.#columns[index] = buffer;
    return buffer;
  }

  #takeSampleRow(record: CsvRecord): void {
    const timeMs = this.#timeOf(record);
    const { cells } = record;
    const { nameColumn = 0, valueColumn = 0, qualityColumn } = this.#options;
    if (timeMs === undefined) {
      return;
    }
    const name = (cells[nameColumn] ?? '').trim();
    if (name === '' || name.length > longestName) {
      const reason = name === '' ? 'is missing' : `is longer than ${longestName} characters`;
      this.#reject(record, `the name of the sensor ${reason}`);
      return;
    }
    const given = qualityColumn === undefined ? undefined : readQuality(cells[qualityColumn] ?? '');
    const cell = cells[valueColumn] ?? '';
    const plain = plainNumber(cell, this.#mark);
    if (!Number.isNaN(plain)) {
      this.#seriesNamed(name).add(timeMs, plain, given ?? quality.good);
      return;
    }
    const reading = readCell(cell, this.#options.decimalComma);
    if (reading.kind === 'rejected') {
      this.#reject(record, 'the value is no number and no known word');
    } else if (reading.kind === 'sample') {
      this.#seriesNamed(name).add(timeMs, reading.value, given ?? reading.quality);
    } else if (given === quality.bad) {
      this.#seriesNamed(name).add(timeMs, Number.NaN, given);
    }
  }

  #takeSeriesRow(record: CsvRecord): void {
    const { startMs = 0, periodMs = 60_000 } = this.#options;
    const { cells, line } = record;
    if (!(startMs >= earliestMs && startMs + cells.length * periodMs < latestMs)) {
      this.#reject(record, 'its times lie outside the years 1900 to 2199');
      return;
    }
    const buffer = this.#bufferOf({ name: `Row ${this.#rowsRead}`, unit: '' });
    cells.forEach((cell, index) => this.#takeCell(buffer, startMs + index * periodMs, { cell, line }));
  }

  #takeCell(
    buffer: SeriesBuffer,
    timeMs: number,
    { cell, line }: { readonly cell: string; readonly line: number },
  ): void {
    const plain = plainNumber(cell, this.#mark);
    if (!Number.isNaN(plain)) {
      buffer.add(timeMs, plain, quality.good);
      return;
    }
    const reading = readCell(cell, this.#options.decimalComma);
    if (reading.kind === 'sample') {
      buffer.add(timeMs, reading.value, reading.quality);
    } else if (reading.kind === 'rejected') {
      this.#cellsRejected += 1;
      this.#note(line, `${buffer.header.name}: no number and no known word`, cell);
    }
  }

  #seriesNamed(text: string): SeriesBuffer {
    const known = this.#named.get(text);
    if (known !== undefined) {
      return known;
    }
    const name = detached(text);
    const buffer = this.#bufferOf(readHeader(name));
    this.#named.set(name, buffer);
    return buffer;
  }
}

import { createReadStream } from 'node:fs';
import { type Options } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { CsvOptions } from '../../../shared/history/csvImport';
import { AppFailure, messageOf } from '../../../shared/lib/appError';
import { encodingOf, readHead, textDecoder } from './csvFile';

type Separator = CsvOptions['separator'];

const blockBytes = 256 * 1024;
/** A line longer than this holds no measurements; a file without line ends must not fill the memory. */
const longestLine = 16 * 1024 * 1024;
/** A quotation mark that is not closed within this many characters never is. */
const longestQuoted = 2 * 1024 * 1024;
const fewestHalved = 16 * 1024;

/** One record of a file with the line it began on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Some neighbouring records of a file, blank lines left out. */
export interface CsvBlock {
  readonly records: readonly CsvRecord[];
  /** Bytes of the file read so far, for progress. */
  readonly readBytes: number;
}

function parserOptions(separator: Separator, lineEnd: string): Options {
  return {
    delimiter: separator,
    record_delimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
    relax_quotes: true,
    relax_column_count: true,
  };
}

/** Several spaces in a row, and those around a line, separate nothing. */
function cellsOf(record: readonly string[], separator: Separator): readonly string[] {
  return separator === ' ' ? record.filter((cell) => cell !== '') : record;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length <= 1 && (cells[0] ?? '').trim() === '';
}

/** Files of old Macintosh programs end their lines with a carriage return alone. */
function lineEndOf(text: string): string {
  return text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
}

function isUnclosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED';
}

/**
 * Splits the whole lines of a text; a last, cut line is left out when `isCut`. Throws an Error with a sentence for a
 * text that cannot be split.
 */
export function splitText(text: string, separator: Separator, isCut: boolean): readonly (readonly string[])[] {
  const lineEnd = lineEndOf(text);
  const whole = isCut ? text.slice(0, text.lastIndexOf(lineEnd) + 1) : text;
  try {
    return new LineSplitter(separator, lineEnd).split(whole, true).map(({ cells }) => cells);
  } catch (error) {
    // The cut may have gone through a cell of several lines; an earlier one then does not.
    const half = whole.slice(0, whole.length >> 1);
    if (isCut && half.length > fewestHalved) {
      return splitText(half, separator, true);
    }
    throw error;
  }
}

/** Splits a text that comes in pieces into records. */
class LineSplitter {
  readonly #separator: Separator;
  readonly #lineEnd: string;
  /** The beginning of a record that is not whole yet. */
  #rest = '';
  #line = 1;
  /** A quoted record is open in the rest: it is tried again when there is this much of it. */
  #triedAgainAt = 0;

  constructor(separator: Separator, lineEnd: string) {
    this.#separator = separator;
    this.#lineEnd = lineEnd;
  }

  /** Throws an Error with a sentence for a text that cannot be split. */
  split(piece: string, isLast: boolean): readonly CsvRecord[] {
    const end = isLast ? piece.length : piece.lastIndexOf(this.#lineEnd) + 1;
    if (end === 0 && !isLast) {
      this.#wait(piece);
      return [];
    }
    const whole = this.#rest + piece.slice(0, end);
    this.#rest = piece.slice(end);
    if (whole === '') {
      return [];
    }
    if (!whole.includes('"')) {
      return this.#splitPlain(whole);
    }
    if (!isLast && whole.length < this.#triedAgainAt) {
      this.#rest = whole + this.#rest;
      return [];
    }
    try {
      const records = this.#splitQuoted(whole);
      this.#triedAgainAt = 0;
      return records;
    } catch (error) {
      if (!isUnclosed(error) || isLast || whole.length > longestQuoted) {
        throw isUnclosed(error)
          ? new Error(`a quotation mark on line ${this.#line} or after it is never closed`)
          : error;
      }
      this.#rest = whole + this.#rest;
      this.#triedAgainAt = whole.length * 2;
      return [];
    }
  }

  #wait(piece: string): void {
    this.#rest += piece;
    if (this.#rest.length > longestLine) {
      throw new Error(`line ${this.#line} is longer than 16 million characters`);
    }
  }

  #splitPlain(text: string): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    const lines = text.split(this.#lineEnd);
    // What follows the last line end is no line.
    const count = text.endsWith(this.#lineEnd) ? lines.length - 1 : lines.length;
    for (let index = 0; index < count; index += 1) {
      const raw = lines[index] ?? '';
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      const cells = cellsOf(line.split(this.#separator), this.#separator);
      if (!isBlank(cells)) {
        records.push({ line: this.#line + index, cells });
      }
    }
    this.#line += count;
    return records;
  }

  #splitQuoted(text: string): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    let line = this.#line;
    for (const record of parseSync(text, parserOptions(this.#separator, this.#lineEnd)) as string[][]) {
      const cells = cellsOf(record, this.#separator);
      if (!isBlank(cells)) {
        records.push({ line, cells });
      }
      line += record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 1);
    }
    this.#line = line;
    return records;
  }
}

/**
 * Streams the records of a file in blocks small enough that others get their turn between them. Rejects with an
 * AbortError when the signal fires, with an `AppFailure` where the file cannot be read.
 */
export async function* readBlocks(path: string, separator: Separator, signal: AbortSignal): AsyncIterable<CsvBlock> {
  const { head } = await readHead(path, 65_536);
  const encoding = encodingOf(head);
  const decode = textDecoder(encoding);
  const splitter = new LineSplitter(separator, lineEndOf(textDecoder(encoding)(head)));
  const file = createReadStream(path, { highWaterMark: blockBytes, signal });
  try {
    for await (const bytes of file as AsyncIterable<Uint8Array>) {
      const records = splitter.split(decode(bytes), false);
      yield { records, readBytes: file.bytesRead };
    }
    yield { records: splitter.split('', true), readBytes: file.bytesRead };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppFailure) {
      throw error;
    }
    const detail = messageOf(error);
    throw new AppFailure({ code: 'invalid-file', path, detail });
  } finally {
    file.destroy();
  }
}

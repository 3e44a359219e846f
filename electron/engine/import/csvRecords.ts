import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { CsvOptions } from '../../../shared/history/csvImport';
import { AppFailure } from '../../../shared/lib/appError';

type Separator = CsvOptions['separator'];

/** Cells longer than this are no measurements; a file without line ends must not fill the memory. */
const longestRecordBytes = 16 * 1024 * 1024;

function parserOptions(separator: Separator): Options {
  return {
    delimiter: separator,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: longestRecordBytes,
  };
}

/** Several spaces in a row, and those around a line, separate nothing. */
function cellsOf(record: readonly string[], separator: Separator): readonly string[] {
  return separator === ' ' ? record.filter((cell) => cell !== '') : record;
}

/** The encoding of a file by its first bytes: UTF-8 where they are that, else Latin-1; UTF-16 by its mark. */
export function encodingOf(head: Uint8Array): 'utf8' | 'utf16le' | 'latin1' {
  if (head[0] === 0xff && head[1] === 0xfe) {
    return 'utf16le';
  }
  try {
    // The last character may have been cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf8';
  } catch {
    return 'latin1';
  }
}

/** The first bytes of a file and its size; an `AppFailure` where there is no such file. */
export async function readHead(path: string, mostBytes: number): Promise<{ head: Uint8Array; sizeBytes: number }> {
  try {
    const { size } = await stat(path);
    const file = await open(path, 'r');
    const buffer = new Uint8Array(Math.min(mostBytes, size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0).finally(() => file.close());
    return { head: buffer.subarray(0, bytesRead), sizeBytes: size };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new AppFailure({ code: 'file-missing', path });
    }
    throw new AppFailure({
      code: 'invalid-file',
      path,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Splits the whole lines of a text; a last, cut line is left out when `isCut`. */
export function splitText(text: string, separator: Separator, isCut: boolean): readonly (readonly string[])[] {
  const end = isCut ? text.lastIndexOf('\n') : text.length;
  const records = parseSync(text.slice(0, Math.max(end, 0)), { ...parserOptions(separator), skip_empty_lines: true });
  return (records as string[][]).map((record) => cellsOf(record, separator));
}

/** One record of a file with the line it began on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** Bytes of the file read so far, for progress. */
  readonly readBytes: number;
}

/** Streams the records of a file, blank lines left out. Stops reading when it is no longer iterated. */
export async function* readRecords(path: string, separator: Separator, signal: AbortSignal): AsyncIterable<CsvRecord> {
  const { head } = await readHead(path, 65_536);
  const file = createReadStream(path, { encoding: encodingOf(head), highWaterMark: 1 << 20, signal });
  const parser = parse(parserOptions(separator));
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let line = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line += 1;
      const cells = cellsOf(record, separator);
      if (cells.length > 1 || (cells[0] ?? '').trim() !== '') {
        yield { line, cells, readBytes: file.bytesRead };
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new AppFailure({
      code: 'invalid-file',
      path,
      detail: error instanceof Error ? error.message : String(error),
    });
  } finally {
    file.destroy();
    parser.destroy();
  }
}

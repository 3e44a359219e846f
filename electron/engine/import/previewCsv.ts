import type { CsvOptions, CsvPreview } from '../../../shared/history/csvImport';
import { readHeaders } from '../../../shared/history/csv/csvHeader';
import { type CsvRecords, type GivenCsvOptions, guessCsv } from '../../../shared/history/csv/guessCsv';
import { timeReader } from '../../../shared/history/csv/timeFormat';
import { AppFailure, messageOf } from '../../../shared/lib/appError';
import { isTimeZone } from '../../../shared/lib/timeZone';
import { encodingOf, readHead, textDecoder } from './csvFile';
import { splitText } from './csvRecords';

const headBytes = 256 * 1024;
const shownRows = 20;

/** The beginning of a file as a person sees it, split by any separator. Throws an `AppFailure` where it cannot be. */
function splitter(path: string, text: string, isCut: boolean): (separator: CsvOptions['separator']) => CsvRecords {
  return (separator) => {
    try {
      return splitText(text, separator, isCut);
    } catch (error) {
      const detail = messageOf(error);
      throw new AppFailure({ code: 'invalid-file', path, detail });
    }
  };
}

type Column = CsvPreview['columns'][number];

function roleOf(index: number, options: CsvOptions): Column['role'] {
  if (index === options.timeColumn) {
    return 'time';
  }
  if (options.layout !== 'long') {
    return options.skippedColumns.includes(index) ? 'skipped' : 'value';
  }
  const roles = new Map<number | undefined, Column['role']>([
    [options.nameColumn, 'name'],
    [options.valueColumn, 'value'],
    [options.qualityColumn, 'quality'],
  ]);
  return roles.get(index) ?? 'skipped';
}

/** Throws an `AppFailure` for options that cannot be used with the file. */
function checkOptions(path: string, options: CsvOptions): void {
  const refuse = (detail: string): never => {
    throw new AppFailure({ code: 'invalid-file', path, detail });
  };
  if (!isTimeZone(options.timeZone)) {
    refuse(`there is no time zone ${options.timeZone}; write it as Europe/Berlin`);
  }
  if (options.layout === 'long' && (options.nameColumn === undefined || options.valueColumn === undefined)) {
    refuse('a file with one row a sample needs a column of names and a column of values');
  }
  if (options.layout !== 'wide' && options.layout !== 'transposed' && options.timeColumn === undefined) {
    refuse('no column holds times; say which one does');
  }
}

/** Looks at the beginning of a file: what is given stays, the rest is guessed, with reasons. Without a zone, UTC. */
export async function previewCsv(path: string, given: GivenCsvOptions): Promise<CsvPreview> {
  const { head, sizeBytes } = await readHead(path, headBytes);
  const text = textDecoder(encodingOf(head))(head);
  const isCut = sizeBytes > head.length && /[\r\n]/.test(text);
  const split = splitter(path, text, isCut);
  const guess = guessCsv(split, given);
  const { options } = guess;
  checkOptions(path, options);
  const records = split(options.separator);
  if (records.length === 0) {
    throw new AppFailure({ code: 'invalid-file', path, detail: 'it holds no rows' });
  }
  const rows = records.slice(options.hasHeader ? 1 : 0);
  const width = Math.max(...records.slice(0, 50).map((record) => record.length));
  const headers = readHeaders(options.hasHeader ? (records[0] ?? []) : Array.from({ length: width }, () => ''));
  const reader = timeReader(options.timeFormat, options.timeZone);
  const firstTimeMs = options.timeColumn === undefined ? options.startMs : reader(rows[0]?.[options.timeColumn] ?? '');
  return {
    options,
    reasons: [...guess.reasons],
    columns: headers.map((header, index) => ({ ...header, role: roleOf(index, options) })),
    rows: rows.slice(0, shownRows).map((row) => [...row]),
    ...(firstTimeMs === undefined ? {} : { firstTimeMs }),
    sizeBytes,
  };
}

import type { CsvOptions } from '../csvImport';
import { readCell } from './csvValue';
import { guessTimeColumn, type TimeGuess } from './guessTimeColumn';
import { timeReader } from './timeFormat';

/** The first records of a file, split. */
export type CsvRecords = readonly (readonly string[])[];
/** Splits the beginning of a file by a separator. */
export type CsvSplitter = (separator: CsvOptions['separator']) => CsvRecords;

/** The part of the options that a person or a script has settled; the rest is guessed. */
export type GivenCsvOptions = { readonly [Key in keyof CsvOptions]?: CsvOptions[Key] | undefined };

/** What was guessed, and why, in plain words. */
export interface CsvGuess {
  readonly options: CsvOptions;
  readonly reasons: readonly string[];
}

const separators = [',', ';', '\t', '|', ' '] as const;
const separatorNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', ' ': 'space' } as const;
/** A file without header and times, this wide, holds a sensor a row. */
const transposedFromColumns = 200;
const millenniumMs = Date.UTC(2000, 0, 1);

/** How many fields most records have, and how many records have that many. */
function usualWidth(records: CsvRecords): { readonly width: number; readonly count: number } {
  const counts = new Map<number, number>();
  records.forEach(({ length }) => counts.set(length, (counts.get(length) ?? 0) + 1));
  const [width, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [0, 0];
  return { width, count };
}

function guessSeparator(split: CsvSplitter): CsvOptions['separator'] {
  const scores = separators.map((separator) => {
    const records = split(separator);
    const { width, count } = usualWidth(records);
    const agreement = records.length === 0 ? 0 : count / records.length;
    // A space splits times in two and comes last; the others win by agreement, then by width.
    return {
      separator,
      score: width < 2 ? 0 : agreement * (separator === ' ' ? 0.5 : 1) + Math.min(width, 1000) / 1e6,
    };
  });
  return scores.reduce((one, other) => (other.score > one.score ? other : one)).separator;
}

function isNumeric(text: string, decimalComma: boolean): boolean {
  return readCell(text, decimalComma).kind !== 'rejected';
}

function usesDecimalComma(records: CsvRecords, separator: string): boolean {
  const cells = separator === ',' ? [] : records.flat();
  const commas = cells.filter((cell) => /^\s*[+-]?\d+,\d+\s*$/.test(cell)).length;
  const points = cells.filter((cell) => /^\s*[+-]?\d+\.\d+\s*$/.test(cell)).length;
  return commas > points;
}

interface Shape {
  readonly records: CsvRecords;
  readonly separator: CsvOptions['separator'];
  readonly decimalComma: boolean;
  readonly time: TimeGuess | undefined;
  readonly hasHeader: boolean;
}

function hasHeaderRow(records: CsvRecords, time: TimeGuess | undefined, decimalComma: boolean): boolean {
  const first = records[0] ?? [];
  return time === undefined
    ? first.some((cell) => cell.trim() !== '' && !isNumeric(cell, decimalComma))
    : timeReader(time.format, 'UTC')(first[time.column] ?? '') === undefined;
}

function shapeOf(split: CsvSplitter, given: GivenCsvOptions): Shape {
  const separator = given.separator ?? guessSeparator(split);
  const records = split(separator);
  const decimalComma = given.decimalComma ?? usesDecimalComma(records.slice(1), separator);
  const time = guessTimeColumn(records.slice(1, 41), given);
  const hasHeader = given.hasHeader ?? hasHeaderRow(records, time, decimalComma);
  return { records, separator, decimalComma, time, hasHeader };
}

type LongColumns = Pick<CsvOptions, 'nameColumn' | 'valueColumn' | 'qualityColumn'>;

const nameWords = /^(name|tag|tag ?name|sensor|sensor ?id|point|point ?name|series|id|node ?id|variable|signal)$/i;
const valueWords = /^(value|val|reading|pv|data|result)$/i;
const qualityWords = /^(quality|status|q|good|state of value)$/i;

/** A file with a row a sample: a column of few, often repeated names, and a column of numbers. */
function longColumns(shape: Shape, given: GivenCsvOptions): LongColumns | undefined {
  const { records, time, hasHeader, decimalComma } = shape;
  const width = records[0]?.length ?? 0;
  const isAsked = given.layout === 'long';
  if (time === undefined || width < 3 || (width > 8 && !isAsked)) {
    return undefined;
  }
  const header = hasHeader ? (records[0] ?? []).map((cell) => cell.replace(/^\uFEFF/, '').trim()) : [];
  const rows = records.slice(hasHeader ? 1 : 0);
  const others = Array.from({ length: width }, (_, index) => index).filter((index) => index !== time.column);
  const numericShare = (index: number): number =>
    rows.filter((row) => isNumeric(row[index] ?? '', decimalComma)).length / Math.max(rows.length, 1);
  const repeats = (index: number): boolean => new Set(rows.map((row) => row[index] ?? '')).size < rows.length;
  const named = (words: RegExp): number | undefined => others.find((index) => words.test(header[index] ?? ''));
  const headed = { name: named(nameWords), value: named(valueWords) };
  const isNames = (index: number): boolean => numericShare(index) < 0.5 && (isAsked || repeats(index));
  const nameColumn = given.nameColumn ?? headed.name ?? others.find(isNames);
  const qualityColumn = given.qualityColumn ?? named(qualityWords);
  const isFree = (index: number): boolean => index !== nameColumn && index !== qualityColumn;
  const valueColumn =
    given.valueColumn ?? headed.value ?? others.find((index) => isFree(index) && numericShare(index) > 0.5);
  if (nameColumn === undefined || valueColumn === undefined) {
    return undefined;
  }
  const isHeaded = headed.name !== undefined && headed.value !== undefined;
  const isLong = isAsked || isHeaded || isNames(nameColumn);
  return isLong ? { nameColumn, valueColumn, ...(qualityColumn === undefined ? {} : { qualityColumn }) } : undefined;
}

function layoutOf(shape: Shape, long: LongColumns | undefined, given: GivenCsvOptions): CsvOptions['layout'] {
  if (given.layout !== undefined) {
    return given.layout;
  }
  if (long !== undefined) {
    return 'long';
  }
  const width = shape.records[0]?.length ?? 0;
  return shape.time === undefined && !shape.hasHeader && width >= transposedFromColumns ? 'transposed' : 'wide';
}

function layoutReason(layout: CsvOptions['layout']): string {
  switch (layout) {
    case 'long':
      return 'One row a sample: a column repeats sensor names.';
    case 'wide':
      return 'One column a sensor.';
    case 'transposed':
      return 'One row a sensor: no header, no times, and very many columns.';
  }
}

function timeReason(shape: Shape, given: GivenCsvOptions): string {
  const { timeZone = 'UTC' } = given;
  if (shape.time === undefined && given.timeColumn !== undefined) {
    return `The times of column ${given.timeColumn + 1} cannot be read: give their format.`;
  }
  if (shape.time === undefined) {
    return 'No column holds times. Rows are taken as 1 minute apart from 1 Jan 2000: give the start and the period.';
  }
  const place = `Column ${shape.time.column + 1} holds times written as ${shape.time.format}`;
  const zone = `times without an offset are read in ${timeZone}`;
  return shape.time.isAmbiguous ? `${place}, but day and month may be swapped: check; ${zone}.` : `${place}; ${zone}.`;
}

/** Guesses how to read a file from its first records, around what is settled. Without a zone, UTC. */
export function guessCsv(split: CsvSplitter, given: GivenCsvOptions): CsvGuess {
  const shape = shapeOf(split, given);
  const long = given.layout === undefined || given.layout === 'long' ? longColumns(shape, given) : undefined;
  const layout = layoutOf(shape, long, given);
  const { separator, decimalComma, hasHeader, time } = shape;
  const timeZone = given.timeZone ?? 'UTC';
  const guessed: CsvOptions = {
    separator,
    layout,
    hasHeader,
    timeFormat: time?.format ?? 'iso',
    timeZone,
    decimalComma,
    skippedColumns: [],
    ...(time === undefined ? { startMs: millenniumMs, periodMs: 60_000 } : { timeColumn: time.column }),
    ...long,
  };
  const settled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    options: { ...guessed, ...settled },
    reasons: [
      `Columns are separated by a ${separatorNames[separator]}.`,
      hasHeader ? 'The first row names the columns.' : 'There is no header row.',
      layoutReason(layout),
      timeReason(shape, given),
      ...(decimalComma ? ['Numbers are written with a decimal comma.'] : []),
    ],
  };
}

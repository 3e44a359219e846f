import { timeReader } from './timeFormat';

/** The column that holds the time, and how it is written. */
export interface TimeGuess {
  readonly column: number;
  readonly format: string;
  /** True when another order of day and month would read the rows as well. */
  readonly isAmbiguous: boolean;
}

const dateOrders = ['M/d/yyyy', 'd/M/yyyy', 'M/d/yy', 'd/M/yy', 'd.M.yyyy', 'd.M.yy', 'd-MMM-yy', 'd-MMM-yyyy'];
const otherDates = ['yyyy/M/d', 'yyyy.M.d', 'd MMM yyyy', 'MMM d, yyyy', 'M-d-yyyy', 'd-M-yyyy', 'yyyyMMdd'];
const clocks = ['H:mm:ss', 'H:mm', 'H:mm:ss.SSS', 'h:mm:ss a', 'h:mm a'];
const zones = ['', ' zzz'];

/** Formats that are tried, most usual first. */
const patterns: readonly string[] = [
  'iso',
  ...[...dateOrders, ...otherDates].flatMap((date) =>
    [...clocks.flatMap((clock) => zones.map((zone) => `${date} ${clock}${zone}`)), date].filter(
      // A bare number such as 20260314 is a date only with a clock beside it.
      (pattern) => pattern !== 'yyyyMMdd',
    ),
  ),
  'yyyyMMddHHmmss',
];

function epochFormatOf(texts: readonly string[]): string | undefined {
  const numbers = texts.map((text) => (text.trim() === '' ? NaN : Number(text))).filter(Number.isFinite);
  const areBetween = (low: number, high: number): boolean => numbers.every((value) => value >= low && value <= high);
  const ascends = numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? value));
  if (!ascends || numbers.length * 2 <= texts.length) {
    return undefined;
  }
  // Seconds from 1990 to 2100, milliseconds likewise.
  return areBetween(631e6, 4_102e6) ? 'epoch-s' : areBetween(631e9, 4_102e9) ? 'epoch-ms' : undefined;
}

/** The total distance of neighbours: the right order of day and month makes times that follow each other. */
function roughness(timesMs: readonly number[]): number {
  return timesMs.reduce((sum, timeMs, index) => sum + Math.abs(timeMs - (timesMs[index - 1] ?? timeMs)), 0);
}

interface Fit {
  readonly format: string;
  readonly readable: number;
  readonly roughness: number;
}

/** How a format reads the texts; undefined where it does not read most of them. A bad row is no reason to give up. */
function fitOf(texts: readonly string[], format: string): Fit | undefined {
  const reader = timeReader(format, 'UTC');
  const timesMs = texts.map(reader).filter((timeMs) => timeMs !== undefined);
  return timesMs.length * 2 > texts.length
    ? { format, readable: timesMs.length, roughness: roughness(timesMs) }
    : undefined;
}

function bestFormat(
  texts: readonly string[],
  tried: readonly string[] | undefined,
): Omit<TimeGuess, 'column'> | undefined {
  const epoch = tried === undefined ? epochFormatOf(texts) : undefined;
  if (epoch !== undefined) {
    return { format: epoch, isAmbiguous: false };
  }
  const fitting = (tried ?? patterns).flatMap((format) => fitOf(texts, format) ?? []);
  const most = Math.max(...fitting.map(({ readable }) => readable));
  const equal = fitting.filter(({ readable }) => readable === most);
  const [first] = equal;
  if (first === undefined) {
    return undefined;
  }
  const { format } = equal.reduce((one, other) => (other.roughness < one.roughness ? other : one), first);
  const isAmbiguous = equal.some(
    ({ format: other }) => other !== format && other.length === format.length && other[0] !== format[0],
  );
  return { format, isAmbiguous };
}

/** What is settled about the times already; the rest is found out. */
export interface GivenTimes {
  readonly timeColumn?: number | undefined;
  readonly timeFormat?: string | undefined;
}

/** Finds the leftmost column most of whose texts are times; undefined when there is none. */
export function guessTimeColumn(rows: readonly (readonly string[])[], given: GivenTimes = {}): TimeGuess | undefined {
  const columnCount = Math.min(...rows.map((row) => row.length), 50);
  const columns =
    given.timeColumn === undefined ? Array.from({ length: columnCount }, (_, at) => at) : [given.timeColumn];
  for (const column of columns) {
    const texts = rows.map((row) => row[column] ?? '').filter((text) => text.trim() !== '');
    const tried = given.timeFormat === undefined ? undefined : [given.timeFormat];
    const guess = texts.length === 0 || texts.length * 2 < rows.length ? undefined : bestFormat(texts, tried);
    if (guess !== undefined) {
      return { column, ...guess };
    }
  }
  return undefined;
}

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
  const numbers = texts.map(Number);
  const areBetween = (low: number, high: number): boolean => numbers.every((value) => value >= low && value <= high);
  const ascends = numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? value));
  if (!ascends || texts.some((text) => text.trim() === '')) {
    return undefined;
  }
  // Seconds from 1990 to 2100, milliseconds likewise.
  return areBetween(631e6, 4_102e6) ? 'epoch-s' : areBetween(631e9, 4_102e9) ? 'epoch-ms' : undefined;
}

/** The total distance of neighbours: the right order of day and month makes times that follow each other. */
function roughness(texts: readonly string[], format: string): number {
  const reader = timeReader(format, 'UTC');
  const times = texts.map((text) => reader(text) ?? 0);
  return times.reduce((sum, timeMs, index) => sum + Math.abs(timeMs - (times[index - 1] ?? timeMs)), 0);
}

function formatsOf(texts: readonly string[]): readonly string[] {
  return patterns.filter((format) => {
    const reader = timeReader(format, 'UTC');
    return texts.every((text) => reader(text) !== undefined);
  });
}

function bestFormat(texts: readonly string[]): Omit<TimeGuess, 'column'> | undefined {
  const epoch = epochFormatOf(texts);
  if (epoch !== undefined) {
    return { format: epoch, isAmbiguous: false };
  }
  const fitting = formatsOf(texts);
  const [first] = fitting;
  if (first === undefined) {
    return undefined;
  }
  const best = fitting.reduce((one, other) => (roughness(texts, other) < roughness(texts, one) ? other : one), first);
  const isAmbiguous = fitting.some((other) => other !== best && other.length === best.length && other[0] !== best[0]);
  return { format: best, isAmbiguous };
}

/** Finds the leftmost column whose texts are all times; undefined when there is none. */
export function guessTimeColumn(rows: readonly (readonly string[])[]): TimeGuess | undefined {
  const columnCount = Math.min(...rows.map((row) => row.length), 50);
  for (let column = 0; column < columnCount; column += 1) {
    const texts = rows.map((row) => row[column] ?? '').filter((text) => text.trim() !== '');
    const guess = texts.length * 2 < rows.length ? undefined : bestFormat(texts);
    if (guess !== undefined) {
      return { column, ...guess };
    }
  }
  return undefined;
}

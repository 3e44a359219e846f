import { type ByteCursor, DamagedSamplesError } from './byteCursor';
import type { ByteSink } from './byteSink';
import { largestInteger, readDeltas, writeDeltas } from './deltaCodec';

/** 10^digits, exact. */
const powersOfTen = Float64Array.from({ length: 10 }, (_, digits) => 10 ** digits);
const mostDigits = powersOfTen.length - 1;

function powerOfTen(digits: number): number {
  return powersOfTen[digits] ?? 1;
}

/** True when `value` is exactly a whole number of 10^-digits that is small enough to take differences of. */
function fits(value: number, power: number): boolean {
  const integer = Math.round(value * power);
  return Math.abs(integer) <= largestInteger && integer / power === value && (integer !== 0 || 1 / value > 0);
}

/** Values that are no decimals, as runs of the same value: gaps (NaN) come in long runs. */
function countOddRuns(values: Float64Array, count: number, power: number): number {
  let runs = 0;
  let inRun = false;
  for (let index = 0; index < count; index += 1) {
    const value = values[index] ?? 0;
    if (fits(value, power)) {
      inRun = false;
    } else if (!inRun || !Object.is(value, values[index - 1])) {
      runs += 1;
      inRun = true;
    }
  }
  return runs;
}

/**
 * The fewest decimal digits with which the values are exact, all but a few; undefined when they are no decimals.
 * More digits never make a value inexact that fewer digits hold, so one pass finds them.
 */
export function decimalDigitsOf(values: Float64Array, count: number): number | undefined {
  const mostOddRuns = 2 + (count >> 4);
  let digits = 0;
  let odd = 0;
  for (let index = 0; index < count; index += 1) {
    const value = values[index] ?? 0;
    if (fits(value, powerOfTen(digits))) {
      continue;
    }
    let more = digits + 1;
    while (more <= mostDigits && !fits(value, powerOfTen(more))) {
      more += 1;
    }
    if (more <= mostDigits) {
      digits = more;
    } else if (index === 0 || !Object.is(value, values[index - 1])) {
      odd += 1;
      if (odd > mostOddRuns) {
        return undefined;
      }
    }
  }
  // Values that fitted fewer digits may be too large for more; they are odd now.
  return odd > 0 || digits === 0 || countOddRuns(values, count, powerOfTen(digits)) <= mostOddRuns ? digits : undefined;
}

function writeOddRuns(values: Float64Array, isOdd: Uint8Array, sink: ByteSink): void {
  let written = 0;
  for (let index = isOdd.indexOf(1); index !== -1; index = isOdd.indexOf(1, written)) {
    const value = values[index] ?? NaN;
    let runEnd = index + 1;
    while (isOdd[runEnd] === 1 && Object.is(values[runEnd], value)) {
      runEnd += 1;
    }
    sink.writeVarint(runEnd - index);
    sink.writeVarint(index - written);
    sink.writeDouble(value);
    written = runEnd;
  }
  sink.writeVarint(0);
}

/** Writes values as whole numbers of 10^-digits; the odd ones out are written as they are. */
export function writeDecimals(values: Float64Array, options: { count: number; digits: number }, sink: ByteSink): void {
  const { count, digits } = options;
  const power = powerOfTen(digits);
  const integers = new Float64Array(count);
  const isOdd = new Uint8Array(count);
  let previous = 0;
  for (let index = 0; index < count; index += 1) {
    const value = values[index] ?? 0;
    const integer = Math.round(value * power);
    if (Math.abs(integer) <= largestInteger && integer / power === value && (integer !== 0 || 1 / value > 0)) {
      previous = integer;
    } else {
      isOdd[index] = 1;
    }
    integers[index] = previous;
  }
  sink.writeByte(digits);
  writeOddRuns(values, isOdd, sink);
  writeDeltas(integers, count, sink);
}

interface OddRun {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

function readOddRuns(cursor: ByteCursor, count: number): readonly OddRun[] {
  const runs: OddRun[] = [];
  let at = 0;
  for (let length = cursor.readVarint(); length > 0; length = cursor.readVarint()) {
    const start = at + cursor.readVarint();
    at = start + length;
    if (at > count) {
      throw new DamagedSamplesError('a run is longer than its column');
    }
    runs.push({ start, end: at, value: cursor.readDouble() });
  }
  return runs;
}

/** Reads what `writeDecimals` wrote. */
export function readDecimals(cursor: ByteCursor, count: number): Float64Array {
  const digits = cursor.readByte();
  if (digits > mostDigits) {
    throw new DamagedSamplesError('a number of digits is out of range');
  }
  const runs = readOddRuns(cursor, count);
  const values = new Float64Array(count);
  readDeltas(cursor, count, values);
  if (digits > 0) {
    const power = powerOfTen(digits);
    for (let index = 0; index < count; index += 1) {
      // Divided, not multiplied by 10^-digits: only the quotient is the double that was measured.
      values[index] = (values[index] ?? 0) / power;
    }
  }
  for (const run of runs) {
    values.fill(run.value, run.start, run.end);
  }
  return values;
}

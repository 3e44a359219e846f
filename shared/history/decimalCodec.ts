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

/** A stretch of values that are no decimals, all the same: gaps (NaN) come in long runs. */
interface OddRun {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** Values as whole numbers of 10^-digits, but for the odd runs. */
export interface Decimals {
  readonly digits: number;
  /** In an odd run: the number before it, so that it takes no room. */
  readonly integers: Float64Array;
  readonly oddRuns: readonly OddRun[];
}

function digitsOf(value: number, atLeast: number): number | undefined {
  for (let digits = atLeast; digits <= mostDigits; digits += 1) {
    if (fits(value, powerOfTen(digits))) {
      return digits;
    }
  }
  return undefined;
}

/** What `values` are with this many digits; the number of digits that are needed instead; or undefined. */
function tryDigits(values: Float64Array, digits: number, integers: Float64Array): Decimals | number | undefined {
  const count = values.length;
  const power = powerOfTen(digits);
  const oddRuns: OddRun[] = [];
  const mostOddRuns = 2 + (count >> 4);
  let previous = 0;
  let index = 0;
  while (index < count) {
    const value = values[index] ?? 0;
    const integer = Math.round(value * power);
    if (integer / power === value && Math.abs(integer) <= largestInteger && (integer !== 0 || 1 / value > 0)) {
      previous = integer;
      integers[index++] = integer;
      continue;
    }
    const more = digitsOf(value, digits + 1);
    if (more !== undefined) {
      return more;
    }
    const start = index;
    while (index < count && Object.is(values[index], value)) {
      integers[index++] = previous;
    }
    oddRuns.push({ start, end: index, value });
    if (oddRuns.length > mostOddRuns) {
      return undefined;
    }
  }
  return { digits, integers, oddRuns };
}

/**
 * The values as decimals with the fewest digits with which all but a few are exact; undefined when they are none.
 * More digits never make a value inexact that fewer digits hold, so trying starts again only a few times.
 * `memory`, as long as `values`, holds the answer's integers.
 */
export function toDecimals(values: Float64Array, memory: Float64Array): Decimals | undefined {
  let digits = 0;
  // A glance at a few values saves most of the new starts.
  for (let index = 0; index < values.length; index += 1 + (values.length >> 3)) {
    digits = digitsOf(values[index] ?? 0, digits) ?? digits;
  }
  let attempt = tryDigits(values, digits, memory);
  while (typeof attempt === 'number') {
    attempt = tryDigits(values, attempt, memory);
  }
  return attempt;
}

/** Writes values as whole numbers of 10^-digits; the odd ones out are written as they are. */
export function writeDecimals({ digits, integers, oddRuns }: Decimals, sink: ByteSink): void {
  sink.writeByte(digits);
  let written = 0;
  for (const { start, end, value } of oddRuns) {
    sink.writeVarint(end - start);
    sink.writeVarint(start - written);
    sink.writeDouble(value);
    written = end;
  }
  sink.writeVarint(0);
  writeDeltas(integers, integers.length, sink);
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

/** Reads what `writeDecimals` wrote of `count` values, as many as `target` holds. */
export function readDecimals(cursor: ByteCursor, target: Float64Array, count: number): void {
  const digits = cursor.readByte();
  if (digits > mostDigits) {
    throw new DamagedSamplesError('a number of digits is out of range');
  }
  const runs = readOddRuns(cursor, count);
  readDeltas(cursor, target, { count, divisor: powerOfTen(digits) });
  for (const run of runs) {
    target.fill(run.value, run.start, run.end);
  }
}

import { type ByteCursor, DamagedSamplesError } from './byteCursor';
import type { ByteSink } from './byteSink';
import { readDecimals, toDecimals, writeDecimals } from './decimalCodec';
import { largestInteger, readDeltas, writeDeltas } from './deltaCodec';
import { readXor, writeXor } from './xorCodec';

const valueForm = { decimal: 0, xor: 1 } as const;
const timeForm = { regular: 0, listed: 1, xor: 2 } as const;

/** Sample times: either a regular grid, which takes no memory, or one by one. */
export type TimeColumn =
  | { readonly kind: 'regular'; readonly startMs: number; readonly stepMs: number }
  | { readonly kind: 'listed'; readonly timesMs: Float64Array };

/** Writes a column of doubles, exactly, in the form that suits them. */
export function writeValues(values: Float64Array, sink: ByteSink): void {
  const decimals = toDecimals(values, sink.numbers(values.length));
  if (decimals === undefined) {
    sink.writeByte(valueForm.xor);
    writeXor(values, values.length, sink);
  } else {
    sink.writeByte(valueForm.decimal);
    writeDecimals(decimals, sink);
  }
}

/** Reads what `writeValues` wrote of `count` values: all, or the first ones when `target` is shorter. */
export function readValues(cursor: ByteCursor, target: Float64Array, count: number = target.length): void {
  const form = cursor.readByte();
  switch (form) {
    case valueForm.decimal:
      readDecimals(cursor, target, count);
      break;
    case valueForm.xor:
      readXor(cursor, target, count);
      break;
    default:
      throw new DamagedSamplesError(`a column has the unknown form ${form}`);
  }
}

/** True when the times are exactly startMs + index * stepMs. */
export function isRegular(timesMs: Float64Array, startMs: number, stepMs: number): boolean {
  for (let index = 0; index < timesMs.length; index += 1) {
    if (timesMs[index] !== startMs + index * stepMs) {
      return false;
    }
  }
  return true;
}

function greatestCommonDivisor(left: number, right: number): number {
  let larger = Math.abs(left);
  let smaller = Math.abs(right);
  while (smaller > 0) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger;
}

/** The unit in which all distances are whole; undefined where times are no whole milliseconds. */
function unitOf(timesMs: Float64Array): number | undefined {
  const startMs = timesMs[0] ?? 0;
  let unitMs = 0;
  for (const timeMs of timesMs) {
    if (!Number.isInteger(timeMs) || Math.abs(timeMs) > largestInteger / 2) {
      return undefined;
    }
    unitMs = unitMs === 1 ? 1 : greatestCommonDivisor(unitMs, timeMs - startMs);
  }
  return unitMs === 0 ? 1 : unitMs;
}

function writeListedTimes(timesMs: Float64Array, unitMs: number, sink: ByteSink): void {
  sink.writeByte(timeForm.listed);
  sink.writeVarint(unitMs);
  sink.writeDouble(timesMs[0] ?? 0);
  const steps = new Float64Array(timesMs.length - 1);
  for (let index = 0; index < steps.length; index += 1) {
    steps[index] = ((timesMs[index + 1] ?? 0) - (timesMs[index] ?? 0)) / unitMs;
  }
  // Differences of the steps: a device that samples every minute gives zeros, whatever its jitter was once.
  writeDeltas(steps, steps.length, sink);
}

/** Writes sample times; a regular grid takes 17 bytes. */
export function writeTimes(timesMs: Float64Array, sink: ByteSink): void {
  const startMs = timesMs[0] ?? 0;
  const stepMs = timesMs.length > 1 ? (timesMs[1] ?? 0) - startMs : 0;
  if (timesMs.length > 0 && isRegular(timesMs, startMs, stepMs)) {
    sink.writeByte(timeForm.regular);
    sink.writeDouble(startMs);
    sink.writeDouble(stepMs);
    return;
  }
  const unitMs = unitOf(timesMs);
  if (timesMs.length > 0 && unitMs !== undefined) {
    writeListedTimes(timesMs, unitMs, sink);
  } else {
    sink.writeByte(timeForm.xor);
    writeXor(timesMs, timesMs.length, sink);
  }
}

function readListedTimes(cursor: ByteCursor, count: number): Float64Array {
  if (count === 0) {
    throw new DamagedSamplesError('a list of times is empty');
  }
  const unitMs = cursor.readVarint();
  const timesMs = new Float64Array(count);
  let timeMs = cursor.readDouble();
  readDeltas(cursor, timesMs.subarray(0, count - 1), { count: count - 1, divisor: 1 });
  for (let index = 0; index < count; index += 1) {
    const stepMs = (timesMs[index] ?? 0) * unitMs;
    timesMs[index] = timeMs;
    timeMs += stepMs;
  }
  return timesMs;
}

/** Reads what `writeTimes` wrote. */
export function readTimes(cursor: ByteCursor, count: number): TimeColumn {
  const form = cursor.readByte();
  switch (form) {
    case timeForm.regular: {
      const startMs = cursor.readDouble();
      return { kind: 'regular', startMs, stepMs: cursor.readDouble() };
    }
    case timeForm.listed:
      return { kind: 'listed', timesMs: readListedTimes(cursor, count) };
    case timeForm.xor: {
      const timesMs = new Float64Array(count);
      readXor(cursor, timesMs, count);
      return { kind: 'listed', timesMs };
    }
    default:
      throw new DamagedSamplesError(`times have the unknown form ${form}`);
  }
}

/** Times of `count` samples of a column as an array of their own. */
export function listTimes(times: TimeColumn, from: number, count: number): Float64Array<ArrayBuffer> {
  const timesMs = new Float64Array(count);
  if (times.kind === 'listed') {
    timesMs.set(times.timesMs.subarray(from, from + count));
    return timesMs;
  }
  const { startMs, stepMs } = times;
  for (let index = 0; index < count; index += 1) {
    timesMs[index] = startMs + (from + index) * stepMs;
  }
  return timesMs;
}

/** Writes small numbers that seldom change as runs. */
export function writeRuns(bytes: Uint8Array, sink: ByteSink): void {
  let index = 0;
  while (index < bytes.length) {
    const value = bytes[index] ?? 0;
    const runStart = index;
    while (index < bytes.length && bytes[index] === value) {
      index += 1;
    }
    sink.writeByte(value);
    sink.writeVarint(index - runStart);
  }
}

/** Reads what `writeRuns` wrote. */
export function readRuns(cursor: ByteCursor, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  let index = 0;
  while (index < count) {
    const value = cursor.readByte();
    const run = cursor.readVarint();
    if (run === 0 || index + run > count) {
      throw new DamagedSamplesError('a run does not fit its column');
    }
    bytes.fill(value, index, index + run);
    index += run;
  }
  return bytes;
}

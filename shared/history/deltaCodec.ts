import { type ByteCursor, DamagedSamplesError } from './byteCursor';
import type { ByteSink } from './byteSink';

/** Whole numbers up to this size can be told apart, and so can the difference of any two of them. */
export const largestInteger = 2 ** 51;

/** A token is at most eight bytes: 2 * zigzag(2^52) is below 2^55. */
const largestTokenBytes = 8;

/**
 * Writes whole numbers (at most `largestInteger` in size) as their differences, the first one from 0.
 * A token is a varint: odd for a run of (token >> 1) + 1 zero differences, even for twice the zigzag difference.
 */
export function writeDeltas(integers: Float64Array, count: number, sink: ByteSink): void {
  sink.reserve(count * largestTokenBytes + largestTokenBytes);
  const { bytes } = sink;
  let at = sink.length;
  let previous = 0;
  let index = 0;
  while (index < count) {
    const current = integers[index] ?? 0;
    const delta = current - previous;
    let token: number;
    if (delta === 0) {
      const runStart = index;
      do {
        index += 1;
      } while (index < count && integers[index] === previous);
      token = (index - runStart - 1) * 2 + 1;
    } else {
      token = delta > 0 ? delta * 4 : delta * -4 - 2;
      previous = current;
      index += 1;
    }
    while (token >= 128) {
      bytes[at++] = (token % 128) | 128;
      token = token < 0x7fff_ffff ? token >>> 7 : Math.floor(token / 128);
    }
    bytes[at++] = token;
  }
  sink.length = at;
}

/** The rest of a token of which `first` is the first of several bytes. */
function readLongToken(cursor: ByteCursor, first: number): number {
  let token = first & 127;
  let factor = 128;
  let byte = 128;
  while (byte >= 128) {
    if (factor > 2 ** 49) {
      throw new DamagedSamplesError('a difference is too long');
    }
    byte = cursor.readByte();
    token += (byte & 127) * factor;
    factor *= 128;
  }
  return token;
}

/**
 * Reads what `writeDeltas` wrote of `count` numbers, as many as `target` holds, each number divided by `divisor`: divided, not multiplied by its
 * inverse, because only the quotient is the double that was measured. Throws on bytes that `writeDeltas` cannot write.
 */
export function readDeltas(
  cursor: ByteCursor,
  target: Float64Array,
  column: { readonly count: number; readonly divisor: number },
): void {
  const { bytes, end } = cursor;
  const { divisor } = column;
  const wanted = target.length;
  let { at } = cursor;
  let previous = 0;
  let index = 0;
  while (index < wanted) {
    const byte = at < end ? (bytes[at] ?? 0) : 128;
    at += 1;
    if (byte < 128 && ((byte & 1) === 0 || byte === 1)) {
      // By far the most tokens: a small step, or none, in one byte. Without a branch on its sign, which is a coin toss.
      previous += (byte >> 2) ^ -((byte >> 1) & 1);
      target[index++] = previous / divisor;
      continue;
    }
    let token = byte;
    if (byte >= 128) {
      cursor.at = at;
      token = readLongToken(cursor, byte);
      at = cursor.at;
    }
    if (token % 2 === 1) {
      const runEnd = index + (token - 1) / 2 + 1;
      if (runEnd > column.count) {
        throw new DamagedSamplesError('a run is longer than its column');
      }
      const value = previous / divisor;
      const stop = Math.min(runEnd, wanted);
      while (index < stop) {
        target[index++] = value;
      }
    } else {
      previous += token % 4 === 0 ? token / 4 : (token + 2) / -4;
      target[index++] = previous / divisor;
    }
  }
  cursor.at = at;
}

import { type ByteCursor, DamagedSamplesError } from './byteCursor';
import type { ByteSink } from './byteSink';

/** Which of the two 32-bit words of a double holds its sign, on the machine that runs this. */
const highWord = new Uint8Array(new Float64Array([-2]).buffer)[7] === 0xc0 ? 1 : 0;
const lowWord = 1 - highWord;

/** Bits of the low and the high word that are kept of a word of 0 to 8 bytes. */
const lowMask = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff, -1, -1, -1, -1, -1);
const highMask = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xff_ffff, -1);

/** Words are read eight bytes at a time; this many zero bytes after the last keep that inside the section. */
const paddingBytes = 8;

function wordsOf(values: Float64Array, count: number): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, count * 2);
}

/** How many low bits are 0 in every difference of neighbours: 29 where the source measured in single precision. */
function commonZeroBits(words: Int32Array): number {
  let low = words[lowWord] ?? 0;
  let high = words[highWord] ?? 0;
  for (let at = 2; at < words.length; at += 2) {
    low |= (words[at + lowWord] ?? 0) ^ (words[at + lowWord - 2] ?? 0);
    high |= (words[at + highWord] ?? 0) ^ (words[at + highWord - 2] ?? 0);
  }
  const bits = (word: number): number => 31 - Math.clz32(word & -word);
  return low !== 0 ? bits(low) : high !== 0 ? 32 + bits(high) : 0;
}

/**
 * Writes any doubles: each is XORed with the one before, shifted by the zero bits common to all, and its bytes are
 * written without leading zeros. Their lengths stand before them, two in a byte.
 */
export function writeXor(values: Float64Array, count: number, sink: ByteSink): void {
  const words = wordsOf(values, count);
  const shift = commonZeroBits(words);
  const lengthBytes = (count + 1) >> 1;
  sink.writeByte(shift);
  sink.reserve(lengthBytes + count * 8 + paddingBytes);
  const { bytes } = sink;
  const lengthsAt = sink.length;
  let at = lengthsAt + lengthBytes;
  bytes.fill(0, lengthsAt, at);
  let previousLow = 0;
  let previousHigh = 0;
  for (let index = 0; index < count; index += 1) {
    const currentLow = words[index * 2 + lowWord] ?? 0;
    const currentHigh = words[index * 2 + highWord] ?? 0;
    let low = currentLow ^ previousLow;
    let high = currentHigh ^ previousHigh;
    previousLow = currentLow;
    previousHigh = currentHigh;
    if (shift >= 32) {
      low = high >>> (shift - 32);
      high = 0;
    } else if (shift > 0) {
      low = (low >>> shift) | (high << (32 - shift));
      high >>>= shift;
    }
    const length = high !== 0 ? 4 + ((39 - Math.clz32(high)) >> 3) : (39 - Math.clz32(low)) >> 3;
    const lengthAt = lengthsAt + (index >> 1);
    bytes[lengthAt] = (bytes[lengthAt] ?? 0) | (index % 2 === 0 ? length : length << 4);
    for (let written = 0; written < length; written += 1) {
      bytes[at++] = written < 4 ? low >>> (written * 8) : high >>> (written * 8 - 32);
    }
  }
  bytes.fill(0, at, at + paddingBytes);
  sink.length = at + paddingBytes;
}

/** Reads what `writeXor` wrote of `count` values, as many as `target` holds. */
export function readXor(cursor: ByteCursor, target: Float64Array, count: number): void {
  const wanted = target.length;
  const shift = cursor.readByte();
  const { bytes, view, end } = cursor;
  const lengthsAt = cursor.at;
  let at = lengthsAt + ((count + 1) >> 1);
  if (shift > 63 || at + paddingBytes > end) {
    throw new DamagedSamplesError('a column ends too early');
  }
  const words = wordsOf(target, wanted);
  let previousLow = 0;
  let previousHigh = 0;
  for (let index = 0; index < wanted; index += 1) {
    const pair = bytes[lengthsAt + (index >> 1)] ?? 0;
    const length = index % 2 === 0 ? pair & 15 : pair >> 4;
    if (length > 8 || at + paddingBytes > end) {
      throw new DamagedSamplesError('a value is cut off');
    }
    let low = view.getInt32(at, true) & (lowMask[length] ?? 0);
    let high = view.getInt32(at + 4, true) & (highMask[length] ?? 0);
    at += length;
    if (shift >= 32) {
      high = low << (shift - 32);
      low = 0;
    } else if (shift > 0) {
      high = (high << shift) | (low >>> (32 - shift));
      low <<= shift;
    }
    previousLow ^= low;
    previousHigh ^= high;
    words[index * 2 + lowWord] = previousLow;
    words[index * 2 + highWord] = previousHigh;
  }
  if (at + paddingBytes > end) {
    throw new DamagedSamplesError('a column ends too early');
  }
  cursor.at = at + paddingBytes;
}

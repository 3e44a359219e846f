import { ByteCursor, DamagedSamplesError } from './byteCursor';
import { ByteSink } from './byteSink';
import { readRuns, readTimes, readValues, type TimeColumn, writeRuns, writeTimes, writeValues } from './columnCodec';
import type { SampleColumns } from './historySource';

/** Samples of a chunk as read back: a regular grid and good qualities take no memory. */
export interface ChunkSamples {
  readonly count: number;
  readonly times: TimeColumn;
  readonly values: Float64Array;
  /** Undefined: all good. */
  readonly qualities: Uint8Array | undefined;
}

const chunkVersion = 1;
/** No chunk is longer; a count above it is damage, and must not make us reserve memory. */
export const mostSamplesPerChunk = 65_536;

const checksumBytes = 4;

/** FNV-1a: finds a flipped bit, which SQLite does not. */
function checksumOf(bytes: Uint8Array, end: number): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < end; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x0100_0193);
  }
  return hash >>> 0;
}

/** Puts a version before and a checksum after what `write` writes. */
export function sealBytes(version: number, write: (sink: ByteSink) => void): Uint8Array<ArrayBuffer> {
  const sink = new ByteSink();
  sink.writeByte(version);
  write(sink);
  sink.writeUint32(checksumOf(sink.bytes, sink.length));
  return sink.toBytes();
}

/** Checks version, checksum and length around `read`. Throws a DamagedSamplesError when one is wrong. */
export function unsealBytes<T>(bytes: Uint8Array, version: number, read: (cursor: ByteCursor) => T): T {
  const end = bytes.length - checksumBytes;
  if (end < 1) {
    throw new DamagedSamplesError('they end too early');
  }
  if (bytes[0] !== version) {
    throw new DamagedSamplesError(`their version ${bytes[0]} is not known`);
  }
  const tail = new ByteCursor(bytes);
  tail.at = end;
  if (tail.readUint32() !== checksumOf(bytes, end)) {
    throw new DamagedSamplesError('their checksum is wrong');
  }
  const cursor = new ByteCursor(bytes, end);
  cursor.at = 1;
  const value = read(cursor);
  if (cursor.at !== end) {
    throw new DamagedSamplesError('bytes are left over');
  }
  return value;
}

/** Packs samples of one series into bytes, exactly. */
export function encodeChunk(samples: SampleColumns): Uint8Array<ArrayBuffer> {
  return sealBytes(chunkVersion, (sink) => {
    const allGood = samples.qualities.every((quality) => quality === 0);
    sink.writeVarint(samples.values.length);
    writeTimes(samples.timesMs, sink);
    writeValues(samples.values, sink);
    sink.writeByte(allGood ? 0 : 1);
    if (!allGood) {
      writeRuns(samples.qualities, sink);
    }
  });
}

/** Unpacks what `encodeChunk` packed. Throws a DamagedSamplesError on anything else. */
export function decodeChunk(bytes: Uint8Array): ChunkSamples {
  return unsealBytes(bytes, chunkVersion, (cursor) => {
    const count = cursor.readVarint();
    if (count > mostSamplesPerChunk) {
      throw new DamagedSamplesError('they claim too many samples');
    }
    const times = readTimes(cursor, count);
    const values = readValues(cursor, count);
    const qualities = cursor.readByte() === 0 ? undefined : readRuns(cursor, count);
    return { count, times, values, qualities };
  });
}

/** Copies samples [from, to) of a chunk out as columns of their own. */
export function sliceChunk(chunk: ChunkSamples, from: number, to: number): SampleColumns {
  const count = Math.max(0, to - from);
  return {
    timesMs: timesOf(chunk.times, from, count),
    values: chunk.values.slice(from, from + count),
    qualities: chunk.qualities?.slice(from, from + count) ?? new Uint8Array(count),
  };
}

function timesOf(times: TimeColumn, from: number, count: number): Float64Array {
  if (times.kind === 'listed') {
    return times.timesMs.slice(from, from + count);
  }
  const timesMs = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    timesMs[index] = times.startMs + (from + index) * times.stepMs;
  }
  return timesMs;
}

/** Time of one sample of a chunk. */
export function timeAt(times: TimeColumn, index: number): number {
  return times.kind === 'regular' ? times.startMs + index * times.stepMs : (times.timesMs[index] ?? NaN);
}

/** How many samples of the chunk lie before `timeMs`, or at or before it. */
export function countBefore(chunk: ChunkSamples, timeMs: number, inclusive: boolean): number {
  const { times, count } = chunk;
  let low = 0;
  let high = count;
  if (times.kind === 'regular' && times.stepMs > 0) {
    // A guess by division may be one off through rounding; the search below starts around it.
    const guess = Math.floor((timeMs - times.startMs) / times.stepMs);
    low = Math.min(count, Math.max(0, guess - 1));
    high = Math.min(count, Math.max(0, guess + 2));
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = timeAt(times, middle);
    if (at < timeMs || (inclusive && at === timeMs)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

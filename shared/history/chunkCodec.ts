import { ByteCursor, DamagedSamplesError } from './byteCursor';
import { ByteSink } from './byteSink';
import {
  listTimes,
  readRuns,
  readTimes,
  readValues,
  type TimeColumn,
  writeRuns,
  writeTimes,
  writeValues,
} from './columnCodec';
import type { SampleColumns } from './historySource';

/** Samples of a chunk as read back: a regular grid and good qualities take no memory. */
export interface ChunkSamples {
  readonly count: number;
  readonly times: TimeColumn;
  readonly values: Float64Array;
  /** Undefined: all good. */
  readonly qualities: Uint8Array | undefined;
}

const chunkVersion = 2;
/** No chunk is longer; a count above it is damage, and must not make us reserve memory. */
export const mostSamplesPerChunk = 65_536;

const checksumBytes = 4;

/** Finds a flipped bit, which SQLite does not. Four bytes a step: it is paid at every read. */
function checksumOf(bytes: Uint8Array, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = 0x811c_9dc5 ^ end;
  let index = 0;
  for (; index + 4 <= end; index += 4) {
    // A plain multiplication would lose what differs in the highest bits only; the rotation brings them down.
    hash = Math.imul(hash ^ view.getInt32(index, true), 0x9e37_79b1);
    hash = (hash << 13) | (hash >>> 19);
  }
  for (; index < end; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x0100_0193);
  }
  return hash >>> 0;
}

/** Puts a version before and a checksum after what `write` writes. A sink that is given is overwritten. */
export function sealBytes(
  version: number,
  write: (sink: ByteSink) => void,
  sink: ByteSink = new ByteSink(),
): Uint8Array<ArrayBuffer> {
  sink.length = 0;
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

/** True for bytes that are all 0: qualities that are all good. */
export function isAllZero(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] !== 0) {
      return false;
    }
  }
  return true;
}

/** Packs samples of one series into bytes, exactly. `scratch` saves memory when many are packed. */
export function encodeChunk(samples: SampleColumns, scratch?: ByteSink): Uint8Array<ArrayBuffer> {
  const write = (sink: ByteSink): void => {
    const allGood = isAllZero(samples.qualities);
    sink.writeVarint(samples.values.length);
    writeTimes(samples.timesMs, sink);
    sink.writeByte(allGood ? 0 : 1);
    if (!allGood) {
      writeRuns(samples.qualities, sink);
    }
    // Last, so that a reader of one sample may stop on the way.
    writeValues(samples.values, sink);
  };
  return sealBytes(chunkVersion, write, scratch);
}

function readHead(cursor: ByteCursor): Omit<ChunkSamples, 'values'> {
  const count = cursor.readVarint();
  if (count > mostSamplesPerChunk) {
    throw new DamagedSamplesError('they claim too many samples');
  }
  const times = readTimes(cursor, count);
  return { count, times, qualities: cursor.readByte() === 0 ? undefined : readRuns(cursor, count) };
}

/**
 * Unpacks what `encodeChunk` packed. Throws a DamagedSamplesError on anything else. The values are put into `memory`
 * when they fit there.
 */
export function decodeChunk(bytes: Uint8Array, memory?: Float64Array): ChunkSamples {
  return unsealBytes(bytes, chunkVersion, (cursor) => {
    const head = readHead(cursor);
    const fits = memory !== undefined && memory.length >= head.count;
    const values = fits ? memory.subarray(0, head.count) : new Float64Array(head.count);
    readValues(cursor, values);
    return { ...head, values };
  });
}

/** One sample. */
export interface Sample {
  readonly timeMs: number;
  readonly value: number;
  readonly quality: number;
}

/**
 * The last sample of a chunk at or before a moment, without unpacking what follows it. `memory` is overwritten; it
 * has room for as many numbers as a chunk has samples.
 */
export function peekChunk(bytes: Uint8Array, timeMs: number, memory: Float64Array): Sample | undefined {
  return unsealBytes(bytes, chunkVersion, (cursor) => {
    const head = readHead(cursor);
    const index = Math.min(memory.length, countBefore(head, timeMs, true)) - 1;
    if (index >= 0) {
      readValues(cursor, memory.subarray(0, index + 1), head.count);
    }
    cursor.at = cursor.end;
    return index < 0
      ? undefined
      : { timeMs: timeAt(head.times, index), value: memory[index] ?? NaN, quality: head.qualities?.[index] ?? 0 };
  });
}

/** Copies samples [from, to) of a chunk out as columns of their own. */
export function sliceChunk(chunk: ChunkSamples, from: number, to: number): SampleColumns {
  const count = Math.max(0, to - from);
  return {
    timesMs: listTimes(chunk.times, from, count),
    values: chunk.values.slice(from, from + count),
    qualities: chunk.qualities?.slice(from, from + count) ?? new Uint8Array(count),
  };
}

/** Time of one sample of a chunk. */
export function timeAt(times: TimeColumn, index: number): number {
  return times.kind === 'regular' ? times.startMs + index * times.stepMs : (times.timesMs[index] ?? NaN);
}

/** How many samples of the chunk lie before `timeMs`, or at or before it. */
export function countBefore(chunk: Omit<ChunkSamples, 'values'>, timeMs: number, inclusive: boolean): number {
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

import { throwIfAborted } from '../../../../shared/history/abortError';
import { DamagedSamplesError } from '../../../../shared/history/byteCursor';
import { type Coverage, stretchAt } from '../../../../shared/history/coverage';
import { type BucketBlock, quality, type SampleBlock } from '../../../../shared/history/historySource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { joinBlocks } from './joinBlocks';
import { beginReading, bringIn, namesWithGaps, type ReadParts, type Reading, unlessAway } from './reading';

/** A raw read is brought in and handed on in pieces of about this many samples, */
const samplesPerPiece = 2_000_000;
/** but not in more pieces than this. */
const mostPieces = 64;
/** As far as a time of JavaScript reaches: sources are not asked for infinite ranges. */
const lastTimeMs = 8.64e15;

/** In whole ms, all of which hold the samples of the range that are there. */
function wholeRange(range: TimeRange): TimeRange {
  return {
    startMs: Math.max(-lastTimeMs, Math.ceil(range.startMs)),
    endMs: Math.min(lastTimeMs, Math.ceil(range.endMs)),
  };
}

/** In pieces that can be brought in one after the other while the first are being used. */
function cutRaw({ local }: ReadParts, names: readonly string[], range: TimeRange): readonly TimeRange[] {
  const { startMs, endMs } = wholeRange(range);
  if (!(startMs < endMs) || names.length === 0) {
    return [];
  }
  const expected = names.reduce((sum, name) => sum + local.expectedSamples(name, { startMs, endMs }), 0);
  const pieces = Math.min(mostPieces, Math.max(1, Math.ceil(expected / samplesPerPiece)));
  const edge = (at: number): number => Math.round(startMs + ((endMs - startMs) * at) / pieces);
  return Array.from({ length: pieces }, (_, at) => ({ startMs: edge(at), endMs: edge(at + 1) })).filter(
    (piece) => piece.startMs < piece.endMs,
  );
}

/** Samples that lie outside what is believed, as approximate: there may be others between them. */
function markSamples(block: SampleBlock, believed: Coverage): SampleBlock {
  const qualities = block.qualities.map((stored, at) =>
    stretchAt(believed, block.timesMs[at] ?? NaN) === undefined ? quality.approximate : stored,
  );
  return { ...block, qualities };
}

async function* storedSamples({ cache }: ReadParts, reading: Reading): AsyncGenerator<SampleBlock> {
  const { names, keys, range, local, signal } = reading;
  const doubtful = new Set(namesWithGaps(reading));
  const believed = names.map((name) => (doubtful.has(name) ? local.believed(name) : undefined));
  for await (const block of cache.source.readRaw(keys, range, signal)) {
    const coverage = believed[block.index];
    yield coverage === undefined ? block : markSamples(block, coverage);
  }
}

/** What came and could not be stored, from the source itself; undefined: it has gone away meanwhile. */
function directSamples({ reader }: ReadParts, { names, range, signal }: Reading) {
  return unlessAway(
    reader.direct(signal, (remote) => joinBlocks(remote.readRaw(names, range, signal), names.length, signal)),
  );
}

async function* readPiece(
  parts: ReadParts,
  asked: { readonly names: readonly string[]; readonly range: TimeRange },
  signal: AbortSignal,
): AsyncGenerator<SampleBlock> {
  const { reading, end } = beginReading(parts, asked, signal);
  try {
    const missing = namesWithGaps(reading);
    const isStored = missing.length === 0 || (await bringIn(parts, missing, { ...reading, anchored: false }));
    const direct = isStored ? undefined : await directSamples(parts, reading);
    if (direct === undefined) {
      yield* storedSamples(parts, reading);
      return;
    }
    for (const [index, samples] of direct.entries()) {
      if (samples.timesMs.length > 0) {
        yield { index, ...samples };
      }
    }
  } finally {
    end();
  }
}

/** As `HistorySource.readRaw`; samples of stretches that could not be asked for are approximate. */
export async function* readStoredRaw(
  parts: ReadParts,
  asked: { readonly names: readonly string[]; readonly range: TimeRange },
  signal: AbortSignal,
): AsyncGenerator<SampleBlock> {
  throwIfAborted(signal);
  const { names } = asked;
  for (const range of cutRaw(parts, names, asked.range)) {
    let isBegun = false;
    try {
      for await (const block of readPiece(parts, { names, range }, signal)) {
        isBegun = true;
        yield block;
      }
    } catch (error) {
      if (!(error instanceof DamagedSamplesError)) {
        throw error;
      }
      await parts.cache.heal(parts.local.keysOf([...new Set(names)]));
      // What was handed on cannot be taken back; the next read finds everything in order.
      if (isBegun) {
        throw error;
      }
      yield* readPiece(parts, { names, range }, signal);
    }
  }
}

async function listBlocks<T>(blocks: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const block of blocks) {
    list.push(block);
  }
  return list;
}

/** As `HistorySource.readBuckets`; where the source could not be asked, buckets of what is stored. */
export async function* readStoredBuckets(
  parts: ReadParts,
  asked: { readonly names: readonly string[]; readonly range: TimeRange; readonly bucketMs: number },
  signal: AbortSignal,
): AsyncGenerator<BucketBlock> {
  const { names, range, bucketMs } = asked;
  const whole = wholeRange({
    startMs: Math.floor(range.startMs / bucketMs) * bucketMs,
    endMs: Math.ceil(range.endMs / bucketMs) * bucketMs,
  });
  const { reading, end } = beginReading(parts, { names, range: whole }, signal);
  try {
    const missing = whole.startMs < whole.endMs ? namesWithGaps(reading) : [];
    const isStored = missing.length === 0 || (await bringIn(parts, missing, { ...reading, anchored: false }));
    const { cache, reader } = parts;
    const direct = isStored
      ? undefined
      : await unlessAway(
          reader.direct(signal, (remote) => listBlocks(remote.readBuckets(names, range, bucketMs, signal))),
        );
    yield* direct ?? cache.source.readBuckets(reading.keys, range, bucketMs, signal);
  } finally {
    end();
  }
}

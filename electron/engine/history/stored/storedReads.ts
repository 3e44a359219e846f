import { throwIfAborted } from '../../../../shared/history/abortError';
import { stretchAt } from '../../../../shared/history/coverage';
import {
  type BucketBlock,
  type FrameGrid,
  type FrameTile,
  quality,
  type SampleBlock,
  type Snapshot,
} from '../../../../shared/history/historySource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import type { BackgroundFill } from './backgroundFill';
import type { HistoryCache } from './historyCache';
import { joinBlocks } from './joinBlocks';
import type { LocalHistory } from './localHistory';
import { NotStoredFailure, type RemoteReader } from './remoteReader';
import { SourceAwayError } from './sourceHealth';
import { markSamples, standInForFrames } from './standIns';

/** What the reads work with. */
export interface StoredReadsOptions {
  readonly cache: HistoryCache;
  readonly local: LocalHistory;
  readonly reader: RemoteReader;
  readonly background: BackgroundFill;
  /** How many raw samples may be waited for before frames are answered coarsely. */
  readonly mostSamplesAwaited: () => number;
}

/** One read, and what is here as it was when it began. */
interface Reading {
  readonly names: readonly string[];
  readonly keys: readonly string[];
  /** In whole ms. */
  readonly range: TimeRange;
  readonly local: LocalHistory;
  readonly signal: AbortSignal;
}

/** A raw read is brought in and handed on in pieces of about this many samples, */
const samplesPerPiece = 2_000_000;
/** but not in more pieces than this. */
const mostPieces = 64;
/** As far as a time of JavaScript reaches: sources are not asked for infinite ranges. */
const lastTimeMs = 8.64e15;

/** Answers what is stored, after bringing in what is missing where the source lets it. */
export class StoredReads {
  readonly #options: StoredReadsOptions;

  constructor(options: StoredReadsOptions) {
    this.#options = options;
  }

  /** Notes what is read and keeps it from eviction. Returns the function that ends this. */
  #begin(names: readonly string[], range: TimeRange, signal: AbortSignal): { reading: Reading; end: () => void } {
    throwIfAborted(signal);
    const { cache, local, background } = this.#options;
    const keys = local.keysOf(names);
    cache.touch(keys, range);
    // What is held at its start may lie far back.
    const release = cache.hold(keys, { startMs: -Infinity, endMs: range.endMs });
    const endRead = background.beginRead(range.startMs);
    const end = (): void => {
      release();
      endRead();
    };
    return { reading: { names, keys, range, local: local.atThisMoment(), signal }, end };
  }

  /** As `HistorySource.readSnapshot`; what could not be asked is approximate. */
  async readSnapshot(names: readonly string[], timeMs: number, signal: AbortSignal): Promise<Snapshot> {
    const momentMs = Math.floor(timeMs);
    const { reading, end } = this.#begin(names, { startMs: momentMs, endMs: momentMs + 1 }, signal);
    try {
      let seen = await this.#lookAt(reading);
      if (seen.missing.length > 0 && this.#options.reader.isStoringSnapshots()) {
        await this.#options.cache.settled();
        seen = await this.#lookAt(reading);
      }
      const { snapshot, missing } = seen;
      if (missing.length > 0) {
        await this.#askFor(missing, snapshot, reading);
      }
      return snapshot;
    } finally {
      end();
    }
  }

  /** The stored snapshot, and the names of which it is not the source's own. */
  async #lookAt({ names, keys, range, local, signal }: Reading) {
    // Taken before the samples are looked up: what is known now is no less known by then.
    const stretches = names.map((name) => stretchAt(local.believed(name), range.startMs));
    const snapshot = await this.#options.cache.source.readSnapshot(keys, range.startMs, signal);
    const isExact = (index: number): boolean => {
      const startMs = stretches[index]?.startMs;
      return startMs !== undefined && (startMs === -Infinity || (snapshot.timesMs[index] ?? NaN) >= startMs);
    };
    return { snapshot, missing: [...new Set(names.filter((_, index) => !isExact(index)))] };
  }

  async #askFor(missing: readonly string[], snapshot: Snapshot, { names, range, signal }: Reading): Promise<void> {
    const answer = await unlessAway(this.#options.reader.snapshot(missing, range.startMs, signal));
    const places = new Map(missing.map((name, place) => [name, place]));
    names.forEach((name, index) => {
      const place = places.get(name);
      if (place !== undefined && answer !== undefined) {
        snapshot.timesMs[index] = answer.timesMs[place] ?? NaN;
        snapshot.values[index] = answer.values[place] ?? NaN;
        snapshot.qualities[index] = answer.qualities[place] ?? quality.good;
      } else if (place !== undefined) {
        snapshot.qualities[index] = quality.approximate;
      }
    });
  }

  /** As `HistorySource.readFrames`; what would take too long, or could not be asked, is approximate. */
  async readFrames(names: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<FrameTile> {
    const firstMs = Math.floor(grid.startMs);
    const lastMs = Math.floor(grid.startMs + Math.max(0, grid.frameCount - 1) * grid.stepMs);
    const { reading, end } = this.#begin(names, { startMs: firstMs, endMs: lastMs + 1 }, signal);
    try {
      const { cache } = this.#options;
      let missing = this.#inexactOf(reading);
      if (missing.length > 0 && this.#options.reader.isStoringSnapshots()) {
        await cache.settled();
        missing = this.#inexactOf(reading);
      }
      const other = missing.length === 0 ? undefined : await this.#bringFrames(missing, grid, reading);
      const places = new Map(missing.map((name, place) => [name, place]));
      const spans = names.map((name) => (places.has(name) ? reading.local.exactSpans(name, reading.range) : undefined));
      const tile = await cache.source.readFrames(reading.keys, grid, signal);
      names.forEach((name, index) => {
        const exact = spans[index];
        if (exact !== undefined) {
          const from = other && { tile: other, index: places.get(name) ?? 0 };
          standInForFrames(tile, { index, spans: exact, other: from });
        }
      });
      return tile;
    } finally {
      end();
    }
  }

  #inexactOf({ names, range, local }: Reading): readonly string[] {
    const { startMs, endMs } = range;
    return [...new Set(names)].filter((name) => !local.isExactThrough(name, startMs, endMs - 1));
  }

  /** Brings in what frames need, or answers frames of these names that stand in for what was not brought in. */
  async #bringFrames(missing: readonly string[], grid: FrameGrid, reading: Reading): Promise<FrameTile | undefined> {
    const { reader, background, mostSamplesAwaited } = this.#options;
    const { range, local, signal } = reading;
    const expected = missing.reduce(
      (sum, name) => sum + local.gapsOf(name, range).reduce((more, gap) => more + local.expectedSamples(name, gap), 0),
      0,
    );
    if (expected > mostSamplesAwaited()) {
      background.want(missing, range);
      return unlessAway(reader.coarseFrames(missing, grid, signal));
    }
    const isStored = await this.#bring(missing, reading, true);
    return isStored
      ? undefined
      : unlessAway(reader.direct(signal, (remote) => remote.readFrames(missing, grid, signal)));
  }

  /** Brings in what is missing, where the source lets it. False when it came and could not be stored. */
  async #bring(missing: readonly string[], reading: Reading, anchored: boolean): Promise<boolean> {
    const { range, local, signal } = reading;
    const { cache, reader } = this.#options;
    const generation = cache.generation();
    try {
      await reader.fill(missing, range, { local, signal, anchored });
      if (generation !== cache.generation()) {
        // Something was forgotten meanwhile, and with it what had been asked for before.
        await reader.fill(missing, range, { local, signal, anchored });
      }
    } catch (error) {
      if (error instanceof NotStoredFailure) {
        return false;
      }
      if (!(error instanceof SourceAwayError)) {
        throw error;
      }
    }
    return true;
  }

  #withGaps({ names, range, local }: Reading): readonly string[] {
    return [...new Set(names)].filter((name) => local.gapsOf(name, range).length > 0);
  }

  /** As `HistorySource.readRaw`; samples of stretches that could not be asked for are approximate. */
  async *readRaw(names: readonly string[], range: TimeRange, signal: AbortSignal): AsyncGenerator<SampleBlock> {
    throwIfAborted(signal);
    for (const piece of this.#cutRaw(names, range)) {
      const { reading, end } = this.#begin(names, piece, signal);
      try {
        const missing = this.#withGaps(reading);
        const isStored = missing.length === 0 || (await this.#bring(missing, reading, false));
        yield* isStored ? this.#storedRaw(reading) : this.#directRaw(reading);
      } finally {
        end();
      }
    }
  }

  async *#storedRaw(reading: Reading): AsyncGenerator<SampleBlock> {
    const { names, keys, range, local, signal } = reading;
    const doubtful = new Set(this.#withGaps(reading));
    const believed = names.map((name) => (doubtful.has(name) ? local.believed(name) : undefined));
    for await (const block of this.#options.cache.source.readRaw(keys, range, signal)) {
      const coverage = believed[block.index];
      yield coverage === undefined ? block : markSamples(block, coverage);
    }
  }

  async *#directRaw(reading: Reading): AsyncGenerator<SampleBlock> {
    const { names, range, signal } = reading;
    const columns = await unlessAway(
      this.#options.reader.direct(signal, (remote) =>
        joinBlocks(remote.readRaw(names, range, signal), names.length, signal),
      ),
    );
    if (columns === undefined) {
      yield* this.#storedRaw(reading);
      return;
    }
    for (const [index, samples] of columns.entries()) {
      if (samples.timesMs.length > 0) {
        yield { index, ...samples };
      }
    }
  }

  /** In whole ms, and in pieces that can be brought in one after the other while the first are being used. */
  #cutRaw(names: readonly string[], range: TimeRange): readonly TimeRange[] {
    const { local } = this.#options;
    const startMs = Math.max(-lastTimeMs, Math.ceil(range.startMs));
    const endMs = Math.min(lastTimeMs, Math.ceil(range.endMs));
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

  /** As `HistorySource.readBuckets`; where the source could not be asked, buckets of what is stored. */
  async *readBuckets(
    names: readonly string[],
    asked: { readonly range: TimeRange; readonly bucketMs: number },
    signal: AbortSignal,
  ): AsyncGenerator<BucketBlock> {
    const { range, bucketMs } = asked;
    const whole = {
      startMs: Math.ceil(Math.floor(range.startMs / bucketMs) * bucketMs),
      endMs: Math.ceil(Math.ceil(range.endMs / bucketMs) * bucketMs),
    };
    const { reading, end } = this.#begin(names, whole, signal);
    try {
      const missing = whole.startMs < whole.endMs ? this.#withGaps(reading) : [];
      const isStored = missing.length === 0 || (await this.#bring(missing, reading, false));
      const { cache, reader } = this.#options;
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
}

async function listBlocks<T>(blocks: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const block of blocks) {
    list.push(block);
  }
  return list;
}

/** The answer, or undefined when the source cannot be asked. */
async function unlessAway<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SourceAwayError) {
      return undefined;
    }
    throw error;
  }
}

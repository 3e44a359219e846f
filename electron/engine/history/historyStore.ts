import type { Database } from 'better-sqlite3';
import { BucketAccumulator, type BucketSums } from '../../../shared/history/bucketAggregation';
import { decodeBuckets, encodeBuckets } from '../../../shared/history/bucketCodec';
import { ByteSink } from '../../../shared/history/byteSink';
import {
  type ChunkSamples,
  countBefore,
  decodeChunk,
  encodeChunk,
  isAllZero,
  peekChunk,
  type Sample,
  timeAt,
} from '../../../shared/history/chunkCodec';
import { isRegular } from '../../../shared/history/columnCodec';
import type { SampleColumns } from '../../../shared/history/historySource';
import { DecodedCache } from './decodedCache';
import { medianStep } from './sampleMerge';
import { type ChunkEntry, type StoredSeries, typicalPeriodOf } from './seriesIndex';
import { prepareHistoryStatements } from './historyStatements';
import type { HistoryPrefix } from './historyTables';

/** What a series is called and measured in. */
export interface SeriesFacts {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** Where the store keeps its rows, and how much memory it may keep unpacked samples and buckets in. */
export interface HistoryStoreOptions {
  readonly prefix: HistoryPrefix;
  readonly chunkCacheBytes: number;
  readonly tileCacheBytes: number;
}

/** Samples per chunk: a snapshot unpacks one chunk a series, so longer ones make it slow and shorter ones the file large. */
export const samplesPerChunk = 1_024;

const defaultOptions: HistoryStoreOptions = {
  prefix: 'history',
  chunkCacheBytes: 48 * 2 ** 20,
  tileCacheBytes: 96 * 2 ** 20,
};
const bytesPerObject = 200;
const mostPeeked = 20_000;

/**
 * The embedded historian's tables with their index in memory. All calls are synchronous; the connection is shared with
 * the rest of the project file and must not be written by anybody else.
 */
export class HistoryStore {
  readonly #db: Database;
  readonly #statements: ReturnType<typeof prepareHistoryStatements>;
  readonly #chunkCache: DecodedCache<ChunkSamples>;
  readonly #tileCache: DecodedCache<BucketSums>;
  readonly #scratch = new ByteSink();
  readonly #accumulator = new BucketAccumulator(1, 1_024);
  /** Values of the chunk that was read last and not kept: new memory for each would cost more than unpacking it. */
  readonly #memory = new Float64Array(samplesPerChunk);
  /** Chunks that were looked into once and not kept. */
  readonly #peeked = new Set<number>();
  readonly #seriesByName = new Map<string, StoredSeries>();
  readonly #chunks = new Map<number, ChunkEntry[]>();
  /** By series: row ids by level and start. */
  readonly #tiles = new Map<number, Map<number, number>[]>();
  #sizeChangeBytes = 0;

  /** The tables must be there (`ensureHistoryTables`). */
  constructor(db: Database, options: Partial<HistoryStoreOptions> = {}) {
    this.#db = db;
    this.#statements = prepareHistoryStatements(db, options.prefix ?? defaultOptions.prefix);
    this.#chunkCache = new DecodedCache(options.chunkCacheBytes ?? defaultOptions.chunkCacheBytes);
    this.#tileCache = new DecodedCache(options.tileCacheBytes ?? defaultOptions.tileCacheBytes);
    this.#loadSeries();
  }

  #loadSeries(): void {
    for (const series of this.#statements.allSeries()) {
      this.#seriesByName.set(series.name, series);
    }
  }

  /** Drops everything that is known of the file: after a transaction that was rolled back. */
  reload(): void {
    this.#seriesByName.clear();
    this.#chunks.clear();
    this.#tiles.clear();
    this.#chunkCache.clear();
    this.#tileCache.clear();
    this.#loadSeries();
  }

  /** Runs `work` in one transaction; on failure nothing of it is left, in the file or in memory. */
  transact(work: () => void): void {
    const sizeChangeBytes = this.#sizeChangeBytes;
    try {
      this.#db.transaction(work)();
    } catch (error) {
      this.#sizeChangeBytes = sizeChangeBytes;
      this.reload();
      throw error;
    }
  }

  /** Bytes of packed samples and tiles that were added, less those removed, since opening. Whole series are not counted. */
  sizeChangeBytes(): number {
    return this.#sizeChangeBytes;
  }

  /** All series, in no particular order. */
  allSeries(): IterableIterator<StoredSeries> {
    return this.#seriesByName.values();
  }

  findSeries(name: string): StoredSeries | undefined {
    return this.#seriesByName.get(name);
  }

  /** Makes a series, or states its unit and description anew. */
  defineSeries(facts: SeriesFacts): StoredSeries {
    const known = this.#seriesByName.get(facts.name);
    if (known !== undefined) {
      if (known.unit !== facts.unit || known.description !== facts.description) {
        known.unit = facts.unit;
        known.description = facts.description;
        this.#statements.updateSeries(known);
      }
      return known;
    }
    const series: StoredSeries = {
      ...facts,
      id: this.#statements.insertSeries(facts),
      sampleCount: 0,
      firstMs: undefined,
      lastMs: undefined,
      typicalPeriodMs: undefined,
    };
    this.#seriesByName.set(series.name, series);
    this.#chunks.set(series.id, []);
    return series;
  }

  /** Removes a series with all its samples; true when there was one. */
  deleteSeries(name: string): boolean {
    const series = this.#seriesByName.get(name);
    if (series === undefined) {
      return false;
    }
    this.transact(() => this.#statements.deleteSeries(series.id));
    this.reload();
    return true;
  }

  /** Chunks of a series by time. The list changes when the series is written. */
  chunksOf(series: StoredSeries): readonly ChunkEntry[] {
    return this.#chunkList(series);
  }

  #chunkList(series: StoredSeries): ChunkEntry[] {
    let chunks = this.#chunks.get(series.id);
    if (chunks === undefined) {
      chunks = this.#statements.chunksOf(series.id);
      this.#chunks.set(series.id, chunks);
    }
    return chunks;
  }

  /**
   * Unpacks a chunk. `keep`: it is likely to be asked for again soon. One that is not kept is overwritten by the next
   * read: copy what is needed from it at once.
   */
  readChunk(entry: ChunkEntry, keep: boolean): ChunkSamples {
    const cached = this.#chunkCache.get(entry.id);
    if (cached !== undefined) {
      return cached;
    }
    const chunk = decodeChunk(this.#statements.samplesOf(entry.id), keep ? undefined : this.#memory);
    if (keep) {
      this.#keepChunk(entry.id, chunk);
    }
    return chunk;
  }

  #keepChunk(id: number, chunk: ChunkSamples): void {
    const listed = chunk.times.kind === 'listed' ? chunk.count * 8 : 0;
    this.#chunkCache.set(id, chunk, bytesPerObject + chunk.count * 8 + listed + (chunk.qualities?.length ?? 0));
  }

  /**
   * The last sample of a chunk at or before a moment. The first time it is only looked up; a chunk that is asked for
   * again is unpacked and kept, for a person who moves on from there.
   */
  findSample(entry: ChunkEntry, timeMs: number): Sample | undefined {
    if (this.#chunkCache.get(entry.id) === undefined && !this.#peeked.has(entry.id)) {
      if (this.#peeked.size >= mostPeeked) {
        this.#peeked.clear();
      }
      this.#peeked.add(entry.id);
      return peekChunk(this.#statements.samplesOf(entry.id), timeMs, this.#memory);
    }
    this.#peeked.delete(entry.id);
    const chunk = this.readChunk(entry, true);
    const at = countBefore(chunk, timeMs, true) - 1;
    return at < 0
      ? undefined
      : { timeMs: timeAt(chunk.times, at), value: chunk.values[at] ?? NaN, quality: chunk.qualities?.[at] ?? 0 };
  }

  /** True when unpacking this many samples and keeping them would not push everything else out. */
  canKeepSamples(count: number): boolean {
    return count * 8 < this.#chunkCache.capacityBytes() / 2;
  }

  /** Tiles are made from what was just written: kept, it need not be read back. */
  #keepWritten(id: number, piece: SampleColumns, facts: Omit<ChunkEntry, 'id'>): void {
    const { startMs, endMs, count, stepMs = 0 } = facts;
    if (startMs + (count - 1) * stepMs === endMs && isRegular(piece.timesMs, startMs, stepMs)) {
      const qualities = isAllZero(piece.qualities) ? undefined : piece.qualities.slice();
      const times = { kind: 'regular', startMs, stepMs } as const;
      this.#keepChunk(id, { count, times, values: piece.values.slice(), qualities });
    }
  }

  /** Puts `pieces` in the place of `replaced` chunks from index `at`. */
  replaceChunks(series: StoredSeries, at: { index: number; replaced: number }, pieces: readonly SampleColumns[]): void {
    const chunks = this.#chunkList(series);
    const entries = pieces.map((piece): ChunkEntry => {
      const facts = {
        startMs: piece.timesMs[0] ?? 0,
        endMs: piece.timesMs[piece.timesMs.length - 1] ?? 0,
        count: piece.values.length,
        stepMs: medianStep(piece.timesMs),
      };
      const packed = encodeChunk(piece, this.#scratch);
      const id = this.#statements.insertChunk(series.id, facts, packed);
      this.#sizeChangeBytes += packed.length;
      this.#keepWritten(id, piece, facts);
      return { ...facts, id };
    });
    const removed = chunks.splice(at.index, at.replaced, ...entries);
    for (const entry of removed) {
      this.#sizeChangeBytes -= this.#statements.deleteChunk(entry.id);
      this.#chunkCache.delete(entry.id);
    }
    const sum = (list: readonly ChunkEntry[]): number => list.reduce((total, { count }) => total + count, 0);
    series.sampleCount += sum(entries) - sum(removed);
  }

  /** Brings the summary of a series up to its chunks. */
  summarise(series: StoredSeries): void {
    const chunks = this.#chunkList(series);
    series.firstMs = chunks[0]?.startMs;
    series.lastMs = chunks[chunks.length - 1]?.endMs;
    series.typicalPeriodMs = series.sampleCount < 3 ? undefined : typicalPeriodOf(chunks);
    this.#statements.updateSeries(series);
  }

  /** An empty accumulator for one tile; the next call takes it away again. New memory each time would be slow. */
  tileAccumulator(bucketMs: number): BucketAccumulator {
    this.#accumulator.reset(bucketMs);
    return this.#accumulator;
  }

  /** Row ids of the tiles of a level, by start. */
  tilesOf(series: StoredSeries, level: number): ReadonlyMap<number, number> {
    return this.#tileMap(series, level);
  }

  #tileMap(series: StoredSeries, level: number): Map<number, number> {
    let levels = this.#tiles.get(series.id);
    if (levels === undefined) {
      levels = [];
      for (const tile of this.#statements.tilesOf(series.id)) {
        (levels[tile.level] ??= new Map()).set(tile.startMs, tile.id);
      }
      this.#tiles.set(series.id, levels);
    }
    return (levels[level] ??= new Map());
  }

  readTile(id: number): BucketSums {
    const cached = this.#tileCache.get(id);
    if (cached !== undefined) {
      return cached;
    }
    const tile = decodeBuckets(this.#statements.bucketsOf(id));
    this.#tileCache.set(id, tile, bytesPerObject + tile.startsMs.length * 56);
    return tile;
  }

  /** Stores a tile in the place of what was there; undefined removes it. */
  putTile(series: StoredSeries, place: { level: number; startMs: number }, tile: BucketSums | undefined): void {
    const tiles = this.#tileMap(series, place.level);
    const old = tiles.get(place.startMs);
    if (old !== undefined) {
      this.#sizeChangeBytes -= this.#statements.deleteTile(old);
      this.#tileCache.delete(old);
      tiles.delete(place.startMs);
    }
    if (tile !== undefined) {
      const packed = encodeBuckets(tile, this.#scratch);
      tiles.set(place.startMs, this.#statements.insertTile(series.id, place, packed));
      this.#sizeChangeBytes += packed.length;
    }
  }
}

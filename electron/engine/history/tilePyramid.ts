import { type BucketAccumulator, firstAtOrAfter, replaceBuckets } from '../../../shared/history/bucketAggregation';
import { countBefore } from '../../../shared/history/chunkCodec';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { HistoryStore } from './historyStore';
import { chunkAtOrBefore, type StoredSeries } from './seriesIndex';

const baseMs = 60_000;
const factor = 16;
/** Width of a bucket of each level: 1 min, 16 min, 4.27 h, 2.84 d, 45.5 d. */
export const levelBucketMs: readonly number[] = [0, 1, 2, 3, 4].map((level) => baseMs * factor ** level);

const bucketsPerTile = 512;
/** A level is worth its bytes when a bucket stands for at least this many samples, */
const fewestSamplesPerBucket = 4;
/** and the series is at least this many buckets long. */
const fewestBuckets = 16;

function bucketMsOf(level: number): number {
  return levelBucketMs[level] ?? baseMs;
}

/** Adds the samples of a half-open range. */
function addRaw(
  store: HistoryStore,
  source: { series: StoredSeries; range: TimeRange },
  sums: BucketAccumulator,
): void {
  const { series, range } = source;
  const chunks = store.chunksOf(series);
  for (let index = Math.max(0, chunkAtOrBefore(chunks, range.startMs)); index < chunks.length; index += 1) {
    const entry = chunks[index];
    if (entry === undefined || entry.startMs >= range.endMs) {
      break;
    }
    if (entry.endMs >= range.startMs) {
      const chunk = store.readChunk(entry, false);
      const from = countBefore(chunk, range.startMs, false);
      sums.addSamples(chunk, from, entry.endMs < range.endMs ? entry.count : countBefore(chunk, range.endMs, false));
    }
  }
}

/**
 * Adds everything of a range whose ends are bucket edges of `level`, from the tiles of that level where they are
 * stored, else from finer ones, at last from samples. Level -1: from samples only.
 */
export function addRange(
  store: HistoryStore,
  source: { series: StoredSeries; range: TimeRange; level: number },
  sums: BucketAccumulator,
): void {
  const { series } = source;
  let { level } = source;
  while (level >= 0 && store.tilesOf(series, level).size === 0) {
    level -= 1;
  }
  const startMs = Math.max(source.range.startMs, series.firstMs ?? Infinity);
  const endMs = Math.min(source.range.endMs, (series.lastMs ?? -Infinity) + 1);
  if (!(startMs < endMs)) {
    return;
  }
  if (level < 0) {
    addRaw(store, { series, range: source.range }, sums);
    return;
  }
  const spanMs = bucketMsOf(level) * bucketsPerTile;
  for (let number = Math.floor(startMs / spanMs); number * spanMs < endMs; number += 1) {
    const span = {
      startMs: Math.max(source.range.startMs, number * spanMs),
      endMs: Math.min(source.range.endMs, (number + 1) * spanMs),
    };
    const id = store.tilesOf(series, level).get(number * spanMs);
    if (id === undefined) {
      addRange(store, { series, range: span, level: level - 1 }, sums);
    } else {
      const tile = store.readTile(id);
      sums.addBuckets(tile, firstAtOrAfter(tile.startsMs, span.startMs), firstAtOrAfter(tile.startsMs, span.endMs));
    }
  }
}

/** The coarsest level whose buckets fit into buckets of this width without straddling; -1 when none does. */
export function levelFor(bucketMs: number): number {
  return levelBucketMs.findLastIndex((width) => bucketMs % width === 0);
}

function isWorthwhile(series: StoredSeries, level: number): boolean {
  const { firstMs, lastMs, typicalPeriodMs } = series;
  const bucketMs = bucketMsOf(level);
  return (
    firstMs !== undefined &&
    lastMs !== undefined &&
    typicalPeriodMs !== undefined &&
    typicalPeriodMs * fewestSamplesPerBucket <= bucketMs &&
    lastMs - firstMs >= fewestBuckets * bucketMs
  );
}

function rebuildTile(
  store: HistoryStore,
  series: StoredSeries,
  place: { level: number; startMs: number; changed: TimeRange },
): void {
  const { level, startMs, changed } = place;
  const bucketMs = bucketMsOf(level);
  const endMs = startMs + bucketMs * bucketsPerTile;
  const id = store.tilesOf(series, level).get(startMs);
  const range =
    id === undefined
      ? { startMs, endMs }
      : { startMs: Math.max(startMs, changed.startMs), endMs: Math.min(endMs, changed.endMs) };
  const sums = store.tileAccumulator(bucketMs);
  addRange(store, { series, range, level: level - 1 }, sums);
  const fresh = sums.finish();
  const tile = id === undefined ? fresh : replaceBuckets(store.readTile(id), fresh, range);
  store.putTile(series, { level, startMs }, tile.startsMs.length === 0 ? undefined : tile);
}

/** A stretch of time, both ends inclusive, whose samples have changed. */
export interface Stretch {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The stretch that holds both. */
export function joinStretches(left: Stretch | undefined, right: Stretch): Stretch {
  return left === undefined
    ? right
    : { firstMs: Math.min(left.firstMs, right.firstMs), lastMs: Math.max(left.lastMs, right.lastMs) };
}

interface Rebuild {
  readonly level: number;
  readonly changed: Stretch;
  /** More samples are on their way: a tile they may still reach is taken away and left for later. */
  readonly moreToCome: boolean;
}

/** Returns what is left for later. */
function rebuildLevel(store: HistoryStore, series: StoredSeries, rebuild: Rebuild): Stretch | undefined {
  const { level, changed, moreToCome } = rebuild;
  const tiles = store.tilesOf(series, level);
  if (tiles.size === 0 && !isWorthwhile(series, level)) {
    return moreToCome ? changed : undefined;
  }
  const bucketMs = bucketMsOf(level);
  const spanMs = bucketMs * bucketsPerTile;
  const range = {
    startMs: Math.floor(changed.firstMs / bucketMs) * bucketMs,
    endMs: (Math.floor(changed.lastMs / bucketMs) + 1) * bucketMs,
  };
  // A deletion may reach far beyond the samples: what lies outside them has no tiles.
  const known = [...tiles.keys()];
  const lastMs = series.lastMs ?? -Infinity;
  const fromMs = Math.max(range.startMs, Math.min(series.firstMs ?? Infinity, ...known));
  const toMs = Math.min(range.endMs, Math.max(lastMs + 1, ...known.map((startMs) => startMs + spanMs)));
  for (let number = Math.floor(fromMs / spanMs); number * spanMs < toMs; number += 1) {
    const startMs = number * spanMs;
    if (moreToCome && startMs + spanMs > lastMs) {
      store.putTile(series, { level, startMs }, undefined);
      return { firstMs: Math.max(startMs, changed.firstMs), lastMs: changed.lastMs };
    }
    rebuildTile(store, series, { level, startMs, changed: range });
  }
  return undefined;
}

/** What is still to be done about the tiles of one series, by level. */
export type TileBacklog = readonly (Stretch | undefined)[];

/**
 * Brings the tiles of a series up to its samples after those of a stretch have changed. With `moreToCome` tiles at the
 * end of the series are missing for now, which makes reads slower but not wrong; the backlog says what to catch up on.
 */
export function rebuildTiles(
  store: HistoryStore,
  series: StoredSeries,
  change: { readonly changed: Stretch; readonly backlog: TileBacklog; readonly moreToCome: boolean },
): TileBacklog {
  return levelBucketMs.map((_, level) =>
    rebuildLevel(store, series, {
      level,
      changed: joinStretches(change.backlog[level], change.changed),
      moreToCome: change.moreToCome,
    }),
  );
}

import { type BucketAccumulator, firstAtOrAfter, replaceBuckets } from '../../../shared/history/bucketAggregation';
import { countBefore, timeAt } from '../../../shared/history/chunkCodec';
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
 * The first sample at or after a moment, or the moment itself where samples are near: so that a gap of decades, which
 * one slip of the pen in a year makes, is stepped over and not walked through.
 */
function nearestHeld(store: HistoryStore, series: StoredSeries, from: { timeMs: number; nearMs: number }): number {
  const chunks = store.chunksOf(series);
  const at = chunkAtOrBefore(chunks, from.timeMs);
  const entry = chunks[at];
  if (entry === undefined || entry.endMs < from.timeMs) {
    return Math.max(from.timeMs, chunks[at + 1]?.startMs ?? Infinity);
  }
  if (entry.endMs < from.timeMs + from.nearMs) {
    return from.timeMs;
  }
  const chunk = store.readChunk(entry, false);
  return timeAt(chunk.times, countBefore(chunk, from.timeMs, false));
}

/** The number of the next span behind one that holds samples. */
function nextNumber(store: HistoryStore, series: StoredSeries, at: { number: number; spanMs: number }): number {
  const next = at.number + 1;
  const heldMs = nearestHeld(store, series, { timeMs: next * at.spanMs, nearMs: at.spanMs });
  return Math.max(next, Math.floor(heldMs / at.spanMs));
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
  let number = Math.floor(startMs / spanMs);
  for (; number * spanMs < endMs; number = nextNumber(store, series, { number, spanMs })) {
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
  // Old tiles of the range, which may hold nothing any more, and every span that holds samples.
  const numbers = new Set(
    known
      .map((startMs) => Math.floor(startMs / spanMs))
      .filter((at) => at * spanMs < toMs && (at + 1) * spanMs > fromMs),
  );
  for (
    let at = Math.floor(fromMs / spanMs);
    at * spanMs < toMs;
    at = nextNumber(store, series, { number: at, spanMs })
  ) {
    numbers.add(at);
  }
  for (const number of Float64Array.from(numbers).sort()) {
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

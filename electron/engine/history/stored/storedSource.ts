import { type Coverage, coverageOfRanges, intersectionOf, lengthOf } from '../../../../shared/history/coverage';
import type { HistorySource, SeriesSummary } from '../../../../shared/history/historySource';
import type { RemoteSource } from '../../../../shared/history/remoteSource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import type { AppError } from '../../../../shared/lib/appError';
import { BackgroundFill, type FillTask } from './backgroundFill';
import { cacheKeyOf } from './cacheKey';
import { type Clock, systemClock } from './clock';
import type { HistoryCache } from './historyCache';
import { LocalHistory } from './localHistory';
import type { ReadParts } from './reading';
import { RemoteReader } from './remoteReader';
import { SourceHealth, type SourceStatus } from './sourceHealth';
import { describeStored } from './storedDescribe';
import { StoredNews } from './storedNews';
import { readStoredFrames } from './storedFrames';
import { readStoredBuckets, readStoredRaw } from './storedRaw';
import { readStoredSnapshot } from './storedSnapshot';
import { SummaryBook } from './summaryBook';

/** How a stored source behaves, and who hears of it. */
export interface StoredSourceOptions {
  /** Tells its series from those of other sources in the cache. Holds no line break. */
  readonly sourceId: string;
  readonly clock?: Clock;
  /** Samples younger than this may still come or change. Default 10 minutes. */
  readonly lateDataMs?: number;
  /** Frames are waited for so long before they are answered coarsely. Default 700 ms. */
  readonly interactiveMs?: number;
  /** The source has failed, or answers again, or fails for another reason; what is read can or cannot be stored. */
  readonly onStatus?: (status: StoredSourceStatus) => void;
  /** What was answered coarsely, or approximately, is here now: a window may ask again. At most twice a second. */
  readonly onStored?: (names: readonly string[], range: TimeRange) => void;
  /** What the source says of its series came after somebody was answered from memory: `describe` has news. */
  readonly onDescribed?: () => void;
}

/** How a source is doing. */
export interface StoredSourceStatus extends SourceStatus {
  /** Why what is read is not stored; undefined: it is. */
  readonly storage: AppError | undefined;
  /** Series that have samples dated ahead of the source's clock. */
  readonly seriesAhead: number;
}

/**
 * A remote source behind the cache: what is known here is answered from here, by the embedded historian's own code; what
 * is not is read once, stored and then answered from here. Reads never fail for the remote's sake: what cannot be asked is
 * answered from what is stored, with quality `approximate`.
 */
export interface StoredSource extends HistorySource {
  status(): StoredSourceStatus;
  /** Asks the remote now. Resolves when it has answered or failed. */
  retry(): Promise<void>;
  /** Where all of the names can be answered from here as the remote would. */
  coverageOf(names: readonly string[], range: TimeRange): Coverage;
  /** About how many samples of a range are not here. */
  missingSamples(names: readonly string[], range: TimeRange): number;
  /** How much of a range is here, from 0 to 1, each of the names counted alike. */
  shareHere(names: readonly string[], range: TimeRange): number;
  /** About how many samples there are in a range. */
  expectedSamples(names: readonly string[], range: TimeRange): number;
  /** About how many raw samples a second the remote hands over. */
  rawSamplesPerSecond(): number;
  /** The moment up to which samples cannot change any more, in whole ms. */
  settledUntilMs(): number;
  /** Asks again for a range, at the next read. Until then, and while that fails, it is shown as approximate. */
  reread(names: readonly string[], range: TimeRange): Promise<void>;
  /** Brings a range in behind all reads. Returns the function that gives it up. */
  bringIn(task: FillTask): () => void;
  /** Ends what is under way. Nothing is asked or announced afterwards. */
  dispose(): void;
}

const defaultLateDataMs = 600_000;
const defaultInteractiveMs = 700;

function wholeMs({ startMs, endMs }: TimeRange): TimeRange {
  return { startMs: Math.floor(startMs), endMs: Math.ceil(endMs) };
}

/** The parts that answer for one remote source. */
class CachedSource implements StoredSource {
  readonly #remote: RemoteSource;
  readonly #cache: HistoryCache;
  readonly #options: StoredSourceOptions;
  readonly #clock: Clock;
  readonly #lateDataMs: number;
  readonly #book: SummaryBook;
  readonly #local: LocalHistory;
  readonly #health: SourceHealth;
  readonly #reader: RemoteReader;
  readonly #background: BackgroundFill;
  readonly #parts: ReadParts;
  readonly #news: StoredNews;
  #storage: AppError | undefined;

  constructor(remote: RemoteSource, cache: HistoryCache, options: StoredSourceOptions) {
    this.#remote = remote;
    this.#cache = cache;
    this.#options = options;
    const clock = options.clock ?? systemClock;
    this.#clock = clock;
    const { sourceId } = options;
    this.#lateDataMs = options.lateDataMs ?? defaultLateDataMs;
    this.#book = new SummaryBook(cache, sourceId);
    const local = new LocalHistory({ sourceId, cache, book: this.#book, sourceNow: () => this.#sourceNow() });
    this.#local = local;
    const health = new SourceHealth({
      clock,
      probe: (signal) => this.#probe(signal),
      onStatus: () => this.#tellStatus(),
    });
    this.#health = health;
    const onStorage = (failure: AppError | undefined): void => this.#noteStorage(failure);
    const reader = new RemoteReader({ remote, cache, local, health, clock, lateDataMs: this.#lateDataMs, onStorage });
    this.#reader = reader;
    this.#news = new StoredNews(clock, (names, range) => options.onStored?.(names, range));
    const background = new BackgroundFill({
      clock,
      fill: (names, range, fill) => reader.fill(names, range, fill),
      coverageOf: (names, range) => this.coverageOf(names, range),
      expectedSamples: (names, range) => this.expectedSamples(names, range),
      onStored: (names, range) => this.#news.add(names, range),
    });
    this.#background = background;
    const interactiveMs = options.interactiveMs ?? defaultInteractiveMs;
    const mostSamplesAwaited = (): number => (remote.rawSamplesPerSecond() * interactiveMs) / 1_000;
    this.#parts = { cache, local, reader, background, clock, interactiveMs, mostSamplesAwaited };
  }

  #sourceNow(): number {
    return Math.floor(this.#clock.now() + this.#remote.clockSkewMs());
  }

  /** As small a question as there is. */
  #probe(signal: AbortSignal): Promise<unknown> {
    const name = this.#reader.askedName() ?? this.#book.anyName();
    return name === undefined
      ? this.#remote.describe(signal)
      : this.#remote.readSnapshot([name], this.#sourceNow(), signal);
  }

  #noteStorage(failure: AppError | undefined): void {
    if (JSON.stringify(failure) !== JSON.stringify(this.#storage)) {
      this.#storage = failure;
      this.#tellStatus();
    }
  }

  #tellStatus(): void {
    this.#options.onStatus?.(this.status());
  }

  async describe(signal: AbortSignal, names?: readonly string[]): Promise<readonly SeriesSummary[]> {
    const onDescribed = (): void => this.#options.onDescribed?.();
    const parts = { book: this.#book, reader: this.#reader, clock: this.#clock, onDescribed };
    const summaries = await describeStored(parts, names, signal);
    return summaries.map((summary) => this.#withStored(summary));
  }

  /** What is stored may reach further than what was last said. */
  #withStored(summary: SeriesSummary): SeriesSummary {
    const { firstMs = Infinity, lastMs = -Infinity } =
      this.#cache.store.findSeries(cacheKeyOf(this.#options.sourceId, summary.name)) ?? {};
    const first = Math.min(firstMs, summary.firstMs ?? Infinity);
    const last = Math.max(lastMs, summary.lastMs ?? -Infinity);
    return first > last ? summary : { ...summary, firstMs: first, lastMs: last };
  }

  readSnapshot(...[names, timeMs, signal]: Parameters<HistorySource['readSnapshot']>) {
    return readStoredSnapshot(this.#parts, { names, timeMs }, signal);
  }

  readFrames(...[names, grid, signal]: Parameters<HistorySource['readFrames']>) {
    return readStoredFrames(this.#parts, { names, grid }, signal);
  }

  readRaw(...[names, range, signal]: Parameters<HistorySource['readRaw']>) {
    return readStoredRaw(this.#parts, { names, range }, signal);
  }

  readBuckets(...[names, range, bucketMs, signal]: Parameters<HistorySource['readBuckets']>) {
    return readStoredBuckets(this.#parts, { names, range, bucketMs }, signal);
  }

  status(): StoredSourceStatus {
    const nowMs = this.#sourceNow();
    const prefix = cacheKeyOf(this.#options.sourceId, '');
    let seriesAhead = 0;
    for (const { name, lastMs = -Infinity } of this.#cache.store.allSeries()) {
      seriesAhead += lastMs > nowMs && name.startsWith(prefix) ? 1 : 0;
    }
    return { ...this.#health.status(), storage: this.#storage, seriesAhead };
  }

  retry(): Promise<void> {
    return this.#health.retry();
  }

  coverageOf(names: readonly string[], range: TimeRange): Coverage {
    const { startMs, endMs } = wholeMs(range);
    // What was read of the future is known for a moment only, and says nothing of it.
    const whole = coverageOfRanges([{ startMs, endMs: Math.min(endMs, this.#sourceNow() + 1) }]);
    return names.reduce((common, name) => intersectionOf(common, this.#local.here(name)), whole);
  }

  shareHere(names: readonly string[], range: TimeRange): number {
    const whole = wholeMs(range);
    const here = names.reduce((sum, name) => sum + lengthOf(intersectionOf(this.#local.here(name), [whole])), 0);
    const all = names.length * (whole.endMs - whole.startMs);
    return all > 0 ? here / all : 1;
  }

  missingSamples(names: readonly string[], range: TimeRange): number {
    return names.reduce(
      (sum, name) =>
        this.#local
          .gapsOf(name, wholeMs(range))
          .reduce((more, gap) => more + this.#local.expectedSamples(name, gap), sum),
      0,
    );
  }

  expectedSamples(names: readonly string[], range: TimeRange): number {
    return names.reduce((sum, name) => sum + this.#local.expectedSamples(name, range), 0);
  }

  rawSamplesPerSecond(): number {
    return this.#remote.rawSamplesPerSecond();
  }

  settledUntilMs(): number {
    return this.#sourceNow() - this.#lateDataMs;
  }

  reread(names: readonly string[], range: TimeRange): Promise<void> {
    return this.#cache.forget(this.#local.keysOf(names), wholeMs(range));
  }

  bringIn(task: FillTask): () => void {
    return this.#background.add(task);
  }

  dispose(): void {
    this.#health.dispose();
    this.#reader.dispose();
    this.#background.dispose();
    this.#news.dispose();
  }
}

/** Puts the cache in front of a remote source. */
export function storedSource(remote: RemoteSource, cache: HistoryCache, options: StoredSourceOptions): StoredSource {
  return new CachedSource(remote, cache, options);
}

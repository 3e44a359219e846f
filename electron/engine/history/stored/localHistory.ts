import {
  type Coverage,
  coverageOfRanges,
  gapsOf,
  intersectionOf,
  stretchAt,
} from '../../../../shared/history/coverage';
import type { TimeRange } from '../../../../shared/history/timeRange';
import type { StoredSeries } from '../seriesIndex';
import { chunkAtOrBefore } from '../seriesIndex';
import { countBefore, timeAt } from '../../../../shared/history/chunkCodec';
import { cacheKeyOf } from './cacheKey';
import type { HistoryCache } from './historyCache';
import type { SummaryBook } from './summaryBook';

/** A period to reckon with where none is known yet. */
const assumedPeriodMs = 10_000;
const shortestFreshMs = 1_000;
const longestFreshMs = 30_000;

/** What local answers are judged by. */
export interface LocalHistoryOptions {
  readonly sourceId: string;
  readonly cache: HistoryCache;
  readonly book: SummaryBook;
  /** The source's clock, in whole ms. */
  readonly sourceNow: () => number;
}

/**
 * What the cache holds of one source, and how far it can be believed. Samples of a source have whole milliseconds, so
 * that all that is known at a moment t is known on [t, t + 1 ms).
 */
export class LocalHistory {
  readonly #options: LocalHistoryOptions;
  /** Made once: the same text is looked up many times faster than an equal one. */
  readonly #keys: Map<string, string>;
  /** Of a read: how long each series stayed fresh when it was first looked at. What comes meanwhile must not shorten it. */
  readonly #freshMs: Map<string, number> | undefined;

  constructor(options: LocalHistoryOptions, keysOfAllReads?: Map<string, string>) {
    this.#options = options;
    this.#keys = keysOfAllReads ?? new Map();
    this.#freshMs = keysOfAllReads === undefined ? undefined : new Map();
  }

  /** As this, judged from now on by the moment that is now: for one read, however long it takes. */
  atThisMoment(): LocalHistory {
    const nowMs = this.#options.sourceNow();
    return new LocalHistory({ ...this.#options, sourceNow: () => nowMs }, this.#keys);
  }

  keysOf(names: readonly string[]): readonly string[] {
    return names.map((name) => this.#keyOf(name));
  }

  #keyOf(name: string): string {
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = cacheKeyOf(this.#options.sourceId, name);
      this.#keys.set(name, key);
    }
    return key;
  }

  #seriesOf(name: string): StoredSeries | undefined {
    return this.#options.cache.store.findSeries(this.#keyOf(name));
  }

  /** Whether a sample of the series was ever seen, or the source says that there are some. */
  hasSamples(name: string): boolean {
    return (this.#seriesOf(name)?.sampleCount ?? 0) > 0 || this.#options.book.find(name)?.firstMs !== undefined;
  }

  /** How long what was read of the last minutes counts as the source's own answer. */
  #freshMsOf(name: string): number {
    const known = this.#freshMs?.get(name);
    if (known !== undefined) {
      return known;
    }
    const freshMs = this.#freshnessOf(name);
    this.#freshMs?.set(name, freshMs);
    return freshMs;
  }

  #freshnessOf(name: string): number {
    if (!this.hasSamples(name)) {
      return longestFreshMs;
    }
    const periodMs = this.#options.book.find(name)?.typicalPeriodMs ?? shortestFreshMs;
    return Math.min(longestFreshMs, Math.max(shortestFreshMs, periodMs));
  }

  /** Where every sample is known as the source has it now, or had it less than a period ago. */
  believed(name: string): Coverage {
    const { cache, sourceNow } = this.#options;
    return cache.coverageOf(this.#keyOf(name)).believedAt(sourceNow(), this.#freshMsOf(name));
  }

  /** As `believed`; of a series that never had a sample, all that was ever asked for. */
  here(name: string): Coverage {
    return this.hasSamples(name)
      ? this.believed(name)
      : coverageOfRanges(this.#options.cache.coverageOf(this.#keyOf(name)).pieces());
  }

  /** The parts of a range whose samples have to be asked for. */
  gapsOf(name: string, range: TimeRange): Coverage {
    return gapsOf(this.believed(name), range);
  }

  /** About how many samples a series has in a range. */
  expectedSamples(name: string, range: TimeRange): number {
    const { book, sourceNow } = this.#options;
    const summary = book.find(name);
    if (book.hasAsked(name) && summary?.firstMs === undefined) {
      return 0;
    }
    const startMs = Math.max(range.startMs, summary?.firstMs ?? -Infinity);
    const endMs = Math.min(range.endMs, sourceNow());
    return Math.max(0, endMs - startMs) * this.samplesPerMs(name);
  }

  /** How often a series has a sample while it has any. */
  samplesPerMs(name: string): number {
    return 1 / (this.#options.book.find(name)?.typicalPeriodMs ?? assumedPeriodMs);
  }

  /** True when every moment from the first to the last can be answered from here. Both in whole ms, inclusive. */
  isExactThrough(name: string, firstMs: number, lastMs: number): boolean {
    const stretch = stretchAt(this.believed(name), firstMs);
    return stretch !== undefined && lastMs < stretch.endMs && this.#isAnchored(name, stretch, firstMs);
  }

  /** Whether the sample held at a moment of a stretch lies in the stretch, or is known not to exist. */
  #isAnchored(name: string, stretch: TimeRange, timeMs: number): boolean {
    if (stretch.startMs === -Infinity) {
      return true;
    }
    const series = this.#seriesOf(name);
    const chunks = series === undefined ? [] : this.#options.cache.store.chunksOf(series);
    const entry = chunks[chunkAtOrBefore(chunks, timeMs)];
    if (entry === undefined || entry.endMs < stretch.startMs) {
      return false;
    }
    // Mostly a chunk begins within the stretch, and nothing has to be unpacked.
    return (
      entry.startMs >= stretch.startMs ||
      (this.#options.cache.store.findSample(entry, timeMs)?.timeMs ?? -Infinity) >= stretch.startMs
    );
  }

  /** The parts of a range in which every moment can be answered from here. */
  exactSpans(name: string, range: TimeRange): Coverage {
    const believed = this.believed(name);
    const spans = believed.flatMap((stretch): Coverage => {
      if (stretch.endMs <= range.startMs || stretch.startMs >= range.endMs) {
        return [];
      }
      const startMs = stretch.startMs === -Infinity ? -Infinity : this.#firstSample(name, stretch.startMs);
      return startMs < stretch.endMs ? [{ startMs, endMs: stretch.endMs }] : [];
    });
    return intersectionOf(spans, [range]);
  }

  /** Time of the first stored sample at or after a moment; Infinity when there is none. */
  #firstSample(name: string, timeMs: number): number {
    const { store } = this.#options.cache;
    const series = this.#seriesOf(name);
    const chunks = series === undefined ? [] : store.chunksOf(series);
    const at = chunkAtOrBefore(chunks, timeMs);
    const entry = chunks[at];
    if (entry === undefined || entry.endMs < timeMs) {
      return chunks[at + 1]?.startMs ?? Infinity;
    }
    const chunk = store.readChunk(entry, false);
    return timeAt(chunk.times, countBefore(chunk, timeMs, false));
  }
}

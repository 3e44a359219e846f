import type { SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { invariant } from '../../../shared/lib/invariant';
import { removeSamples, storeSamples } from './chunkWrites';
import { type HistoryStore, samplesPerChunk, type SeriesFacts } from './historyStore';
import { PendingSamples } from './pendingSamples';
import { emptySamples, sortSamples, viewSamples } from './sampleMerge';
import type { StoredSeries } from './seriesIndex';
import { joinStretches, rebuildTiles, type Stretch, type TileBacklog } from './tilePyramid';

/** Takes samples of any series in any order and stores them in large transactions. */
export interface HistoryWriter {
  /** States the unit and description of a series, empty ones excepted; makes it when it is new. Stored with the next flush. */
  define(facts: SeriesFacts): void;
  /** Adds samples in any order; of two with one time the later given stays. The columns are copied. */
  append(name: string, samples: SampleColumns): void;
  /** Stores everything appended so far, in one transaction. On failure nothing of it is stored. */
  flush(): void;
  /** As `flush`, in transactions short enough that `rest` can give others their turn between them. */
  flushSlowly(rest: () => Promise<void>): Promise<void>;
}

/** How long one transaction of `flushSlowly` may take. */
const sliceMs = 15;

/** A batch is written when this many samples wait: some 100 ms of work, then others get their turn. */
const defaultBatchSamples = 500_000;

/** How many waiting samples fill whole chunks; the rest waits for more, so that no chunk is packed twice. */
function wholeChunks(store: HistoryStore, series: StoredSeries, waiting: SampleColumns): number {
  const chunks = store.chunksOf(series);
  const last = chunks[chunks.length - 1];
  const count = waiting.timesMs.length;
  if (last !== undefined && (waiting.timesMs[0] ?? 0) <= last.endMs) {
    return count;
  }
  const begun = last === undefined ? 0 : last.count % samplesPerChunk;
  return Math.max(0, Math.floor((begun + count) / samplesPerChunk) * samplesPerChunk - begun);
}

function areFinite(timesMs: Float64Array): boolean {
  for (let index = 0; index < timesMs.length; index += 1) {
    const timeMs = timesMs[index] ?? NaN;
    if (timeMs - timeMs !== 0) {
      return false;
    }
  }
  return true;
}

class BatchingWriter implements HistoryWriter {
  readonly #store: HistoryStore;
  readonly #batchSamples: number;
  readonly #now: () => number;
  readonly #pending = new Map<string, PendingSamples>();
  readonly #facts = new Map<string, SeriesFacts>();
  readonly #backlogs = new Map<string, TileBacklog>();
  #waiting = 0;

  constructor(store: HistoryStore, batchSamples: number, now: () => number) {
    this.#store = store;
    this.#batchSamples = batchSamples;
    this.#now = now;
  }

  define(facts: SeriesFacts): void {
    this.#facts.set(facts.name, facts);
  }

  append(name: string, samples: SampleColumns): void {
    const { timesMs, values, qualities } = samples;
    invariant(
      timesMs.length === values.length && values.length === qualities.length,
      'sample columns are equally long',
    );
    invariant(areFinite(timesMs), 'sample times are finite');
    let pending = this.#pending.get(name);
    if (pending === undefined) {
      pending = new PendingSamples();
      this.#pending.set(name, pending);
    }
    pending.add(samples);
    this.#waiting += timesMs.length;
    if (this.#waiting >= this.#batchSamples) {
      this.#writeBatch(false);
      // Many series with a little each: then small chunks are better than memory without end.
      if (this.#waiting >= this.#batchSamples / 2) {
        this.#writeBatch(true);
      }
    }
  }

  flush(): void {
    this.#writeBatch(true);
  }

  async flushSlowly(rest: () => Promise<void>): Promise<void> {
    while (!this.#writeBatch(true, this.#now() + sliceMs)) {
      await rest();
    }
  }

  #seriesFor(name: string): StoredSeries {
    return this.#store.findSeries(name) ?? this.#store.defineSeries({ name, unit: '', description: '' });
  }

  /** Stores samples (ascending) and the tiles they complete; with `isLast` all tiles. */
  #storePart(series: StoredSeries, samples: SampleColumns, isLast: boolean): TileBacklog {
    const backlog = this.#backlogs.get(series.name) ?? [];
    const { timesMs } = samples;
    const waiting = backlog.reduce<Stretch | undefined>((all, one) => (one ? joinStretches(all, one) : all), undefined);
    const fresh = { firstMs: timesMs[0] ?? Infinity, lastMs: timesMs[timesMs.length - 1] ?? -Infinity };
    if (timesMs.length > 0) {
      storeSamples(this.#store, series, samples);
      this.#store.summarise(series);
    } else if (!isLast || waiting === undefined) {
      return backlog;
    }
    const changed = timesMs.length > 0 ? fresh : (waiting ?? fresh);
    return rebuildTiles(this.#store, series, { changed, backlog, moreToCome: !isLast });
  }

  #define(facts: SeriesFacts): void {
    const known = this.#store.findSeries(facts.name);
    this.#store.defineSeries({
      name: facts.name,
      unit: facts.unit === '' ? (known?.unit ?? '') : facts.unit,
      description: facts.description === '' ? (known?.description ?? '') : facts.description,
    });
  }

  /** Writes what waits, in one transaction; `isLast`: down to the last sample and tile. False when time ran out first. */
  #writeBatch(isLast: boolean, untilMs = Infinity): boolean {
    const rests = new Map<string, SampleColumns>();
    const backlogs = new Map<string, TileBacklog>();
    const names = isLast ? new Set([...this.#pending.keys(), ...this.#backlogs.keys()]) : this.#pending.keys();
    let isWhole = true;
    this.#store.transact(() => {
      this.#facts.forEach((facts) => this.#define(facts));
      for (const name of names) {
        if (rests.size > 0 && this.#now() > untilMs) {
          isWhole = false;
          break;
        }
        const series = this.#seriesFor(name);
        const sorted = sortSamples(this.#pending.get(name)?.view() ?? emptySamples(0));
        const count = isLast ? sorted.timesMs.length : wholeChunks(this.#store, series, sorted);
        backlogs.set(name, this.#storePart(series, viewSamples(sorted, 0, count), isLast));
        rests.set(name, viewSamples(sorted, count, sorted.timesMs.length));
      }
    });
    this.#facts.clear();
    backlogs.forEach((backlog, name) => {
      if (backlog.every((stretch) => stretch === undefined)) {
        this.#backlogs.delete(name);
      } else {
        this.#backlogs.set(name, backlog);
      }
    });
    rests.forEach((samples, name) => this.#keepWaiting(name, samples));
    return isWhole;
  }

  #keepWaiting(name: string, rest: SampleColumns): void {
    const pending = this.#pending.get(name);
    this.#waiting += rest.timesMs.length - (pending?.view().timesMs.length ?? 0);
    if (rest.timesMs.length === 0) {
      this.#pending.delete(name);
    } else {
      pending?.keep(rest);
    }
  }
}

/** A writer into the store. Samples that were not flushed are not stored. `now` measures the transactions, in ms. */
export function openHistoryWriter(
  store: HistoryStore,
  batchSamples: number = defaultBatchSamples,
  now: () => number = () => performance.now(),
): HistoryWriter {
  return new BatchingWriter(store, batchSamples, now);
}

/** Removes the samples of a range, half open, of one series. */
export function deleteSamples(store: HistoryStore, name: string, range: TimeRange): void {
  const series = store.findSeries(name);
  if (series === undefined) {
    return;
  }
  store.transact(() => {
    removeSamples(store, series, range);
    store.summarise(series);
    rebuildTiles(store, series, {
      changed: { firstMs: range.startMs, lastMs: range.endMs },
      backlog: [],
      moreToCome: false,
    });
  });
}

import { randomUUID } from 'node:crypto';
import type { OfflineEstimate, OfflineJob, OfflineState } from '../../../shared/contract/offlineCalls';
import type { TimeRange } from '../../../shared/history/timeRange';
import { AppFailure, explainError } from '../../../shared/lib/appError';
import type { HistoryCache } from '../history/stored/historyCache';
import { OfflineJobs } from '../history/stored/offlineJobs';
import type { OfflineJob as StoredJob } from '../history/stored/offlineRows';
import type { PlantSources } from './plantSources';

/** What taking history offline works with. */
export interface PlantOfflineOptions {
  readonly cache: HistoryCache;
  readonly sources: PlantSources;
  /** Some job is further than it was, or in another state. */
  readonly onChanged: () => void;
}

/** Ranges of the plant's sensors that are taken offline, each a job a data source. */
export class PlantOffline {
  readonly #options: PlantOfflineOptions;
  readonly #jobs: OfflineJobs;
  #hasBegun = false;

  constructor(options: PlantOfflineOptions) {
    this.#options = options;
    this.#jobs = new OfflineJobs({
      cache: options.cache,
      sourceOf: (cacheId) => (this.#hasBegun ? options.sources.storedIn(cacheId) : undefined),
      newId: () => randomUUID(),
      onProgress: options.onChanged,
    });
  }

  /** Goes on with what was under way when the plant was closed. */
  begin(): void {
    this.#hasBegun = true;
    this.#jobs.sourcesChanged();
  }

  /** To be called when the plant's data sources, or how they are connected, are others. */
  sourcesChanged(): void {
    this.#jobs.sourcesChanged();
  }

  state(): OfflineState {
    const { cache } = this.#options;
    const jobs = this.#jobs.list();
    return {
      jobs: jobs.map((job) => this.#told(job)),
      usedBytes: cache.storedBytes(),
      pinnedBytes: jobs.reduce((sum, job) => sum + job.bytes, 0),
      limitBytes: cache.limitBytes(),
    };
  }

  /** What taking this offline would cost. Sensors whose history is in the plant cost nothing. */
  estimate(sensorIds: readonly string[], range: TimeRange): OfflineEstimate {
    const { cache, sources } = this.#options;
    const parts = sources.sharesOf(sensorIds, range).map((share) => {
      const cost = this.#jobs.estimate({ ...share, name: '' });
      return { ...cost, weight: share.names.length };
    });
    const sum = (of: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((total, part) => total + of(part), 0);
    const weight = sum((part) => part.weight);
    const pinnedBytes = this.state().pinnedBytes;
    return {
      samples: sum(({ samples }) => samples),
      sizeBytes: sum(({ bytes }) => bytes),
      seconds: sum(({ seconds }) => seconds),
      storedFraction: weight === 0 ? 1 : sum((part) => part.shareHere * part.weight) / weight,
      exceedsLimit: pinnedBytes + sum(({ bytes }) => bytes) > cache.limitBytes(),
    };
  }

  /** Begins; throws an `AppFailure` when no data source is concerned, or there is no room. */
  async start(sensorIds: readonly string[], range: TimeRange, name: string): Promise<void> {
    const shares = this.#options.sources.sharesOf(sensorIds, range);
    if (shares.length === 0) {
      throw new AppFailure({ code: 'not-found', what: 'history of a data source among these sensors' });
    }
    for (const share of shares) {
      await this.#jobs.start({ ...share, name });
    }
  }

  pause(id: string): void {
    this.#jobs.pause(id);
  }

  resume(id: string): void {
    this.#jobs.resume(id);
  }

  async remove(id: string): Promise<void> {
    await this.#jobs.remove(id);
    this.#options.onChanged();
  }

  dispose(): void {
    this.#jobs.dispose();
  }

  #told({ id, name, names, range, state, doneFraction, storedSamples, bytes, error, sourceId }: StoredJob): OfflineJob {
    const source = state === 'running' ? this.#options.sources.storedIn(sourceId) : undefined;
    const secondsLeft = source && source.missingSamples(names, range) / Math.max(1, source.rawSamplesPerSecond());
    return {
      ...{ id, name, state, doneFraction },
      ...{ sensorCount: names.length, startMs: range.startMs, endMs: range.endMs },
      ...{ samples: storedSamples, sizeBytes: bytes },
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
      ...(error === undefined ? {} : { problem: explainError(error) }),
    };
  }
}

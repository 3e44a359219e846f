import { AbortError } from '../../../../shared/history/abortError';
import { type AppError, AppFailure } from '../../../../shared/lib/appError';
import { isStorageFailure } from '../../project/sqliteFailure';
import { cacheKeyOf } from './cacheKey';
import type { HistoryCache } from './historyCache';
import {
  type OfflineJob,
  type OfflineProgress,
  type OfflineRows,
  type OfflineTask,
  prepareOfflineRows,
} from './offlineRows';
import type { StoredSource } from './storedSource';

/** What a job will cost, before it is begun. */
export interface OfflineEstimate {
  /** About how many samples are to be read. */
  readonly samples: number;
  readonly bytes: number;
  /** About how long reading them takes when nobody else reads. */
  readonly seconds: number;
  /** How much of it is here already, from 0 to 1. */
  readonly shareHere: number;
}

/** What jobs work with. */
export interface OfflineJobsOptions {
  readonly cache: HistoryCache;
  /** Undefined: there is no such data source now. */
  readonly sourceOf: (sourceId: string) => StoredSource | undefined;
  readonly newId: () => string;
  /** A job is further than it was, or in another state. */
  readonly onProgress: (job: OfflineJob) => void;
}

/**
 * Takes stretches of history offline and keeps them there: kept in the project file, gone on with after a restart, and
 * left alone by eviction until they are removed. What can still change, the last minutes before the job began, is left
 * out.
 */
export class OfflineJobs {
  readonly #options: OfflineJobsOptions;
  readonly #rows: OfflineRows;
  readonly #jobs = new Map<string, OfflineJob>();
  /** Of the jobs under way, what gives them up. */
  readonly #stops = new Map<string, () => void>();

  /** Goes on with the jobs of the project whose sources are there. */
  constructor(options: OfflineJobsOptions) {
    this.#options = options;
    this.#rows = prepareOfflineRows(options.cache.database);
    for (const job of this.#rows.readAll()) {
      this.#jobs.set(job.id, job);
      this.#pin(job);
    }
    this.sourcesChanged();
  }

  /** In the order of their ids. */
  list(): readonly OfflineJob[] {
    return [...this.#jobs.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  /** To be called when a data source has come or gone: its running jobs go on, or wait. */
  sourcesChanged(): void {
    for (const job of this.list()) {
      if (job.state === 'running') {
        this.#stop(job.id);
        this.#go(job);
      }
    }
  }

  /** What taking this offline will cost. Throws an AppFailure when there is no such source. */
  estimate(task: OfflineTask): OfflineEstimate {
    const source = this.#sourceOf(task.sourceId);
    const samples = Math.round(source.missingSamples(task.names, task.range));
    return {
      samples,
      bytes: Math.round(samples * this.#options.cache.bytesPerSample()),
      seconds: samples / Math.max(1, source.rawSamplesPerSecond()),
      shareHere: source.shareHere(task.names, task.range),
    };
  }

  /** Begins a job. Throws an AppFailure when there is no such source, or `store-full` when the limit leaves no room. */
  async start(task: OfflineTask): Promise<OfflineJob> {
    const { cache, newId } = this.#options;
    const { bytes, shareHere } = this.estimate(task);
    const others = this.list().reduce((sum, job) => sum + job.bytes, 0);
    if (others + bytes > cache.limitBytes()) {
      throw new AppFailure({ code: 'store-full', neededBytes: bytes, limitBytes: cache.limitBytes() });
    }
    const job: OfflineJob = {
      ...task,
      id: newId(),
      state: 'running',
      doneFraction: shareHere,
      storedSamples: 0,
      bytes: 0,
      error: undefined,
    };
    this.#pin(job);
    this.#jobs.set(job.id, job);
    await this.#write(() => this.#rows.insert(job));
    this.#options.onProgress(job);
    this.#go(job);
    return job;
  }

  /** Stops reading for a job; what it has stays. */
  pause(id: string): void {
    const job = this.#find(id);
    if (job.state === 'running') {
      this.#stop(id);
      this.#note(job, { state: 'paused' });
    }
  }

  /** Goes on with a paused job, or tries a failed one again. */
  resume(id: string): void {
    const job = this.#find(id);
    if (job.state === 'paused' || job.state === 'failed') {
      this.#go(this.#note(job, { state: 'running', error: undefined }));
    }
  }

  /** Cancels a job, or forgets a finished one. What it has stored stays as long as there is room for it. */
  async remove(id: string): Promise<void> {
    this.#find(id);
    this.#stop(id);
    this.#jobs.delete(id);
    await this.#write(() => this.#rows.remove(id));
    this.#options.cache.unpin(id);
  }

  #find(id: string): OfflineJob {
    const job = this.#jobs.get(id);
    if (job === undefined) {
      throw new AppFailure({ code: 'not-found', what: 'such range taken offline' });
    }
    return job;
  }

  #sourceOf(sourceId: string): StoredSource {
    const source = this.#options.sourceOf(sourceId);
    if (source === undefined) {
      throw new AppFailure({ code: 'not-found', what: 'such data source' });
    }
    return source;
  }

  #pin({ id, sourceId, names, range }: OfflineJob): void {
    const keys = names.map((name) => cacheKeyOf(sourceId, name));
    this.#options.cache.pin(id, keys, range);
  }

  #stop(id: string): void {
    this.#stops.get(id)?.();
    this.#stops.delete(id);
  }

  /** Without its source a job waits for `sourcesChanged`. */
  #go({ id, sourceId, names, range }: OfflineJob): void {
    const { cache, sourceOf } = this.#options;
    const source = sourceOf(sourceId);
    if (source === undefined) {
      return;
    }
    const whole = {
      startMs: Math.floor(range.startMs),
      endMs: Math.min(Math.ceil(range.endMs), source.settledUntilMs()),
    };
    const stop = source.bringIn({
      names,
      range: whole,
      onRead: async (samples) => {
        const hasRoom = cache.storedBytes() <= cache.limitBytes() || (await cache.makeRoom());
        const job = this.#jobs.get(id);
        if (job === undefined || !this.#stops.has(id)) {
          return false;
        }
        const bytes = Math.round(samples * cache.bytesPerSample());
        const next = this.#note(job, {
          doneFraction: source.shareHere(names, whole),
          storedSamples: job.storedSamples + samples,
          bytes: job.bytes + bytes,
        });
        if (!hasRoom) {
          const neededBytes = Math.max(cache.storedBytes() - cache.limitBytes(), this.estimate(next).bytes);
          this.#fail(id, { code: 'store-full', neededBytes, limitBytes: cache.limitBytes() });
        }
        return hasRoom;
      },
      onDone: () => this.#end(id, { state: 'done', doneFraction: source.shareHere(names, whole) }),
      onFailed: (error) => this.#fail(id, error),
    });
    this.#stops.set(id, stop);
  }

  #fail(id: string, error: AppError): void {
    this.#end(id, { state: 'failed', error });
  }

  #end(id: string, change: Partial<OfflineProgress>): void {
    const job = this.#jobs.get(id);
    if (job !== undefined) {
      this.#stop(id);
      this.#note(job, change);
    }
  }

  #note(job: OfflineJob, change: Partial<OfflineProgress>): OfflineJob {
    const next = { ...job, ...change };
    this.#jobs.set(job.id, next);
    this.#write(() => this.#rows.update(job.id, next)).catch(passOver);
    this.#options.onProgress(next);
    return next;
  }

  #write(work: () => void): Promise<void> {
    return this.#options.cache.write(() => {
      work();
      return true;
    });
  }

  /** Stops reading. The jobs stay as they are and go on with the next opening. */
  dispose(): void {
    [...this.#stops.keys()].forEach((id) => this.#stop(id));
  }
}

/** A disk that takes no progress takes no samples either, which the job hears of itself. */
function passOver(thrown: unknown): void {
  if (!isStorageFailure(thrown) && !(thrown instanceof AbortError)) {
    throw thrown;
  }
}

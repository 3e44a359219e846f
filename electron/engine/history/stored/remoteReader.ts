import { AbortError } from '../../../../shared/history/abortError';
import { firstAtOrAfter } from '../../../../shared/history/bucketAggregation';
import type {
  FrameGrid,
  FrameTile,
  SampleColumns,
  SeriesSummary,
  Snapshot,
} from '../../../../shared/history/historySource';
import type { RemoteSource } from '../../../../shared/history/remoteSource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { type AppError, AppFailure } from '../../../../shared/lib/appError';
import { isStorageFailure, writeFailure } from '../../project/sqliteFailure';
import { viewSamples } from '../sampleMerge';
import type { Clock } from './clock';
import type { HistoryCache, KnownStretch } from './historyCache';
import { joinBlocks } from './joinBlocks';
import type { LocalHistory } from './localHistory';
import { planReads, type RawRead } from './readPlan';
import { longestReadMs } from './seriesCoverage';
import { SharedReads } from './sharedReads';
import type { SourceHealth } from './sourceHealth';

/** A read that could not be stored: the answer has to be had without the cache. */
export class NotStoredFailure extends AppFailure {}

/** What is read for. */
export interface FillOptions {
  /** By which it is judged what is missing; undefined: by the moment at which the fill begins. */
  readonly local?: LocalHistory;
  readonly signal: AbortSignal;
  /** True: also the sample held at the start of the range, so that every moment of the range can be answered. */
  readonly anchored: boolean;
  /** Called before every question: a background fill waits here for its turn. With it, one question at a time. */
  readonly pause?: () => Promise<void>;
  /** Called after every raw read that has been stored. */
  readonly onRead?: (read: RawRead, samples: number) => Promise<void>;
}

/** What the reader works with. */
export interface RemoteReaderOptions {
  readonly remote: RemoteSource;
  readonly cache: HistoryCache;
  readonly local: LocalHistory;
  readonly health: SourceHealth;
  readonly clock: Clock;
  /** Samples younger than this may still come or change. */
  readonly lateDataMs: number;
  /** What was read could not be stored; undefined: it can be again. */
  readonly onStorage: (failure: AppError | undefined) => void;
}

/** What the source has told of one series. */
interface ToldStretch {
  readonly name: string;
  readonly range: TimeRange;
  readonly samples: SampleColumns;
  /** Whether the series was known to have samples when it was asked for. */
  readonly everSampled: boolean;
}

const unending = new AbortController().signal;
/** Reads of one fill that are under way together: more than two gain nothing. */
const mostTogether = 2;
/** A read is to take about this long, so that it can be given up, stored and shown in between. */
const readMs = 400;
const fewestSamples = 50_000;
const mostSamples = 500_000;
/** What is stored in one go of one series, in some 1 to 2 ms: eight whole chunks. */
const samplesPerStretch = 8_192;

/** Failures that speak of the question, not of the source: others may still be answered. */
const reasonsOfQuestion: readonly string[] = ['limit', 'too-large', 'query-refused', 'garbage', 'cut-off'];

function isOfQuestion(failure: AppError): boolean {
  return failure.code === 'source-failed' && reasonsOfQuestion.includes(failure.reason);
}

/** Asks the remote source for what is missing and stores it. Every read rejects as `SourceHealth.ask` does. */
export class RemoteReader {
  readonly #options: RemoteReaderOptions;
  readonly #shared = new SharedReads();
  #snapshotsInStore = 0;
  #askedName: string | undefined;

  constructor(options: RemoteReaderOptions) {
    this.#options = options;
  }

  /** The source's own snapshot, in whole ms. It is stored behind the answer: `cache.settled` waits for that. */
  snapshot(names: readonly string[], timeMs: number, signal: AbortSignal): Promise<Snapshot> {
    const { remote, cache, health } = this.#options;
    return this.#shared.join(JSON.stringify(['snapshot', timeMs, names]), signal, async (shared) => {
      const generation = cache.generation();
      const sentMs = this.#options.clock.now();
      this.#askedName = names[0] ?? this.#askedName;
      const everSampled = names.map((name) => this.#options.local.hasSamples(name));
      const answer = await health.ask(shared, () => remote.readSnapshot(names, timeMs, shared));
      const stretches = names.map((name, index) => {
        const sampleMs = answer.timesMs[index] ?? NaN;
        const samples = viewSamples(answer, index, Number.isNaN(sampleMs) ? index : index + 1);
        // Between its time and the asked moment there is no other: all of that is known.
        const range = { startMs: Number.isNaN(sampleMs) ? -Infinity : sampleMs, endMs: timeMs + 1 };
        return { name, range, samples, everSampled: everSampled[index] ?? false };
      });
      // Its failure is told by `onStorage`; the answer stands without it.
      this.#snapshotsInStore += 1;
      this.#store(this.#known(stretches, sentMs), generation, unending)
        .catch(passOver)
        .finally(() => {
          this.#snapshotsInStore -= 1;
        });
      return answer;
    });
  }

  /** True while snapshots that were answered are on their way into the cache. */
  isStoringSnapshots(): boolean {
    return this.#snapshotsInStore > 0;
  }

  /** Frames as cheap as the source can. Not stored. */
  coarseFrames(names: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<FrameTile> {
    const { remote, health } = this.#options;
    return this.#shared.join(JSON.stringify(['coarse', grid, names]), signal, (shared) =>
      health.ask(shared, () => remote.readCoarseFrames(names, grid, shared)),
    );
  }

  /** What the source says of its series; undefined: of all it holds. Not stored. */
  describe(names: readonly string[] | undefined, signal: AbortSignal): Promise<readonly SeriesSummary[]> {
    const { remote, health } = this.#options;
    return this.#shared.join(JSON.stringify(['describe', names ?? 'all']), signal, (shared) =>
      health.ask(shared, () => remote.describe(shared, names)),
    );
  }

  /** A name that was asked for lately. */
  askedName(): string | undefined {
    return this.#askedName;
  }

  /** Ends what is under way. */
  dispose(): void {
    this.#shared.dispose();
  }

  /** Any other question, which is neither shared nor stored. */
  direct<T>(signal: AbortSignal, question: (remote: RemoteSource) => Promise<T>): Promise<T> {
    return this.#options.health.ask(signal, () => question(this.#options.remote));
  }

  /**
   * Reads and stores what is missing of a range in whole ms. What came before a failure stays. Rejects with a
   * NotStoredFailure when storing fails.
   */
  async fill(names: readonly string[], range: TimeRange, options: FillOptions): Promise<void> {
    const { remote } = this.#options;
    const local = options.local ?? this.#options.local.atThisMoment();
    const rules = {
      expectedSamples: (name: string, of: TimeRange): number => local.expectedSamples(name, of),
      samplesPerMs: (name: string): number => local.samplesPerMs(name),
      mostSamples: Math.min(mostSamples, Math.max(fewestSamples, (remote.rawSamplesPerSecond() * readMs) / 1_000)),
    };
    const unanchored = options.anchored
      ? names.filter((name) => !local.isExactThrough(name, range.startMs, range.startMs))
      : [];
    const reads = planReads(
      names.map((name) => ({ name, gaps: local.gapsOf(name, range) })),
      rules,
    );
    const work = [
      ...(unanchored.length === 0 ? [] : [(signal: AbortSignal) => this.#anchor(unanchored, range.startMs, signal)]),
      ...reads.map((read) => async (signal: AbortSignal) => {
        const samples = await this.#readStretch(read, { ...options, local, signal });
        await options.onRead?.(read, samples);
      }),
    ];
    await this.#inTurn(work, options);
  }

  async #anchor(names: readonly string[], timeMs: number, signal: AbortSignal): Promise<void> {
    await this.snapshot(names, timeMs, signal);
    await this.#options.cache.settled();
  }

  /** Runs the questions of a fill, a few together. When one fails, the others are given up. */
  async #inTurn(
    work: readonly ((signal: AbortSignal) => Promise<void>)[],
    { signal, pause }: FillOptions,
  ): Promise<void> {
    const failing = new AbortController();
    const either = AbortSignal.any([signal, failing.signal]);
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let one = work[next]; one !== undefined; one = work[next]) {
        next += 1;
        await pause?.();
        await one(either);
      }
    };
    const lanes = Array.from({ length: pause === undefined ? mostTogether : 1 }, async () => {
      try {
        await lane();
      } catch (error) {
        failing.abort();
        throw error;
      }
    });
    const ends = await Promise.allSettled(lanes);
    const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    if (signal.aborted) {
      throw new AbortError();
    }
    if (failures.length > 0) {
      // The other lane was given up because of the first failure: its AbortError is not the reason.
      throw failures.find((failure) => !(failure instanceof AbortError)) ?? failures[0];
    }
  }

  /** Nothing is stored before all of it has come. */
  #readStretch({ names, range }: RawRead, { local, signal, pause }: FillOptions): Promise<number> {
    const { remote, cache, health, clock } = this.#options;
    const isBackground = pause !== undefined;
    if (local !== undefined && names.every((name) => local.gapsOf(name, range).length === 0)) {
      return Promise.resolve(0);
    }
    const question = JSON.stringify(['raw', range, names, isBackground]);
    return this.#shared.join(question, signal, async (shared) => {
      const generation = cache.generation();
      const sentMs = clock.now();
      this.#askedName = names[0] ?? this.#askedName;
      const everSampled = names.map((name) => this.#options.local.hasSamples(name));
      const columns = await health.ask(
        shared,
        () => joinBlocks(remote.readRaw(names, range, shared), names.length, shared),
        isBackground ? isOfQuestion : undefined,
      );
      const stretches = names.map((name, index) => ({
        name,
        range,
        samples: columns[index] ?? viewNothing(),
        everSampled: everSampled[index] ?? false,
      }));
      await this.#store(this.#known(stretches, sentMs), generation, shared);
      return stretches.reduce((sum, { samples }) => sum + samples.timesMs.length, 0);
    });
  }

  async #store(stretches: readonly KnownStretch[], generation: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.cache.put(stretches, generation, signal);
      this.#options.onStorage(undefined);
    } catch (error) {
      if (!isStorageFailure(error)) {
        throw error;
      }
      const failure = writeFailure(error);
      this.#options.onStorage(failure);
      throw new NotStoredFailure(failure);
    }
  }

  /** Tells what can still change from what cannot, and cuts both into what one transaction can hold. */
  #known(told: readonly ToldStretch[], sentMs: number): readonly KnownStretch[] {
    const { local, remote, lateDataMs, clock } = this.#options;
    const readAtMs = Math.floor(sentMs + remote.clockSkewMs());
    const isLate = clock.now() - sentMs > longestReadMs;
    const keys = local.keysOf(told.map(({ name }) => name));
    return told.flatMap(({ range, samples, everSampled }, index) => {
      // That a series is empty is not taken for settled: its history may be loaded next.
      const isEver = samples.timesMs.length > 0 || everSampled;
      const edgeMs = Math.min(range.endMs, Math.max(range.startMs, isEver ? readAtMs - lateDataMs : -Infinity));
      const key = keys[index] ?? '';
      return [
        ...cutLong({ key, range: { startMs: range.startMs, endMs: edgeMs }, samples, readAtMs: Infinity }),
        ...cutLong({
          key,
          range: { startMs: edgeMs, endMs: range.endMs },
          samples,
          readAtMs: isLate ? -Infinity : readAtMs,
        }),
      ];
    });
  }
}

function passOver(thrown: unknown): void {
  if (!(thrown instanceof AbortError) && !(thrown instanceof NotStoredFailure)) {
    throw thrown;
  }
}

function viewNothing(): SampleColumns {
  return { timesMs: new Float64Array(0), values: new Float64Array(0), qualities: new Uint8Array(0) };
}

function cutLong(stretch: KnownStretch): readonly KnownStretch[] {
  const { timesMs } = stretch.samples;
  const { startMs, endMs } = stretch.range;
  if (startMs >= endMs) {
    return [];
  }
  const last = firstAtOrAfter(timesMs, endMs);
  const pieces: KnownStretch[] = [];
  let fromMs = startMs;
  for (let at = firstAtOrAfter(timesMs, startMs) + samplesPerStretch; at < last; at += samplesPerStretch) {
    const toMs = timesMs[at] ?? endMs;
    pieces.push({ ...stretch, range: { startMs: fromMs, endMs: toMs } });
    fromMs = toMs;
  }
  return [...pieces, { ...stretch, range: { startMs: fromMs, endMs } }];
}

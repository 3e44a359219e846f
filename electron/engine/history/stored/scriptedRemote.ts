import { throwIfAborted } from '../../../../shared/history/abortError';
import {
  type FrameGrid,
  type FrameTile,
  type HistorySource,
  quality,
  type SampleBlock,
  type Snapshot,
} from '../../../../shared/history/historySource';
import type { RemoteSource } from '../../../../shared/history/remoteSource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { embeddedSource } from '../embeddedSource';
import { storeWith } from '../historyFixture';
import type { HistoryStore } from '../historyStore';
import { deleteSamples, openHistoryWriter } from '../historyWriter';
import type { FixtureSeries } from '../sourceConformance';

/** One question that the remote was asked. */
export interface RemoteCall {
  readonly kind: 'describe' | 'snapshot' | 'raw' | 'buckets' | 'frames' | 'coarse';
  readonly names: readonly string[] | undefined;
  /** Of a snapshot [t, t + 1); of frames the span of their moments. */
  readonly range: TimeRange | undefined;
}

/** A remote source for tests: an embedded historian that counts what it is asked and fails, stalls or changes when told. */
export class ScriptedRemote implements RemoteSource {
  readonly calls: RemoteCall[] = [];
  /** What every question fails with; undefined: it answers. */
  failure: unknown;
  /** Called before each answer is made and, of raw reads, after each block. */
  onAnswer: (call: RemoteCall, signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  /** Called when an answer is made: what it waits for on its way. */
  onWay: () => Promise<void> = () => Promise.resolve();
  skewMs = 0;
  /** Whether it tells of a series when it is asked what it holds. */
  holds: (name: string) => boolean = () => true;
  samplesPerSecond = 5_000_000;
  /** What it holds, without being counted. */
  readonly truth: HistorySource;
  readonly #store: HistoryStore;

  constructor(series: readonly FixtureSeries[]) {
    this.#store = storeWith(series).store;
    this.truth = embeddedSource(this.#store);
  }

  /** Adds samples, or corrects those of the same times. */
  add(name: string, samples: readonly (readonly [timeMs: number, value: number])[]): void {
    const writer = openHistoryWriter(this.#store);
    writer.append(name, {
      timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
      values: Float64Array.from(samples, ([, value]) => value),
      qualities: new Uint8Array(samples.length),
    });
    writer.flush();
  }

  remove(name: string, range: TimeRange): void {
    deleteSamples(this.#store, name, range);
  }

  /** How often it was asked for this kind, or for anything. */
  count(kind?: RemoteCall['kind']): number {
    return this.calls.filter((call) => kind === undefined || call.kind === kind).length;
  }

  async #ask(call: RemoteCall, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    this.calls.push(call);
    await this.onAnswer(call, signal);
    throwIfAborted(signal);
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }

  async describe(signal: AbortSignal, names?: readonly string[]) {
    await this.#ask({ kind: 'describe', names, range: undefined }, signal);
    return (await this.truth.describe(signal, names)).filter(({ name }) => this.holds(name));
  }

  async readSnapshot(names: readonly string[], timeMs: number, signal: AbortSignal): Promise<Snapshot> {
    await this.#ask({ kind: 'snapshot', names, range: { startMs: timeMs, endMs: timeMs + 1 } }, signal);
    const answer = await this.truth.readSnapshot(names, timeMs, signal);
    await this.onWay();
    throwIfAborted(signal);
    return answer;
  }

  async *readRaw(names: readonly string[], range: TimeRange, signal: AbortSignal): AsyncGenerator<SampleBlock> {
    const call = { kind: 'raw', names, range } as const;
    await this.#ask(call, signal);
    for await (const block of this.truth.readRaw(names, range, signal)) {
      yield block;
      await this.onAnswer(call, signal);
      if (this.failure !== undefined) {
        throw this.failure;
      }
    }
    await this.onWay();
    throwIfAborted(signal);
  }

  async *readBuckets(...asked: Parameters<HistorySource['readBuckets']>): ReturnType<HistorySource['readBuckets']> {
    const [names, range, bucketMs, signal] = asked;
    await this.#ask({ kind: 'buckets', names, range }, signal);
    yield* this.truth.readBuckets(names, range, bucketMs, signal);
  }

  async readFrames(names: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<FrameTile> {
    await this.#ask({ kind: 'frames', names, range: spanOf(grid) }, signal);
    return this.truth.readFrames(names, grid, signal);
  }

  async readCoarseFrames(names: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<FrameTile> {
    await this.#ask({ kind: 'coarse', names, range: spanOf(grid) }, signal);
    const earlier = { ...grid, startMs: grid.startMs - grid.stepMs / 2 };
    const tile = await this.truth.readFrames(names, earlier, signal);
    tile.qualities.fill(quality.approximate);
    return { ...tile, startMs: grid.startMs };
  }

  rawSamplesPerSecond(): number {
    return this.samplesPerSecond;
  }

  clockSkewMs(): number {
    return this.skewMs;
  }
}

function spanOf({ startMs, stepMs, frameCount }: FrameGrid): TimeRange {
  return { startMs, endMs: startMs + (frameCount - 1) * stepMs + 1 };
}

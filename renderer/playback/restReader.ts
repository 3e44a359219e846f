import type { TimeRange } from '../../shared/history/timeRange';
import { valueState } from '../../shared/history/valueState';
import type { ValueColumns } from '../../shared/playback/valueFrame';
import type { PlaybackStore } from '../state/playbackStore';
import type { ValueFrameStore } from '../state/valueFrameStore';
import type { RunnerDesk } from './runnerDesk';
import type { SnapshotReader } from './snapshotReader';

/** After so long at one moment the playhead rests there, and what is shown must be exact. */
export const restMs = 150;

/** What the reader works with. */
export interface RestReaderOptions {
  readonly desk: RunnerDesk;
  readonly snapshots: SnapshotReader;
  readonly store: PlaybackStore;
  readonly frames: ValueFrameStore;
}

/** Reads the source's own answers: for the moment at which the playhead rests, and for now. */
export class RestReader {
  readonly #options: RestReaderOptions;
  #stopResting: (() => void) | undefined;
  #isReading = false;
  /** What is being read could be answered better since. */
  #missed: TimeRange | undefined;

  constructor(options: RestReaderOptions) {
    this.#options = options;
  }

  /** The playhead may have come to rest. */
  restSoon(): void {
    this.#stopResting?.();
    this.#stopResting = this.#options.desk.clock.after(restMs, () => {
      this.#stopResting = undefined;
      void this.readRest();
    });
  }

  /** The playhead moves on: no answer is waited for any more. */
  stop(): void {
    this.#stopResting?.();
    this.#options.snapshots.abort();
    this.#isReading = false;
    this.#missed = undefined;
  }

  /** Shows the source's answer for the playhead's moment, unless it moves. */
  async readRest(): Promise<void> {
    const { desk } = this.#options;
    const timeMs = this.#restingAt();
    if (timeMs === undefined) {
      return;
    }
    this.#missed = undefined;
    const columns = await this.read(timeMs);
    if (columns === undefined || this.#restingAt() !== timeMs) {
      return;
    }
    // The columns change hands when they are shown.
    const isUnsure = columns.states.includes(valueState.approximate);
    desk.player.showExact(timeMs, columns);
    if (isUnsure && this.#missed !== undefined) {
      await this.readRest();
    }
  }

  #restingAt(): number | undefined {
    const { desk } = this.#options;
    const playback = desk.playback();
    const isMoving = playback === undefined || playback.phase === 'playing' || playback.phase === 'live';
    return isMoving || desk.sensorIds().length === 0 ? undefined : playback.timeMs;
  }

  /** Reads the moment at rest again where it lies in a range and something of it is not sure. The range's end counts. */
  improve(range: TimeRange): void {
    const { desk, frames } = this.#options;
    const playback = desk.playback();
    if (playback?.phase !== 'paused' || playback.timeMs < range.startMs || playback.timeMs > range.endMs) {
      return;
    }
    if (this.#isReading) {
      this.#missed = range;
    } else if (frames.current()?.states.includes(valueState.approximate) === true) {
      void this.readRest();
    }
  }

  /** The source's answer for a moment; undefined: it failed, which is told, or nobody needs it any more. */
  async read(timeMs: number): Promise<ValueColumns | undefined> {
    const { desk, snapshots, store } = this.#options;
    const generation = desk.player.generation();
    this.#isReading = true;
    const answer = await snapshots.read(desk.sensorIds(), timeMs);
    if (answer === undefined) {
      return undefined; // a newer question is under way
    }
    this.#isReading = false;
    if (generation !== desk.player.generation()) {
      return undefined;
    }
    if (!answer.result.ok) {
      store.setState({ problem: answer.result.error });
      return undefined;
    }
    store.setState({ latencyMs: answer.tookMs, problem: undefined });
    return answer.result.value;
  }
}

import type { HistoryExtent } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import { assertNever } from '../../shared/lib/assertNever';
import type { SensorId } from '../../shared/model/ids';
import {
  createPlaybackState,
  isRunning,
  type PlaybackEvent,
  type PlaybackOpening,
  type PlaybackState,
  stepPlayback,
} from '../../shared/playback/playbackMachine';
import type { PlayerAnswer, PlayerPort } from '../../shared/playback/playerMessages';
import { emptyColumns } from '../../shared/playback/valueFrame';
import type { PlaybackStore } from '../state/playbackStore';
import type { ValueFrameStore } from '../state/valueFrameStore';
import type { RunnerClock } from './runnerClock';
import { SnapshotReader } from './snapshotReader';
import { TileFetcher } from './tileFetcher';

/** After so long at one moment the playhead rests there, and what is shown must be exact. */
export const restMs = 150;
/** A seek that takes longer shows that it does. */
const slowSeekMs = 100;
/** How often the player hears where the clock is while it runs. */
const viewEveryMs = 250;
/** Frames kept by the player. With the drawing's own it stays below what one window may take. */
const playerMemoryBytes = 64 * 1024 * 1024;

/** What the runner works with. */
export interface PlaybackRunnerOptions {
  readonly client: EngineClient;
  readonly port: PlayerPort;
  readonly clock: RunnerClock;
  readonly store: PlaybackStore;
  readonly frames: ValueFrameStore;
}

type FrameAnswer = Extract<PlayerAnswer, { kind: 'frame' }>;

/** Owns the clock, the reads and the aborts, and does nothing but feed events into the state machine. */
export class PlaybackRunner {
  readonly #options: PlaybackRunnerOptions;
  readonly #tiles: TileFetcher;
  readonly #snapshots: SnapshotReader;
  #sensorIds: readonly SensorId[] = [];
  #generation = 0;
  #lastId = 0;
  /** The look the running clock waits for, and the elapsed time it is for. */
  #clockLook: { readonly lookId: number; readonly elapsedMs: number } | undefined;
  #tickedMs = 0;
  #viewedMs = 0;
  #stopTicking: (() => void) | undefined;
  #stopResting: (() => void) | undefined;

  constructor(options: PlaybackRunnerOptions) {
    this.#options = options;
    const { client, clock, port, store } = options;
    this.#snapshots = new SnapshotReader(client, clock);
    this.#tiles = new TileFetcher({
      client,
      clock,
      onTile: (key, columns, generation) => port.post({ kind: 'tile', generation, key, columns }),
      onProblem: (problem) => store.setState({ problem }),
    });
    port.listen((answer) => this.#receive(answer));
  }

  /** What is stored now. A timeline that is already there keeps its place as far as it can. */
  setExtent(extent: HistoryExtent | undefined, opening?: PlaybackOpening): void {
    const { store } = this.#options;
    const { firstMs, lastMs } = extent ?? {};
    const { playback } = store.getState();
    if (firstMs === undefined || lastMs === undefined) {
      store.setState({ extent, playback: undefined });
      this.#forget();
      return;
    }
    const range = { startMs: firstMs, endMs: lastMs };
    const next = playback ? stepPlayback(playback, { type: 'range-set', range }) : createPlaybackState(range, opening);
    store.setState({ extent, playback: next });
    this.#forget();
  }

  /** Watches exactly these sensors, in this order. */
  watch(sensorIds: readonly SensorId[]): void {
    this.#sensorIds = sensorIds;
    this.#forget();
  }

  /** Takes one event of a person. Seeks go through `seek`. */
  send(event: Exclude<PlaybackEvent, { type: 'seek' | 'seek-loaded' | 'seek-slow' | 'starved' | 'frame' }>): void {
    this.#dispatch(event);
    this.#sendView();
    const { playback } = this.#options.store.getState();
    if (playback?.phase === 'playing') {
      this.#startTicking();
    } else if (event.type === 'pause') {
      this.#restSoon();
    }
  }

  /** Brings the playhead to a moment. The newest wins. */
  seek(toMs: number): void {
    this.#lastId += 1;
    const seekId = this.#lastId;
    this.#snapshots.abort();
    this.#clockLook = undefined;
    this.#dispatch({ type: 'seek', toMs, seekId });
    this.#sendView();
    this.#look();
    this.#options.clock.after(slowSeekMs, () => this.#dispatch({ type: 'seek-slow', seekId }));
    this.#restSoon();
  }

  dispose(): void {
    this.#stopTicking?.();
    this.#stopResting?.();
    this.#snapshots.abort();
    this.#tiles.dispose();
    this.#options.port.close();
  }

  #playback(): PlaybackState | undefined {
    return this.#options.store.getState().playback;
  }

  #dispatch(event: PlaybackEvent): void {
    const playback = this.#playback();
    const next = playback && stepPlayback(playback, event);
    if (next !== playback) {
      this.#options.store.setState({ playback: next });
    }
  }

  /** Other sensors or other samples: nothing kept is right any more. */
  #forget(): void {
    const { port, store } = this.#options;
    const periods = store.getState().extent?.series.flatMap((series) => series.typicalPeriodMs ?? []) ?? [];
    this.#generation += 1;
    this.#clockLook = undefined;
    this.#tiles.watch(this.#sensorIds, this.#generation);
    port.post({
      kind: 'reset',
      generation: this.#generation,
      sensorCount: this.#sensorIds.length,
      closestSamplesMs: periods.length === 0 ? undefined : periods.reduce((a, b) => Math.min(a, b)),
      memoryBytes: playerMemoryBytes,
    });
    const playback = this.#playback();
    if (playback !== undefined) {
      this.seek(playback.timeMs);
    } else if (store.getState().extent !== undefined) {
      this.#showNothing();
    }
  }

  /** Nothing is stored: every value says so, at no moment. */
  #showNothing(): void {
    const count = this.#sensorIds.length;
    const changed = Uint32Array.from({ length: count }, (_, index) => index);
    const frame = { ...emptyColumns(count), timeMs: NaN, exact: true, changed, sensorIds: this.#sensorIds };
    this.#options.frames.publish(frame);
  }

  #sendView(): void {
    const playback = this.#playback();
    if (playback === undefined || this.#sensorIds.length === 0) {
      return;
    }
    const { timeMs, window, range, speed } = playback;
    this.#viewedMs = this.#options.clock.nowMs();
    const view = { timeMs, window, range, speed, running: isRunning(playback) };
    this.#options.port.post({ kind: 'view', view });
  }

  #look(): void {
    const playback = this.#playback();
    if (this.#sensorIds.length === 0) {
      this.#finishSeek();
    } else if (playback !== undefined) {
      this.#options.port.post({ kind: 'look', lookId: this.#lastId, timeMs: playback.timeMs, playing: false });
    }
  }

  #startTicking(): void {
    if (this.#stopTicking === undefined) {
      this.#tickedMs = this.#options.clock.nowMs();
      this.#scheduleTick();
    }
  }

  #scheduleTick(): void {
    this.#stopTicking = this.#options.clock.nextFrame(() => {
      this.#stopTicking = undefined;
      const playback = this.#playback();
      if (playback !== undefined && isRunning(playback)) {
        this.#tick(playback);
        this.#scheduleTick();
      }
    });
  }

  /** Asks for the values of where the clock would be; it moves there when they have come. */
  #tick(playback: PlaybackState): void {
    const nowMs = this.#options.clock.nowMs();
    if (this.#clockLook !== undefined || playback.dragging || playback.phase === 'paused') {
      return;
    }
    const elapsedMs = nowMs - this.#tickedMs;
    this.#tickedMs = nowMs;
    if (nowMs - this.#viewedMs > viewEveryMs) {
      this.#sendView();
    }
    if (this.#sensorIds.length === 0) {
      this.#dispatch({ type: 'frame', elapsedMs });
      return;
    }
    this.#lastId += 1;
    this.#clockLook = { lookId: this.#lastId, elapsedMs };
    const running: PlaybackState = playback.phase === 'seeking' ? { ...playback, phase: 'playing' } : playback;
    const { timeMs } = stepPlayback(running, { type: 'frame', elapsedMs });
    this.#options.port.post({ kind: 'look', lookId: this.#lastId, timeMs, playing: true });
  }

  #receive(answer: PlayerAnswer): void {
    if (answer.generation !== this.#generation) {
      return;
    }
    switch (answer.kind) {
      case 'missing':
        this.#tiles.want(answer.tiles);
        return;
      case 'frame':
        if (this.#clockLook?.lookId === answer.lookId) {
          this.#receiveForClock(answer, this.#clockLook.elapsedMs);
        } else {
          this.#receiveForSeek(answer);
        }
        return;
      default:
        assertNever(answer, 'PlayerAnswer');
    }
  }

  #receiveForClock(answer: FrameAnswer, elapsedMs: number): void {
    this.#clockLook = undefined;
    const phase = this.#playback()?.phase;
    if (!answer.covered && phase === 'playing') {
      this.#lastId += 1;
      const seekId = this.#lastId;
      this.#dispatch({ type: 'starved', seekId });
      this.#sendView();
      this.#options.clock.after(slowSeekMs, () => this.#dispatch({ type: 'seek-slow', seekId }));
      return;
    }
    if (!answer.covered) {
      return;
    }
    this.#publish(answer);
    this.#finishSeek();
    this.#dispatch({ type: 'frame', elapsedMs });
    if (this.#playback()?.phase === 'paused') {
      this.#restSoon();
    }
  }

  #receiveForSeek(answer: FrameAnswer): void {
    this.#publish(answer);
    const playback = this.#playback();
    if (playback === undefined || playback.phase === 'playing' || answer.timeMs !== playback.timeMs) {
      return;
    }
    if (answer.covered) {
      this.#finishSeek();
    } else {
      void this.#readExact();
    }
  }

  #finishSeek(): void {
    const playback = this.#playback();
    if (playback?.phase === 'seeking') {
      this.#dispatch({ type: 'seek-loaded', seekId: playback.seekId });
      if (playback.resume) {
        this.#startTicking();
      }
    }
  }

  #publish({ timeMs, exact, columns, changed }: FrameAnswer): void {
    this.#options.frames.publish({ ...columns, timeMs, exact, changed, sensorIds: this.#sensorIds });
  }

  #restSoon(): void {
    this.#stopResting?.();
    this.#stopResting = this.#options.clock.after(restMs, () => {
      this.#stopResting = undefined;
      void this.#readExact();
    });
  }

  async #readExact(): Promise<void> {
    const playback = this.#playback();
    if (playback === undefined || playback.phase === 'playing' || this.#sensorIds.length === 0) {
      return;
    }
    const { store, port } = this.#options;
    const generation = this.#generation;
    const answer = await this.#snapshots.read(this.#sensorIds, playback.timeMs);
    if (answer === undefined || generation !== this.#generation) {
      return;
    }
    if (!answer.result.ok) {
      store.setState({ problem: answer.result.error });
      return;
    }
    store.setState({ latencyMs: answer.tookMs, problem: undefined });
    const { timeMs, result } = answer;
    const now = this.#playback();
    if (now?.phase !== 'playing' && now?.timeMs === timeMs) {
      port.post({ kind: 'exact', generation, lookId: this.#lastId, timeMs, columns: result.value });
    }
  }
}

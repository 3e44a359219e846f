import type { HistoryExtent } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { TimeRange } from '../../shared/history/timeRange';
import type { SensorId } from '../../shared/model/ids';
import { createPlaybackState, type PersonEvent, type PlaybackOpening } from '../../shared/playback/playbackMachine';
import type { PlayerPort } from '../../shared/playback/playerMessages';
import type { PlaybackStore } from '../state/playbackStore';
import type { ValueFrameStore } from '../state/valueFrameStore';
import { LivePulse } from './livePulse';
import type { FrameAnswer } from './playerLink';
import { RestReader } from './restReader';
import type { Attention, RunnerClock } from './runnerClock';
import { closestSamplesMs, RunnerDesk } from './runnerDesk';
import { RunningClock } from './runningClock';
import { SnapshotReader } from './snapshotReader';

/** A seek that takes longer shows that it does. */
const slowSeekMs = 100;
const everything: TimeRange = { startMs: -Infinity, endMs: Infinity };

/** What the runner works with. */
export interface PlaybackRunnerOptions {
  readonly client: EngineClient;
  readonly port: PlayerPort;
  readonly clock: RunnerClock;
  readonly attention: Attention;
  /** How often the fastest of these sensors usually has a new sample; undefined: not known. */
  readonly periodMs: (sensorIds: readonly SensorId[]) => number | undefined;
  /** For so long after its time a sample may still arrive. */
  readonly lateDataMs: () => number;
  readonly store: PlaybackStore;
  readonly frames: ValueFrameStore;
}

/** Owns the clock, the reads and the aborts, and does nothing but feed events into the state machine. */
export class PlaybackRunner {
  readonly #store: PlaybackStore;
  readonly #desk: RunnerDesk;
  readonly #clock: RunningClock;
  readonly #rest: RestReader;
  readonly #live: LivePulse;
  #unreachable: ReadonlySet<SensorId> = new Set();
  #lastSeekId = 0;

  constructor(options: PlaybackRunnerOptions) {
    const { client, clock, store, frames } = options;
    this.#store = store;
    const desk = new RunnerDesk({ ...options, onFrame: (answer) => this.#receive(answer) });
    this.#desk = desk;
    this.#clock = new RunningClock({
      desk,
      newSeekId: () => (this.#lastSeekId += 1),
      onStarved: (seekId) => this.#showWhenSlow(seekId),
      onHere: () => this.#finishSeek(),
      onEnd: () => this.#rest.restSoon(),
    });
    this.#rest = new RestReader({ desk, store, frames, snapshots: new SnapshotReader(client, clock) });
    this.#live = new LivePulse({ ...options, desk, rest: this.#rest });
  }

  /** What is stored now, or it is stored anew. A timeline that is already there keeps its place as far as it can. */
  setExtent(extent: HistoryExtent | undefined, opening?: PlaybackOpening): void {
    const isNew = this.#desk.playback() === undefined;
    this.#takeExtent(extent, opening);
    this.watch(this.#desk.sensorIds());
    if (isNew && opening === undefined) {
      this.#live.goLive();
    }
  }

  /** The same history was described anew: nothing that was read is wrong. */
  describeAgain(extent: HistoryExtent): void {
    const before = this.#store.getState().extent;
    const isSameKind = before?.live === extent.live && closestSamplesMs(before) === closestSamplesMs(extent);
    if (isSameKind && this.#desk.playback() !== undefined) {
      this.#takeExtent(extent, undefined);
    } else {
      this.setExtent(extent);
    }
  }

  /** Watches exactly these sensors, in this order. */
  watch(sensorIds: readonly SensorId[]): void {
    this.#desk.watch(sensorIds);
    this.#showMoment();
  }

  /** Takes one event of a person. Seeks go through `seek`. */
  send(event: PersonEvent): void {
    this.#desk.dispatch(event);
    this.#desk.sendView();
    if (this.#desk.playback()?.phase === 'playing') {
      this.#clock.start();
    } else if (event.type === 'pause') {
      this.#rest.restSoon();
    }
  }

  /** Brings the playhead to a moment. The newest wins. */
  seek(toMs: number): void {
    this.#lastSeekId += 1;
    this.#desk.dispatch({ type: 'seek', toMs, seekId: this.#lastSeekId });
    if (this.#desk.playback()?.phase === 'live') {
      return;
    }
    this.#rest.stop();
    this.#clock.forget();
    this.#desk.sendView();
    this.#look();
    this.#showWhenSlow(this.#lastSeekId);
    this.#rest.restSoon();
  }

  /** Shows now, and goes on with it. Nothing happens where the history does not grow. */
  goLive(): void {
    this.#clock.forget();
    this.#live.goLive();
  }

  /** History of a range was brought here: what was not sure of it can be now. */
  historyStored(range: TimeRange): void {
    if (!this.#live.postpone(range)) {
      this.#desk.player.readAgain(range);
      this.#rest.improve(range);
    }
  }

  /** The source was corrected over a range. Told before it is asked again, and once more when it has been. */
  historyCorrected(range: TimeRange, isDone: boolean): void {
    if (isDone) {
      this.#desk.player.readAgain(range);
      this.#rest.restSoon();
    } else {
      this.#desk.player.reopen(range);
    }
  }

  /** Sensors whose source cannot be reached. What was missed of one is read again when its source is back. */
  setUnreachable(sensorIds: ReadonlySet<SensorId>): void {
    const isBack = [...this.#unreachable].some((id) => !sensorIds.has(id));
    const isLost = [...sensorIds].some((id) => !this.#unreachable.has(id));
    this.#unreachable = sensorIds;
    if (isBack || isLost) {
      this.#desk.player.setUnreachable(sensorIds);
      this.#live.beatNow();
    }
    if (isBack) {
      this.historyStored(everything);
    }
  }

  dispose(): void {
    this.#clock.stop();
    this.#live.dispose();
    this.#rest.stop();
    this.#desk.player.dispose();
  }

  #takeExtent(extent: HistoryExtent | undefined, opening: PlaybackOpening | undefined): void {
    const { firstMs, lastMs } = extent ?? {};
    this.#store.setState({ extent });
    if (firstMs === undefined || lastMs === undefined) {
      this.#store.setState({ playback: undefined });
      return;
    }
    const range = { startMs: firstMs, endMs: this.#desk.grows() ? Math.max(this.#desk.presentMs(), firstMs) : lastMs };
    if (this.#desk.playback() === undefined) {
      this.#store.setState({ playback: createPlaybackState(range, opening) });
    } else {
      this.#desk.dispatch({ type: 'range-set', range });
    }
  }

  /** Shows the playhead's moment anew. */
  #showMoment(): void {
    const playback = this.#desk.playback();
    this.#clock.forget();
    if (playback?.phase === 'live') {
      this.#desk.sendView();
    } else if (playback !== undefined) {
      this.seek(playback.timeMs);
    } else if (this.#store.getState().extent !== undefined) {
      this.#desk.showNothing();
    }
    this.#live.beatNow();
  }

  #look(): void {
    const playback = this.#desk.playback();
    if (this.#desk.sensorIds().length === 0) {
      this.#finishSeek();
    } else if (playback !== undefined) {
      this.#desk.player.look(playback.timeMs);
    }
  }

  #showWhenSlow(seekId: number): void {
    this.#desk.clock.after(slowSeekMs, () => this.#desk.dispatch({ type: 'seek-slow', seekId }));
  }

  #receive(answer: FrameAnswer): void {
    if (this.#clock.receive(answer)) {
      return;
    }
    this.#desk.publish(answer);
    const playback = this.#desk.playback();
    if (playback === undefined || playback.phase === 'playing' || answer.timeMs !== playback.timeMs) {
      return;
    }
    if (answer.covered) {
      this.#finishSeek();
    } else {
      void this.#rest.readRest();
    }
  }

  #finishSeek(): void {
    const playback = this.#desk.playback();
    if (playback?.phase === 'seeking') {
      this.#desk.dispatch({ type: 'seek-loaded', seekId: playback.seekId });
      if (playback.resume) {
        this.#clock.start();
      }
    }
  }
}

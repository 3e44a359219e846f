import type { HistoryExtent } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { SensorId } from '../../shared/model/ids';
import { isRunning, type PlaybackEvent, type PlaybackState, stepPlayback } from '../../shared/playback/playbackMachine';
import type { PlayerPort } from '../../shared/playback/playerMessages';
import { emptyColumns } from '../../shared/playback/valueFrame';
import type { PlaybackStore } from '../state/playbackStore';
import type { ValueFrameStore } from '../state/valueFrameStore';
import { type FrameAnswer, PlayerLink } from './playerLink';
import type { RunnerClock } from './runnerClock';

/** What the desk is made of. */
export interface RunnerDeskOptions {
  readonly client: EngineClient;
  readonly port: PlayerPort;
  readonly clock: RunnerClock;
  readonly store: PlaybackStore;
  readonly frames: ValueFrameStore;
  /** For so long after its time a sample may still arrive. */
  readonly lateDataMs: () => number;
  readonly onFrame: (answer: FrameAnswer) => void;
}

/** The shortest usual distance of samples over all series. */
export function closestSamplesMs(extent: HistoryExtent | undefined): number | undefined {
  const periods = extent?.series.flatMap((series) => series.typicalPeriodMs ?? []) ?? [];
  return periods.length === 0 ? undefined : periods.reduce((a, b) => Math.min(a, b));
}

/** What the parts of the runner share: the timeline's state, the sensors watched, the player, the source's present. */
export class RunnerDesk {
  readonly player: PlayerLink;
  readonly clock: RunnerClock;
  readonly #options: RunnerDeskOptions;
  #sensorIds: readonly SensorId[] = [];
  #viewedMs = 0;

  constructor(options: RunnerDeskOptions) {
    const { client, clock, port, store, onFrame, lateDataMs } = options;
    this.#options = options;
    this.clock = clock;
    this.player = new PlayerLink({
      ...{ client, clock, port, onFrame },
      knownUntil: () => {
        const presentMs = this.grows() ? this.presentMs() : Infinity;
        return { presentMs, settledMs: presentMs - lateDataMs() };
      },
      onProblem: (problem) => store.setState({ problem }),
    });
  }

  playback(): PlaybackState | undefined {
    return this.#options.store.getState().playback;
  }

  sensorIds(): readonly SensorId[] {
    return this.#sensorIds;
  }

  /** True while samples keep coming. In live one stays live, also when nobody knows whether more will come. */
  grows(): boolean {
    return this.#options.store.getState().extent?.live === true || this.playback()?.phase === 'live';
  }

  /** Now, by the clock of the sources. */
  presentMs(): number {
    return this.clock.wallMs() + (this.#options.store.getState().extent?.clockSkewMs ?? 0);
  }

  dispatch(event: PlaybackEvent): void {
    const playback = this.playback();
    const next = playback && stepPlayback(playback, event);
    if (next !== playback) {
      this.#options.store.setState({ playback: next });
    }
  }

  /** Other sensors or other samples: nothing kept is right any more. */
  watch(sensorIds: readonly SensorId[]): void {
    this.#sensorIds = sensorIds;
    this.player.watch(sensorIds, closestSamplesMs(this.#options.store.getState().extent));
  }

  /** Tells the player where the timeline looks. */
  sendView(): void {
    const playback = this.playback();
    if (playback !== undefined && this.#sensorIds.length > 0) {
      const { timeMs, window, range, speed } = playback;
      this.#viewedMs = this.clock.nowMs();
      this.player.sendView({ timeMs, window, range, speed, running: isRunning(playback) });
    }
  }

  /** How long ago the player heard of the view. */
  viewAgeMs(): number {
    return this.clock.nowMs() - this.#viewedMs;
  }

  /** Shows what was answered. What is not here changes nothing but the marks of what is shown. */
  publish({ timeMs, exact, covered, columns, changed }: FrameAnswer): void {
    if (!covered && changed.length === 0) {
      return;
    }
    this.#options.frames.publish({ ...columns, timeMs, exact, changed, sensorIds: this.#sensorIds });
  }

  /** Nothing is stored: every value says so, at no moment. */
  showNothing(): void {
    const count = this.#sensorIds.length;
    const changed = Uint32Array.from({ length: count }, (_, index) => index);
    const frame = { ...emptyColumns(count), timeMs: NaN, exact: true, changed, sensorIds: this.#sensorIds };
    this.#options.frames.publish(frame);
  }
}

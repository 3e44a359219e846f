import type { TimeRange } from '../../shared/history/timeRange';
import type { SensorId } from '../../shared/model/ids';
import type { PlaybackStore } from '../state/playbackStore';
import { Heartbeat } from './heartbeat';
import type { RestReader } from './restReader';
import type { Attention } from './runnerClock';
import type { RunnerDesk } from './runnerDesk';

/** How often the end of a growing history moves on while the past is shown. */
const growEveryMs = 10_000;
/** In live the values are read no more and no less often than this. */
const leastLiveMs = 1_000;
const unknownLiveMs = 5_000;
const mostLiveMs = 60_000;
/** While a source is lost, what it last said soon is no news any more: marks must not wait for a long period. */
const lostLiveMs = 5_000;

/** What the pulse works with. */
export interface LivePulseOptions {
  readonly desk: RunnerDesk;
  readonly rest: RestReader;
  readonly store: PlaybackStore;
  readonly attention: Attention;
  /** How often the fastest of these sensors usually has a new sample; undefined: not known. */
  readonly periodMs: (sensorIds: readonly SensorId[]) => number | undefined;
}

/** Lets the end of a history that grows go with the time, and in live reads the values of now. */
export class LivePulse {
  readonly #options: LivePulseOptions;
  readonly #heartbeat: Heartbeat;
  readonly #stopWatching: () => void;
  /** In live no frames are shown: what could be better of them waits until live is left. */
  #toReadAgain: TimeRange | undefined;

  constructor(options: LivePulseOptions) {
    this.#options = options;
    const { desk, attention, store } = options;
    this.#heartbeat = new Heartbeat({
      ...{ clock: desk.clock, attention },
      periodMs: () => this.#periodMs(),
      onBeat: () => this.#beat(),
    });
    this.#stopWatching = store.subscribe(({ playback }) => {
      if (this.#toReadAgain !== undefined && playback?.phase !== 'live') {
        this.#leave(this.#toReadAgain);
      }
    });
  }

  /** Shows now, and goes on with it. Nothing happens where the history does not grow. */
  goLive(): void {
    const { desk, rest } = this.#options;
    if (desk.playback() === undefined || !desk.grows()) {
      return;
    }
    const nowMs = desk.presentMs();
    rest.stop();
    desk.dispatch({ type: 'go-live', nowMs });
    this.#toReadAgain ??= { startMs: nowMs, endMs: nowMs };
    desk.sendView();
    desk.player.look(nowMs);
    this.#heartbeat.beatNow();
  }

  /** Reads now instead of when the next turn would come. */
  beatNow(): void {
    this.#heartbeat.beatNow();
  }

  /** Keeps for later that frames of a range can be better now; false: the past is shown, so they are needed at once. */
  postpone({ startMs, endMs }: TimeRange): boolean {
    const later = this.#toReadAgain;
    if (later !== undefined) {
      this.#toReadAgain = { startMs: Math.min(later.startMs, startMs), endMs: Math.max(later.endMs, endMs) };
    }
    return later !== undefined;
  }

  dispose(): void {
    this.#heartbeat.dispose();
    this.#stopWatching();
  }

  #leave({ startMs, endMs }: TimeRange): void {
    const { desk } = this.#options;
    this.#toReadAgain = undefined;
    desk.player.readAgain({ startMs, endMs: Math.max(endMs, desk.presentMs()) });
  }

  #isLive(): boolean {
    return this.#options.desk.playback()?.phase === 'live';
  }

  #periodMs(): number | undefined {
    const { desk, periodMs } = this.#options;
    if (!desk.grows()) {
      return undefined;
    }
    if (!this.#isLive()) {
      return growEveryMs;
    }
    const usualMs = periodMs(desk.sensorIds()) ?? unknownLiveMs;
    const mostMs = desk.player.isAnyUnreachable() ? lostLiveMs : mostLiveMs;
    return Math.min(Math.max(usualMs, leastLiveMs), mostMs);
  }

  async #beat(): Promise<void> {
    const { desk, rest } = this.#options;
    const nowMs = desk.presentMs();
    if (!this.#isLive() || desk.sensorIds().length === 0) {
      desk.dispatch({ type: 'now', nowMs });
      return;
    }
    const columns = await rest.read(nowMs);
    if (columns !== undefined && this.#isLive()) {
      // The moment shown is that of the values, not the later one at which they have come.
      desk.dispatch({ type: 'now', nowMs });
      desk.player.showExact(nowMs, columns);
    }
  }
}

import { isRunning, type PlaybackState, stepPlayback } from '../../shared/playback/playbackMachine';
import { FrameLoop } from './frameLoop';
import type { FrameAnswer } from './playerLink';
import type { RunnerDesk } from './runnerDesk';

/** How often the player hears where the clock is while it runs. */
const viewEveryMs = 250;
/** What the clock waits for is asked for again after this. */
const askAgainMs = 2_000;

/** What the running clock calls for. */
export interface RunningClockOptions {
  readonly desk: RunnerDesk;
  readonly newSeekId: () => number;
  /** The clock waits for values; the seek of this id is to be told when it takes long. */
  readonly onStarved: (seekId: number) => void;
  /** What a seek waited for is here. */
  readonly onHere: () => void;
  /** The clock has come to its end. */
  readonly onEnd: () => void;
}

/** Moves the playhead before each drawn frame, as far as values are here. */
export class RunningClock {
  readonly #options: RunningClockOptions;
  readonly #loop: FrameLoop;
  /** The look the clock waits for, and the elapsed time it is for. */
  #look: { readonly lookId: number; readonly elapsedMs: number } | undefined;
  #tickedMs = 0;

  constructor(options: RunningClockOptions) {
    this.#options = options;
    this.#loop = new FrameLoop(options.desk.clock, () => this.#tick());
  }

  /** Lets the clock run. Nothing changes where it runs already. */
  start(): void {
    if (!this.#loop.isRunning()) {
      this.#tickedMs = this.#options.desk.clock.nowMs();
      this.#loop.start();
    }
  }

  /** What was asked for the next frame is of no use any more. */
  forget(): void {
    this.#look = undefined;
  }

  stop(): void {
    this.#loop.stop();
  }

  #tick(): boolean {
    const playback = this.#options.desk.playback();
    if (playback === undefined || !isRunning(playback)) {
      return false;
    }
    if (this.#look === undefined && !playback.dragging) {
      this.#askForNext();
    }
    return true;
  }

  /** Asks for the values of where the clock would be; it moves there when they have come. */
  #askForNext(): void {
    const { desk } = this.#options;
    const nowMs = desk.clock.nowMs();
    const elapsedMs = nowMs - this.#tickedMs;
    this.#tickedMs = nowMs;
    if (desk.viewAgeMs() > viewEveryMs) {
      desk.sendView();
    }
    const timeMs = this.#timeAfter(elapsedMs);
    if (timeMs === undefined) {
      return;
    }
    if (desk.sensorIds().length === 0) {
      desk.dispatch({ type: 'frame', elapsedMs });
      return;
    }
    const lookId = desk.player.newLookId();
    this.#look = { lookId, elapsedMs };
    desk.player.lookAhead(timeMs, lookId);
  }

  #timeAfter(elapsedMs: number): number | undefined {
    const { desk } = this.#options;
    const after = (): PlaybackState | undefined => {
      const playback = desk.playback();
      const running: PlaybackState | undefined =
        playback?.phase === 'seeking' ? { ...playback, phase: 'playing' } : playback;
      return running && stepPlayback(running, { type: 'frame', elapsedMs });
    };
    const next = after();
    if (next === undefined || next.timeMs < next.range.endMs || !desk.grows()) {
      return next?.timeMs;
    }
    // The history has grown since its end was last looked at.
    desk.dispatch({ type: 'now', nowMs: desk.presentMs() });
    return after()?.timeMs;
  }

  /** Takes the answer that the clock waits for; false: it was not for the clock. */
  receive(answer: FrameAnswer): boolean {
    const { desk, onHere, onEnd } = this.#options;
    if (this.#look?.lookId !== answer.lookId) {
      return false;
    }
    const { elapsedMs } = this.#look;
    this.#look = undefined;
    if (!answer.covered) {
      this.#starve(answer.timeMs);
      return true;
    }
    desk.publish(answer);
    onHere();
    desk.dispatch({ type: 'frame', elapsedMs });
    if (desk.playback()?.phase === 'paused') {
      onEnd();
    }
    return true;
  }

  #starve(timeMs: number): void {
    const { desk, newSeekId, onStarved } = this.#options;
    if (desk.playback()?.phase === 'playing') {
      const seekId = newSeekId();
      desk.dispatch({ type: 'starved', seekId });
      desk.sendView();
      onStarved(seekId);
      this.#askAgain(seekId, timeMs);
    }
  }

  /** What came without the values of this moment is read again, until the clock goes on. */
  #askAgain(seekId: number, timeMs: number): void {
    const { desk } = this.#options;
    const playback = desk.playback();
    if (playback?.phase === 'seeking' && playback.seekId === seekId) {
      desk.player.readAgain({ startMs: timeMs, endMs: timeMs + 1 });
      desk.clock.after(askAgainMs, () => this.#askAgain(seekId, timeMs));
    }
  }
}

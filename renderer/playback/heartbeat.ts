import type { Attention, RunnerClock } from './runnerClock';

/** What a heartbeat works with. */
export interface HeartbeatOptions {
  readonly clock: RunnerClock;
  readonly attention: Attention;
  /** From the start of one beat to the start of the next; undefined: none is due. */
  readonly periodMs: () => number | undefined;
  /** One beat. The next does not begin before this one has ended. */
  readonly onBeat: () => Promise<void>;
}

/** Does something again and again while somebody looks: at once when they come back. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stopSeeing: () => void;
  #stopWaiting: (() => void) | undefined;
  /** Tells the beat that schedules the next from one that was overtaken. */
  #beat = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#stopSeeing = options.attention.onSeen(() => this.beatNow());
  }

  /** Beats now instead of when the next turn would come. */
  beatNow(): void {
    this.#stopWaiting?.();
    this.#beat += 1;
    void this.#go(this.#beat);
  }

  dispose(): void {
    this.#stopWaiting?.();
    this.#beat += 1;
    this.#stopSeeing();
  }

  async #go(beat: number): Promise<void> {
    const { clock, attention, periodMs, onBeat } = this.#options;
    if (periodMs() === undefined || !attention.isSeen()) {
      return;
    }
    const startedMs = clock.nowMs();
    await onBeat();
    const nextMs = periodMs();
    if (beat === this.#beat && nextMs !== undefined) {
      const waitMs = Math.max(0, startedMs + nextMs - clock.nowMs());
      this.#stopWaiting = clock.after(waitMs, () => this.beatNow());
    }
  }
}

import type { RunnerClock } from './runnerClock';

/** Calls back before each drawn frame while it is wanted. */
export class FrameLoop {
  readonly #clock: RunnerClock;
  readonly #onFrame: () => boolean;
  #stop: (() => void) | undefined;

  /** `onFrame` answers whether a further frame is wanted. */
  constructor(clock: RunnerClock, onFrame: () => boolean) {
    this.#clock = clock;
    this.#onFrame = onFrame;
  }

  isRunning(): boolean {
    return this.#stop !== undefined;
  }

  start(): void {
    this.#stop ??= this.#clock.nextFrame(() => {
      this.#stop = undefined;
      if (this.#onFrame()) {
        this.start();
      }
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}

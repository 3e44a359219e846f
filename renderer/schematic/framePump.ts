/** Paints for at most this long; false: something is left for another frame. */
export type PaintFrame = (budgetMs: number) => boolean;

/** Script time a frame may spend on drawing new tiles: the rest of 33 ms is the browser's. */
const frameBudgetMs = 14;
/** A drawing without its font is better than none. */
const longestWaitMs = 700;

/** Gathers requests into at most one painted frame per animation frame. */
export class FramePump {
  readonly #paint: PaintFrame;
  /** Work for when nothing is asked for, a piece at a time; false: none is left. */
  readonly #idle: () => boolean;
  #resting: number | undefined;
  #requested: number | undefined;
  /** A frame was painted early: the next one waits for the browser's turn. */
  #paintedEarly = false;
  #waiting: Promise<unknown> | undefined;
  #waiters: (() => void)[] = [];
  #framesPainted = 0;
  #lastPaintMs = 0;
  #stopped = false;

  constructor(paint: PaintFrame, idle: () => boolean) {
    this.#paint = paint;
    this.#idle = idle;
  }

  /** Holds the first frame back, for a short while, until something is there. */
  waitFor(ready: Promise<unknown> | undefined): void {
    if (ready === undefined) {
      return;
    }
    const late = new Promise((resolve) => setTimeout(resolve, longestWaitMs));
    const waiting = Promise.race([ready, late]).finally(() => {
      this.#waiting = undefined;
      this.request();
    });
    this.#waiting = waiting;
  }

  request(): void {
    if (this.#requested === undefined && !this.#stopped && this.#waiting === undefined) {
      this.#requested = requestAnimationFrame(() => this.#frame());
    }
  }

  /**
   * Paints what is due in this very task, so that it stands in the browser's next frame instead of the one after.
   * At most once between two animation frames; a second time, or with nothing due, it waits as usual.
   */
  paintEarly(): void {
    if (this.#requested === undefined || this.#paintedEarly || this.#stopped) {
      return;
    }
    cancelAnimationFrame(this.#requested);
    this.#paintedEarly = true;
    requestAnimationFrame(() => {
      this.#paintedEarly = false;
    });
    this.#frame();
  }

  paintNow(): void {
    if (this.#stopped || this.#waiting !== undefined) {
      return;
    }
    while (!this.#run(Infinity)) {
      // The budget has no end, so a second round only takes what the first one found due.
    }
    this.#settle();
  }

  async whenPainted(): Promise<void> {
    await this.#waiting;
    this.request();
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  /** True while a frame is being painted ahead of the browser's turn. */
  get isEarly(): boolean {
    return this.#paintedEarly;
  }

  statistics(): { readonly framesPainted: number; readonly lastPaintMs: number } {
    return { framesPainted: this.#framesPainted, lastPaintMs: this.#lastPaintMs };
  }

  stop(): void {
    this.#stopped = true;
    if (this.#requested !== undefined) {
      cancelAnimationFrame(this.#requested);
    }
    if (this.#resting !== undefined) {
      cancelIdleCallback(this.#resting);
    }
    this.#settle();
  }

  #frame(): void {
    this.#requested = undefined;
    if (this.#run(frameBudgetMs)) {
      this.#settle();
      this.#rest();
    } else {
      this.request();
    }
  }

  #run(budgetMs: number): boolean {
    const startMs = performance.now();
    const done = this.#paint(budgetMs);
    this.#lastPaintMs = performance.now() - startMs;
    this.#framesPainted += 1;
    return done;
  }

  #rest(): void {
    if (this.#resting !== undefined || this.#stopped) {
      return;
    }
    this.#resting = requestIdleCallback(() => {
      this.#resting = undefined;
      if (this.#requested === undefined && !this.#stopped && this.#idle()) {
        this.#rest();
      }
    });
  }

  #settle(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    waiters.forEach((resolve) => resolve());
  }
}

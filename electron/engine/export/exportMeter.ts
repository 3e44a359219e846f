import type { ExportContext } from './exportRequest';

/** Progress is told no oftener. */
const tellEveryMs = 100;
/** Before that much work nobody can say how long the rest takes. */
const leastElapsedMs = 1_000;

/** Where an export stands at its start: what an earlier run has written. */
export interface ExportStart {
  readonly dayCount: number;
  readonly daysDone: number;
  readonly rows: number;
  readonly sizeBytes: number;
}

/** Counts what an export does and tells how far it is. */
export class ExportMeter {
  readonly #context: ExportContext;
  readonly #start: ExportStart;
  readonly #beganMs: number;
  #daysDone: number;
  #rows: number;
  #sizeBytes: number;
  #share = 0;
  #pausedMs = 0;
  #toldMs = -Infinity;

  constructor(context: ExportContext, start: ExportStart) {
    this.#context = context;
    this.#start = start;
    this.#beganMs = context.nowMs();
    this.#daysDone = start.daysDone;
    this.#rows = start.rows;
    this.#sizeBytes = start.sizeBytes;
  }

  /** Waits until the export may run, and does not count the time. */
  readonly mayRun = async (): Promise<void> => {
    const sinceMs = this.#context.nowMs();
    await this.#context.mayRun();
    this.#pausedMs += this.#context.nowMs() - sinceMs;
  };

  /** Rows were made; `share` (0 to 1) of the day is done. */
  addRows(rows: number, share: number): void {
    this.#rows += rows;
    this.#share = share;
    this.#tell(false);
  }

  addBytes(sizeBytes: number): void {
    this.#sizeBytes += sizeBytes;
  }

  finishDay(): void {
    this.#daysDone += 1;
    this.#share = 0;
    this.#tell(this.#daysDone === this.#start.dayCount);
  }

  #tell(always: boolean): void {
    const nowMs = this.#context.nowMs();
    if (always || nowMs - this.#toldMs >= tellEveryMs) {
      this.#toldMs = nowMs;
      this.#context.report({
        daysDone: this.#daysDone,
        dayCount: this.#start.dayCount,
        rows: this.#rows,
        sizeBytes: this.#sizeBytes,
        secondsLeft: this.#secondsLeft(nowMs),
      });
    }
  }

  #secondsLeft(nowMs: number): number | undefined {
    const done = this.#daysDone - this.#start.daysDone + this.#share;
    const left = this.#start.dayCount - this.#daysDone - this.#share;
    const elapsedMs = nowMs - this.#beganMs - this.#pausedMs;
    return elapsedMs < leastElapsedMs || done <= 0 ? undefined : (elapsedMs / done) * (left / 1_000);
  }
}

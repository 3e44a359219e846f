import { setImmediate } from 'node:timers/promises';
import { AbortError } from '../../../../shared/history/abortError';
import type { CoverageEdit, CoverageLedger } from './coverageLedger';

/** One step of a write, inside a transaction. True when all is done; it stops when time is due. */
export type WriteStep = (edit: CoverageEdit, isDue: () => boolean) => boolean;

/** Begins nothing more in a transaction after this long: with what was begun, and its commit, it takes some 5 ms. */
const sliceMs = 3;

/** Writes one after the other, each in short transactions between which others get their turn. */
export class WriteQueue {
  readonly #ledger: CoverageLedger;
  readonly #sliceNow: () => number;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  /** `sliceNow` measures the transactions, in ms. */
  constructor(ledger: CoverageLedger, sliceNow: () => number) {
    this.#ledger = ledger;
    this.#sliceNow = sliceNow;
  }

  /** Runs work when all that was added before has ended. */
  add(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  /** Runs steps, each in a transaction, until one says that all is done. To be called by work of the queue. */
  async inSlices(signal: AbortSignal, step: WriteStep): Promise<void> {
    for (let isDone = false; !isDone;) {
      if (signal.aborted || this.#closed) {
        throw new AbortError();
      }
      const untilMs = this.#sliceNow() + sliceMs;
      this.#ledger.transact((edit) => {
        isDone = step(edit, () => this.#sliceNow() >= untilMs);
      });
      // Also after the last one: what waited for it may be long work too.
      await setImmediate();
    }
  }

  /** Resolves when all that was added until now has ended, well or not. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Nothing is written from now on. */
  close(): void {
    this.#closed = true;
  }
}

/** A step that does the same with each of some items, as far as time allows. */
export function eachOf<T>(items: readonly T[], work: (item: T, edit: CoverageEdit) => void): WriteStep {
  let at = 0;
  return (edit, isDue) => {
    while (at < items.length) {
      const item = items[at];
      at += 1;
      if (item !== undefined) {
        work(item, edit);
      }
      if (isDue()) {
        break;
      }
    }
    return at === items.length;
  };
}

/** Runs one piece of asynchronous work after the other, in the order in which they were asked for. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Settles as `work` does, which begins when everything asked for before has ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const outcome = this.#last.then(work).finally(() => (this.#waiting -= 1));
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  /** Whether nothing runs or waits. */
  isIdle(): boolean {
    return this.#waiting === 0;
  }
}

/** So many pieces of work share a transaction at most. */
const mostTogether = 32;

interface Waiting<Room> {
  /** Answers what to tell whoever waits, once it is known whether the transaction was committed. */
  run(room: Room): Promise<() => void>;
  fail(failure: unknown): void;
}

/**
 * Work that has to be done one piece after the other, in the order in which it was asked for. What waits at the same time
 * shares a transaction. When one of several fails they are all run again, each in a transaction of its own, so work must
 * do nothing but through the transaction.
 */
export class GroupedChanges<Room> {
  readonly #enter: (visit: (room: Room) => Promise<void>) => Promise<void>;
  #waiting: Waiting<Room>[] = [];
  #isBusy = false;

  /** `enter` begins a transaction, lets `visit` do its work, and commits; it may do so several times. */
  constructor(enter: (visit: (room: Room) => Promise<void>) => Promise<void>) {
    this.#enter = enter;
  }

  /** Settles as `work` does, after the commit. */
  run<T>(work: (room: Room) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        run: async (room) => {
          const outcome = await work(room);
          return () => resolve(outcome);
        },
        fail: reject,
      });
      if (!this.#isBusy) {
        this.#isBusy = true;
        void this.#runAll();
      }
    });
  }

  /** Whether nothing runs or waits. */
  isIdle(): boolean {
    return !this.#isBusy;
  }

  async #runAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, mostTogether);
      if (group.length === 1 || !(await this.#tryTogether(group))) {
        for (const waiting of group) {
          await this.#runAlone(waiting);
        }
      }
    }
    this.#isBusy = false;
  }

  async #tryTogether(group: readonly Waiting<Room>[]): Promise<boolean> {
    try {
      await this.#runInOne(group);
      return true;
    } catch {
      // Whoever it was hears of it when run alone.
      return false;
    }
  }

  async #runAlone(waiting: Waiting<Room>): Promise<void> {
    try {
      await this.#runInOne([waiting]);
    } catch (failure) {
      waiting.fail(failure);
    }
  }

  async #runInOne(group: readonly Waiting<Room>[]): Promise<void> {
    let settle: (() => void)[] = [];
    await this.#enter(async (room) => {
      settle = [];
      for (const waiting of group) {
        settle.push(await waiting.run(room));
      }
    });
    settle.forEach((tell) => tell());
  }
}

import { setImmediate } from 'node:timers/promises';
import type { TenantConnection } from './tenantConnection';

/** So many pieces of work share a commit at most. */
const mostTogether = 64;

interface Waiting {
  /** Answers what to tell whoever waits, once it is known whether the group was committed. */
  run(writer: TenantConnection): Promise<() => void>;
  fail(failure: unknown): void;
}

/**
 * Writes to one file, one piece of work after the other, each whole or not at all. Those that wait at the same time
 * share one commit: that is one wait for the disk. Each hears of its outcome when it is on the disk.
 */
export class GroupedWrites {
  readonly #writer: TenantConnection;
  readonly #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(writer: TenantConnection) {
    this.#writer = writer;
  }

  /** Settles as `work` does, after the commit. What it throws undoes what it wrote and nothing else. */
  run<T>(work: (writer: TenantConnection) => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        run: async (writer) => {
          const outcome = await work(writer);
          return () => resolve(outcome);
        },
        fail: reject,
      });
      if (!this.#isWriting) {
        this.#isWriting = true;
        void this.#writeAll();
      }
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that came in while the disk was waited for join this group.
      await setImmediate();
      const group = this.#waiting.splice(0, mostTogether);
      try {
        const settle = await this.#writer.transaction('BEGIN IMMEDIATE', () => this.#runEach(group));
        settle.forEach((tell) => tell());
      } catch (failure) {
        group.forEach((waiting) => waiting.fail(failure));
      }
    }
    this.#isWriting = false;
  }

  async #runEach(group: readonly Waiting[]): Promise<readonly (() => void)[]> {
    const settle: (() => void)[] = [];
    for (const waiting of group) {
      try {
        settle.push(await this.#writer.savepoint(() => waiting.run(this.#writer)));
      } catch (failure) {
        // SQLite undoes everything by itself when, for instance, the disk is full: then nobody's work stands.
        if (!this.#writer.isInTransaction()) {
          throw failure;
        }
        settle.push(() => waiting.fail(failure));
      }
    }
    return settle;
  }
}

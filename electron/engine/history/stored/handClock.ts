import { setImmediate } from 'node:timers/promises';
import { AbortError, throwIfAborted } from '../../../../shared/history/abortError';
import type { Clock } from './clock';

interface Waiter {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Lets everything that is ready run: promises, immediates and what they start. */
export async function letRun(): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    await setImmediate();
  }
}

/** A clock that a test turns. */
export class HandClock implements Clock {
  #nowMs: number;
  readonly #waiters = new Set<Waiter>();

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  async wait(delayMs: number, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    return new Promise((resolve, reject) => {
      const waiter = { atMs: this.#nowMs + delayMs, wake: resolve };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', () => {
        this.#waiters.delete(waiter);
        reject(new AbortError());
      });
    });
  }

  /** Moves on, waking whoever waits in their turn, each with what they start. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await letRun();
    for (;;) {
      const [next] = [...this.#waiters].sort((left, right) => left.atMs - right.atMs);
      if (next === undefined || next.atMs > untilMs) {
        break;
      }
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#waiters.delete(next);
      next.wake();
      await letRun();
    }
    this.#nowMs = untilMs;
    await letRun();
  }
}

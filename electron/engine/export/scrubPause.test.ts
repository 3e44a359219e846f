import { expect, test } from 'vitest';
import { AbortError } from '../../../shared/history/abortError';
import { createScrubPause, type PauseClock, systemPauseClock } from './scrubPause';

// Rule numbers refer to docs/spec/export.md.

/** A clock that stands still until it is turned. */
class HandClock implements PauseClock {
  #nowMs = 0;
  #waiting: { readonly atMs: number; readonly wake: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  wait(durationMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake, fail) => {
      this.#waiting.push({ atMs: this.#nowMs + durationMs, wake });
      signal.addEventListener('abort', () => fail(new AbortError()));
    });
  }

  /** Turns the clock and lets everything that was waiting for it go on. */
  async turn(byMs: number): Promise<void> {
    this.#nowMs += byMs;
    const due = this.#waiting.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > this.#nowMs);
    due.forEach(({ wake }) => wake());
    await new Promise(setImmediate);
  }
}

function open() {
  const clock = new HandClock();
  const pause = createScrubPause(clock);
  const controller = new AbortController();
  const begin = () => {
    const state = { outcome: 'waits' };
    pause.mayRun(controller.signal).then(
      () => (state.outcome = 'runs'),
      (error: unknown) => (state.outcome = error instanceof Error ? error.name : 'threw'),
    );
    return state;
  };
  return { clock, pause, controller, begin };
}

test('[EX20] without a person bulk reads run at once', async () => {
  const { clock, begin } = open();
  const state = begin();
  await clock.turn(0);
  expect(state.outcome).toBe('runs');
});

test('[EX20] they run when nobody has read for two seconds, counted from the last read', async () => {
  const { clock, pause, begin } = open();
  pause.noteInteractive();
  const state = begin();
  await clock.turn(1_500);
  pause.noteInteractive();
  await clock.turn(1_999);
  expect(state.outcome).toBe('waits');
  expect(pause.isOpen()).toBe(false);
  await clock.turn(1);
  expect(state.outcome).toBe('runs');
  expect(pause.isOpen()).toBe(true);
});

test('[EX20] everybody who waits goes on', async () => {
  const { clock, pause, begin } = open();
  pause.noteInteractive();
  const states = [begin(), begin(), begin()];
  await clock.turn(2_000);
  expect(states.map(({ outcome }) => outcome)).toEqual(['runs', 'runs', 'runs']);
});

test('[EX20] [EX12] who is cancelled while waiting stops waiting', async () => {
  const { clock, pause, controller, begin } = open();
  pause.noteInteractive();
  const state = begin();
  await clock.turn(100);
  controller.abort();
  await clock.turn(0);
  expect(state.outcome).toBe('AbortError');
  const after = begin();
  await clock.turn(0);
  expect(after.outcome).toBe('AbortError');
});

test('[EX12] the machine’s clock ends a wait with an AbortError', async () => {
  const controller = new AbortController();
  const waiting = systemPauseClock.wait(600_000, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toBeInstanceOf(AbortError);
  const before = systemPauseClock.nowMs();
  await systemPauseClock.wait(1, new AbortController().signal);
  expect(systemPauseClock.nowMs()).toBeGreaterThan(before);
});

test('[EX20] while somebody goes on and on they get a turn every 30 s', async () => {
  const { clock, pause, begin } = open();
  pause.noteInteractive();
  const state = begin();
  for (let second = 0; second < 29; second += 1) {
    await clock.turn(1_000);
    pause.noteInteractive();
  }
  expect(state.outcome).toBe('waits');
  await clock.turn(1_000);
  expect(state.outcome).toBe('runs');
});

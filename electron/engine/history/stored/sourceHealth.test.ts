import { expect, test } from 'vitest';
import { type AppError, AppFailure } from '../../../../shared/lib/appError';
import type { Clock } from './clock';
import { HandClock, letRun } from './handClock';
import { SourceAwayError, SourceHealth, type SourceStatus } from './sourceHealth';

const never = new AbortController().signal;

/** A health whose source fails with an error while one is set. Its timers are late by some ms. */
function scripted(lateMs = 0) {
  const clock = new HandClock(1_000_000);
  const lateClock: Clock = {
    now: () => clock.now(),
    wait: (delayMs, signal) => clock.wait(delayMs + lateMs, signal),
  };
  const told: SourceStatus[] = [];
  const state = { failure: undefined as Error | undefined, asked: 0 };
  const answer = async (): Promise<number> => {
    state.asked += 1;
    await letRun();
    if (state.failure !== undefined) {
      throw state.failure;
    }
    return state.asked;
  };
  const health = new SourceHealth({ clock: lateClock, probe: answer, onStatus: (status) => told.push(status) });
  const ask = (): Promise<number> => health.ask(never, answer);
  return { clock, told, state, health, ask };
}

const refused: AppError = { code: 'source-failed', reason: 'unreachable', host: 'h:1', detail: 'refused' };
const limit: AppError = { code: 'source-failed', reason: 'limit', host: 'h:1', detail: '' };

test('[T13] after a failure the source is left alone for 1 s, 2 s, 4 s and so on up to 30 s', async () => {
  const { clock, state, health, ask } = scripted();
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  const askedMs: number[] = [];
  for (let second = 0; second < 200; second += 0.5) {
    const before = state.asked;
    await clock.advance(500);
    if (state.asked > before) {
      askedMs.push(clock.now() - 1_000_000);
    }
    await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  }
  expect(askedMs.slice(0, 8).map((ms) => ms / 1_000)).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
  expect(health.status()).toMatchObject({ kind: 'failing', sinceMs: 1_000_000, lastOkMs: undefined });
});

test('[T13] whoever asks meanwhile is turned away at once', async () => {
  const { state, health, ask } = scripted();
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  expect(health.mayAsk()).toBe(false);
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  expect(state.asked).toBe(1);
});

test('[T13] one question at a time is let through, and all others when it was answered', async () => {
  const { clock, state, ask } = scripted(5);
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  await clock.advance(1_000);
  state.failure = undefined;
  const first = ask();
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  expect(await first).toBe(2);
  expect(await Promise.all([ask(), ask()])).toEqual([4, 4]);
});

test('[T13] questions that fail together count as one failure', async () => {
  const { clock, state, ask } = scripted();
  state.failure = new Error('gone');
  await Promise.allSettled([ask(), ask(), ask()]);
  await clock.advance(1_000);
  expect(state.asked).toBe(4);
});

test('[T13] every change is told, and a new reason', async () => {
  const { clock, state, told, ask } = scripted();
  await ask();
  expect(told).toEqual([]);
  state.failure = new AppFailure(refused);
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  await clock.advance(1_000);
  state.failure = new Error('garbage');
  await clock.advance(2_000);
  state.failure = undefined;
  await clock.advance(4_000);
  expect(told.map(({ kind, failure }) => [kind, failure?.code])).toEqual([
    ['failing', 'source-failed'],
    ['failing', 'unexpected'],
    ['ok', undefined],
  ]);
  expect(told[1]).toMatchObject({ sinceMs: 1_000_000, lastOkMs: 1_000_000 });
  expect(told[2]).toMatchObject({ sinceMs: 1_007_000, lastOkMs: 1_007_000 });
});

test('[T13] a retry asks now', async () => {
  const { state, health, ask } = scripted();
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  await health.retry();
  expect([state.asked, health.status().kind]).toEqual([2, 'failing']);
  state.failure = undefined;
  await health.retry();
  expect([state.asked, health.status().kind]).toEqual([3, 'ok']);
});

test('[T13] a failure of the question says nothing of the source', async () => {
  const { state, health, told } = scripted();
  const isOfQuestion = ({ code }: AppError): boolean => code === 'source-failed';
  state.failure = new AppFailure(limit);
  const work = health.ask(never, () => Promise.reject(state.failure), isOfQuestion);
  await expect(work).rejects.toMatchObject({ error: { reason: 'limit' } });
  expect([health.status().kind, told.length]).toEqual(['ok', 0]);
});

test('[T13] a trial that is given up by its reader is followed by another', async () => {
  const { clock, state, health, ask } = scripted(5);
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  await clock.advance(1_000);
  const reader = new AbortController();
  const hanging = new Promise<never>((_, reject) => {
    reader.signal.addEventListener('abort', () => reject(new Error('aborted')));
  });
  const trial = health.ask(reader.signal, () => hanging);
  expect(health.mayAsk()).toBe(false);
  await clock.advance(100);
  expect(state.asked).toBe(1);
  reader.abort();
  await expect(trial).rejects.toMatchObject({ name: 'AbortError' });
  state.failure = undefined;
  await clock.advance(1_005);
  expect([state.asked, health.status().kind]).toEqual([2, 'ok']);
});

test('[T13] after it was closed nothing is asked', async () => {
  const { clock, state, health, ask } = scripted();
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  health.dispose();
  await clock.advance(60_000);
  await expect(ask()).rejects.toMatchObject({ name: 'AbortError' });
  expect(state.asked).toBe(1);
});

test('[T13] a timer that comes a moment early does not end the asking', async () => {
  const { clock, state, health, ask } = scripted(-1);
  state.failure = new Error('gone');
  await expect(ask()).rejects.toBeInstanceOf(SourceAwayError);
  state.failure = undefined;
  await clock.advance(999);
  expect(state.asked).toBe(2);
  expect(health.status().kind).toBe('ok');
});

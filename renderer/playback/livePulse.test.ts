import { expect, it } from 'vitest';
import type { EngineRequest } from '../../shared/contract/calls';
import { valueState } from '../../shared/history/valueState';
import { createBench, extent, periodMs, sensorIds, truthAt } from './runnerBench';

const skewMs = 8_000_000;
const growing = { ...extent, live: true, clockSkewMs: skewMs };

type Bench = ReturnType<typeof createBench>;

function snapshotsAsked({ waiting }: Bench): readonly number[] {
  return waiting
    .filter((call) => call.name === 'history:snapshot' && call.options.signal?.aborted === false)
    .map((call) => (call.request as EngineRequest<'history:snapshot'>).timeMs);
}

/** A bench that shows now. Its clock stands at 0, which is `skewMs` for the source. */
async function startLive() {
  const bench = createBench({ extent: growing });
  await bench.answerAll();
  return bench;
}

it('[P35] a growing history opens live, with the source’s own answer for now', async () => {
  const bench = await startLive();
  expect(bench.playback()).toMatchObject({ phase: 'live', timeMs: skewMs, range: { startMs: 0, endMs: skewMs } });
  expect(bench.playback().window.endMs).toBe(skewMs);
  expect(bench.frames.current()).toMatchObject({ exact: true, timeMs: skewMs });
  expect(bench.frames.current()?.values[0]).toBe(truthAt(skewMs).value);
});

it('[P35] now is read at the sensors’ own period, one read at a time', async () => {
  const bench = await startLive();
  bench.turn(periodMs - 1);
  expect(snapshotsAsked(bench)).toEqual([]);
  bench.turn(1);
  expect(snapshotsAsked(bench)).toEqual([skewMs + periodMs]);
  bench.turn(3 * periodMs);
  expect(snapshotsAsked(bench)).toEqual([skewMs + periodMs]);
  await bench.answerAll();
  expect(bench.frames.current()?.timeMs).toBe(skewMs + periodMs);
  expect(bench.playback().timeMs).toBe(skewMs + periodMs);
  bench.turn(0);
  expect(snapshotsAsked(bench)).toEqual([skewMs + 4 * periodMs]);
});

it('[P35] nothing is read while nobody looks, and at once when they are back', async () => {
  const bench = await startLive();
  bench.see(false);
  for (let count = 0; count < 5; count += 1) {
    bench.turn(periodMs);
    await bench.answerAll();
  }
  expect(bench.playback().timeMs).toBe(skewMs);
  bench.see(true);
  expect(snapshotsAsked(bench)).toEqual([skewMs + 5 * periodMs]);
});

it('[P36] while the past is shown the end goes on with the time, and nothing is read or forgotten', async () => {
  const bench = await startLive();
  bench.runner.seek(3_000_000);
  bench.turn(160);
  await bench.answerAll();
  const before = bench.playback();
  const shown = bench.shown.length;
  for (let count = 0; count < 6; count += 1) {
    bench.turn(10_000);
    await bench.settle();
  }
  expect(bench.playback().range.endMs).toBeGreaterThanOrEqual(skewMs + 50_000);
  expect(bench.playback()).toMatchObject({ phase: 'paused', timeMs: 3_000_000 });
  expect(bench.playback().window).toBe(before.window);
  expect(snapshotsAsked(bench)).toEqual([]);
  expect(bench.shown.length).toBe(shown);
});

it('[P36] a new description of the same history forgets nothing', async () => {
  const bench = await startLive();
  bench.runner.seek(3_000_000);
  bench.turn(160);
  await bench.answerAll();
  bench.runner.describeAgain({ ...growing, lastMs: 7_100_000, sampleCount: 1_015 });
  expect(bench.waiting).toEqual([]);
  expect(bench.playback()).toMatchObject({ phase: 'paused', timeMs: 3_000_000 });
});

it('[P37] a seek leaves live at once, and no later answer of now is shown', async () => {
  const bench = await startLive();
  bench.turn(periodMs);
  bench.runner.seek(3_000_000);
  expect(bench.playback()).toMatchObject({ phase: 'paused', timeMs: 3_000_000 });
  await bench.answerAll();
  bench.turn(160);
  await bench.answerAll();
  expect(bench.frames.current()).toMatchObject({ exact: true, timeMs: 3_000_000 });
  expect(bench.playback().phase).toBe('paused');
});

it('[P37] replay that runs into now pauses there', async () => {
  const bench = await startLive();
  bench.runner.seek(skewMs - 20_000);
  bench.turn(160);
  await bench.answerAll();
  bench.runner.send({ type: 'play' });
  for (let count = 0; count < 30; count += 1) {
    bench.turn(50);
    await bench.answerAll();
  }
  expect(bench.playback()).toMatchObject({ phase: 'paused', ranOut: true });
  expect(bench.playback().timeMs).toBeGreaterThan(skewMs);
  expect(bench.playback().timeMs).toBeLessThanOrEqual(skewMs + 160 + 30 * 50);
});

it('[P37] live is not entered where the history does not grow', async () => {
  const bench = createBench();
  await bench.answerAll();
  bench.runner.goLive();
  expect(bench.playback().phase).toBe('paused');
});

it('[P38] going live after an excursion brings back the window’s length', async () => {
  const bench = await startLive();
  bench.runner.send({ type: 'window-set', window: { startMs: skewMs - 600_000, endMs: skewMs } });
  bench.runner.seek(3_000_000);
  bench.runner.send({ type: 'window-set', window: { startMs: 2_999_000, endMs: 3_001_000 } });
  bench.turn(160);
  await bench.answerAll();
  bench.runner.goLive();
  await bench.answerAll();
  const { window, timeMs, phase } = bench.playback();
  expect(phase).toBe('live');
  expect(window).toEqual({ startMs: timeMs - 600_000, endMs: timeMs });
});

it('[P39] a source that is lost in live marks the values, and they recover by themselves', async () => {
  const bench = await startLive();
  bench.stored.missing = { startMs: skewMs + 1, endMs: Infinity };
  bench.stored.isLost = true;
  bench.runner.setUnreachable(new Set(sensorIds));
  await bench.answerAll();
  bench.turn(5_000);
  await bench.answerAll();
  expect(bench.playback().phase).toBe('live');
  expect(bench.frames.current()?.states[0]).toBe(valueState.approximate);
  bench.stored.missing = undefined;
  bench.runner.setUnreachable(new Set());
  await bench.answerAll();
  expect(bench.frames.current()?.states[0]).toBe(valueState.measured);
  expect(bench.playback().phase).toBe('live');
});

it('[P39] live stays live when a lost source no longer knows whether more will come', async () => {
  const bench = await startLive();
  bench.runner.describeAgain({ ...growing, live: false });
  await bench.answerAll();
  bench.turn(periodMs);
  await bench.answerAll();
  expect(bench.playback()).toMatchObject({ phase: 'live', timeMs: skewMs + periodMs });
});

it('[P30] what was stored while live was shown is read again when it is left', async () => {
  const bench = await startLive();
  bench.turn(2_000);
  bench.runner.historyStored({ startMs: skewMs - 60_000, endMs: skewMs });
  expect(bench.waiting.filter((call) => call.name === 'history:frames')).toEqual([]);
  bench.runner.seek(skewMs - 30_000);
  expect(bench.waiting.some((call) => call.name === 'history:frames')).toBe(true);
});

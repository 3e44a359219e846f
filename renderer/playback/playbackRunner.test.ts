import { expect, it } from 'vitest';
import { valueState } from '../../shared/history/valueState';
import { createBench, extent, sensorIds, truthAt } from './runnerBench';

it('[P18] at rest the source’s own answer is shown', async () => {
  const bench = createBench();
  await bench.answerAll();
  bench.runner.seek(3_333_333);
  bench.turn(160);
  await bench.answerAll();
  const { value, ageMs } = truthAt(3_333_333);
  expect(bench.frames.current()).toMatchObject({ exact: true, timeMs: 3_333_333 });
  expect(bench.frames.current()?.values[0]).toBe(value);
  expect(bench.frames.current()?.agesMs[0]).toBe(ageMs);
  expect(bench.playback().phase).toBe('paused');
});

it('[P18] whenever frames are exact or not called approximate, they are true', async () => {
  const bench = createBench();
  await bench.answerAll();
  for (let count = 0; count < 200; count += 1) {
    bench.runner.seek((count * 7_919_003) % extent.lastMs);
    const now = bench.frames.current();
    if (now?.states[0] !== valueState.approximate) {
      expect(now?.values[0]).toBe(truthAt(now?.timeMs ?? NaN).value);
    }
    bench.turn(160);
    await bench.answerAll();
    expect(bench.frames.current()?.values[0]).toBe(truthAt(bench.playback().timeMs).value);
  }
});

it('[P2] of two seeks the later is answered, the earlier aborted', async () => {
  const bench = createBench();
  bench.runner.seek(1_000_000);
  const first = bench.waiting.find(
    (call) => call.name === 'history:snapshot' && call.options.signal?.aborted === false,
  );
  bench.runner.seek(5_000_000);
  expect(first?.options.signal?.aborted).toBe(true);
  await bench.answerAll();
  expect(bench.playback()).toMatchObject({ phase: 'paused', timeMs: 5_000_000 });
  expect(bench.frames.current()?.values[0]).toBe(truthAt(5_000_000).value);
});

it('[P3] a seek without values keeps the old picture and shows after 100 ms that it waits', async () => {
  const bench = createBench();
  expect(bench.playback()).toMatchObject({ phase: 'seeking', slow: false });
  bench.turn(110);
  expect(bench.playback()).toMatchObject({ phase: 'seeking', slow: true });
  await bench.answer('history:snapshot');
  expect(bench.playback().phase).toBe('paused');
});

it('[P3] the clock waits for frames instead of showing old values', async () => {
  const bench = createBench();
  await bench.answer('history:snapshot');
  bench.runner.send({ type: 'play' });
  const startMs = bench.playback().timeMs;
  for (let count = 0; count < 10; count += 1) {
    bench.turn(16);
  }
  expect(bench.playback()).toMatchObject({ phase: 'seeking', resume: true, slow: true, timeMs: startMs });
  await bench.answerAll();
  for (let count = 0; count < 10; count += 1) {
    bench.turn(16);
  }
  expect(bench.playback().phase).toBe('playing');
  expect(bench.playback().timeMs).toBeGreaterThan(startMs + 8 * 16 * 60);
});

it('[P12] every frame shown while playing is true for its own moment', async () => {
  const bench = createBench();
  await bench.answerAll();
  bench.runner.send({ type: 'play' });
  const before = bench.shown.length;
  for (let count = 0; count < 300; count += 1) {
    bench.turn(16);
    await bench.answerAll();
  }
  const played = bench.shown.slice(before);
  expect(played.length).toBeGreaterThan(250);
  for (const frame of played) {
    expect(frame.values[0]).toBe(truthAt(frame.timeMs).value);
    expect(frame.states[0]).toBe(valueState.measured);
  }
});

it('[P4] playing into the end stops there and shows the exact values', async () => {
  const bench = createBench();
  await bench.answerAll();
  bench.runner.seek(extent.lastMs - 1_000);
  await bench.answerAll();
  bench.runner.send({ type: 'play' });
  for (let count = 0; count < 5; count += 1) {
    bench.turn(50);
    await bench.answerAll();
  }
  bench.turn(200);
  await bench.answerAll();
  expect(bench.playback()).toMatchObject({ phase: 'paused', timeMs: extent.lastMs });
  expect(bench.frames.current()).toMatchObject({ exact: true, timeMs: extent.lastMs });
});

it('[P19] at most two urgent requests and one other are under way', () => {
  const bench = createBench();
  bench.runner.send({ type: 'play' });
  const underWay = (): number =>
    bench.waiting.filter((call) => call.name === 'history:frames' && call.options.signal?.aborted === false).length;
  expect(underWay()).toBeLessThanOrEqual(3);
  bench.runner.seek(6_000_000);
  bench.runner.seek(1_000);
  expect(underWay()).toBeLessThanOrEqual(3);
});

it('[P1] the clock also runs where there is nothing to show', () => {
  const bench = createBench();
  bench.runner.watch([]);
  expect(bench.playback().phase).toBe('paused');
  bench.runner.send({ type: 'play' });
  const startMs = bench.playback().timeMs;
  bench.turn(16);
  bench.turn(16);
  expect(bench.playback().timeMs).toBeGreaterThan(startMs);
});

it('[P10] where nothing is stored every value says so', () => {
  const bench = createBench();
  bench.runner.setExtent({ live: false, clockSkewMs: 0, seriesCount: 0, sampleCount: 0, series: [] });
  expect(bench.frames.current()).toMatchObject({ sensorIds, states: Uint8Array.of(valueState.noData) });
  expect(bench.store.getState().playback).toBeUndefined();
});

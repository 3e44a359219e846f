import { expect, it } from 'vitest';
import type { EngineRequest } from '../../shared/contract/calls';
import { valueState } from '../../shared/history/valueState';
import { createBench, extent, sensorIds, truthAt } from './runnerBench';

const missing = { startMs: 3_600_000, endMs: 7_200_000 };
const lost = new Set(sensorIds);

type Bench = ReturnType<typeof createBench>;

function play(bench: Bench, frames: number): void {
  for (let count = 0; count < frames; count += 1) {
    bench.turn(16);
  }
}

function askedFrames({ waiting }: Bench): readonly EngineRequest<'history:frames'>[] {
  return waiting
    .filter((call) => call.name === 'history:frames' && call.options.signal?.aborted === false)
    .map((call) => call.request as EngineRequest<'history:frames'>);
}

/** Plays from shortly before what is not stored, until the clock waits at it. */
async function playIntoMissing() {
  const bench = createBench({ missing });
  await bench.answerAll();
  bench.runner.seek(missing.startMs - 2_500);
  bench.turn(160);
  await bench.answerAll();
  bench.runner.send({ type: 'play' });
  for (let count = 0; count < 40; count += 1) {
    bench.turn(16);
    await bench.answerAll();
  }
  return bench;
}

it('[P31] the clock waits where frames are approximate, and shows that it does', async () => {
  const bench = await playIntoMissing();
  expect(bench.playback()).toMatchObject({ phase: 'seeking', resume: true, slow: true });
  expect(bench.playback().timeMs).toBeLessThan(missing.startMs);
  expect(bench.playback().timeMs).toBeGreaterThan(missing.startMs - 1_500);
  expect(bench.frames.current()?.states[0]).toBe(valueState.measured);
});

it('[P31] it goes on by itself once what it waits for is stored', async () => {
  const bench = await playIntoMissing();
  bench.stored.missing = undefined;
  bench.runner.historyStored(missing);
  await bench.answerAll();
  play(bench, 10);
  expect(bench.playback().phase).toBe('playing');
  expect(bench.playback().timeMs).toBeGreaterThan(missing.startMs);
  expect(bench.frames.current()?.values[0]).toBe(truthAt(bench.frames.current()?.timeMs ?? NaN).value);
});

it('[P31] what it waits for is asked for again every two seconds, also when nothing was announced', async () => {
  const bench = await playIntoMissing();
  bench.stored.missing = undefined;
  const isPlayed = ({ stepMs }: EngineRequest<'history:frames'>): boolean => stepMs === 1_000;
  bench.turn(1_000);
  expect(askedFrames(bench).some(isPlayed)).toBe(false);
  bench.turn(1_500);
  expect(askedFrames(bench).some(isPlayed)).toBe(true);
  await bench.answerAll();
  play(bench, 10);
  expect(bench.playback().phase).toBe('playing');
});

it('[P31] where the source cannot be reached it plays on what is there, marked', async () => {
  const bench = await playIntoMissing();
  bench.runner.setUnreachable(lost);
  play(bench, 20);
  expect(bench.playback().phase).toBe('playing');
  expect(bench.playback().timeMs).toBeGreaterThan(missing.startMs);
  expect(bench.frames.current()).toMatchObject({
    states: Uint8Array.of(valueState.approximate),
    values: Float64Array.of(NaN),
  });
});

it('[P30] a source that is back is asked again for what it missed, and the clock waits for it', async () => {
  const bench = await playIntoMissing();
  bench.runner.setUnreachable(lost);
  play(bench, 20);
  bench.stored.missing = undefined;
  bench.runner.setUnreachable(new Set());
  play(bench, 2);
  expect(bench.playback()).toMatchObject({ phase: 'seeking', resume: true });
  await bench.answerAll();
  play(bench, 2);
  expect(bench.playback().phase).toBe('playing');
  expect(bench.frames.current()?.states[0]).toBe(valueState.measured);
});

it('[P30] only what overlaps the stored range and was not sure is read again', async () => {
  const bench = createBench({ missing });
  await bench.answerAll();
  bench.turn(1_000);
  await bench.answerAll();
  const known = bench.shown.length;
  bench.runner.historyStored({ startMs: 0, endMs: 10 });
  // The tile of the whole range is not sure, and reaches over it.
  const reread = askedFrames(bench);
  expect(reread.length).toBeGreaterThan(0);
  for (const { startMs, stepMs, frameCount } of reread) {
    expect(startMs).toBeLessThanOrEqual(10);
    expect(startMs + stepMs * (frameCount - 1)).toBeGreaterThan(missing.startMs);
  }
  await bench.answerAll();
  // A better tile is shown with the next look: at rest nothing changes by it.
  expect(bench.shown.length).toBe(known);
});

it('[P30] what the picture does not wait for is read again at most once a second', async () => {
  const bench = createBench({ missing });
  await bench.answerAll();
  bench.turn(1_000);
  bench.runner.historyStored(missing);
  await bench.answerAll();
  bench.turn(900);
  bench.runner.historyStored({ startMs: 0, endMs: 10 });
  expect(askedFrames(bench)).toEqual([]);
  bench.turn(100);
  expect(askedFrames(bench).length).toBeGreaterThan(0);
});

it('[P30] a tile that is read while its range is being stored is read once more', async () => {
  const bench = createBench({ missing });
  const first = askedFrames(bench).filter(({ startMs }) => startMs <= missing.startMs);
  expect(first.length).toBeGreaterThan(0);
  bench.runner.historyStored(missing);
  await bench.answer('history:frames');
  bench.turn(1_000);
  const isSame = (one: EngineRequest<'history:frames'>): boolean =>
    first.some(({ startMs, stepMs }) => startMs === one.startMs && stepMs === one.stepMs);
  expect(askedFrames(bench).some(isSame)).toBe(true);
});

it('[P33] a moment at rest that was not sure is read again when it is stored', async () => {
  const bench = createBench({ missing });
  bench.stored.isLost = true;
  await bench.answerAll();
  bench.runner.seek(missing.startMs + 1_000);
  bench.turn(160);
  await bench.answerAll();
  expect(bench.frames.current()?.states[0]).toBe(valueState.approximate);
  bench.runner.historyStored({ startMs: 0, endMs: 1_000 });
  expect(bench.waiting.filter((call) => call.name === 'history:snapshot')).toEqual([]);
  bench.stored.missing = undefined;
  bench.runner.historyStored(missing);
  await bench.answerAll();
  expect(bench.frames.current()).toMatchObject({ exact: true, states: Uint8Array.of(valueState.measured) });
  expect(bench.playback()).toMatchObject({ phase: 'paused', timeMs: missing.startMs + 1_000 });
});

it('[P30] a corrected range is read again, though all of it was sure', async () => {
  const bench = createBench();
  await bench.answerAll();
  bench.turn(2_000);
  bench.runner.historyStored(bench.playback().range);
  expect(askedFrames(bench)).toEqual([]);
  bench.runner.historyCorrected(bench.playback().range, false);
  expect(askedFrames(bench)).toEqual([]);
  bench.runner.historyCorrected(bench.playback().range, true);
  expect(askedFrames(bench).length).toBeGreaterThan(0);
});

it('[P34] of moments after the source’s present nothing is sure, whatever was answered', async () => {
  const nowMs = 5_000_000;
  const bench = createBench({ extent: { ...extent, live: true, clockSkewMs: nowMs } });
  bench.runner.seek(nowMs - 60_000);
  await bench.answerAll();
  bench.turn(10_000);
  await bench.answerAll();
  bench.runner.seek(nowMs - 5_000);
  expect(bench.frames.current()?.states[0]).toBe(valueState.measured);
  bench.runner.seek(nowMs + 5_000);
  expect(bench.frames.current()).toMatchObject({
    timeMs: nowMs + 5_000,
    states: Uint8Array.of(valueState.approximate),
  });
});

it('[P34] the clock goes on near now: what was not known when a tile was read is read again', async () => {
  const nowMs = 5_000_000;
  const bench = createBench({ extent: { ...extent, live: true, clockSkewMs: nowMs } });
  bench.runner.seek(nowMs - 2_000);
  bench.turn(160);
  await bench.answerAll();
  bench.runner.send({ type: 'speed-set', speed: 1 });
  bench.runner.send({ type: 'play' });
  for (let count = 0; count < 100; count += 1) {
    bench.turn(100);
    await bench.answerAll();
  }
  expect(bench.playback().timeMs).toBeGreaterThan(nowMs + 6_000);
  expect(bench.shown.at(-1)?.states[0]).toBe(valueState.measured);
});

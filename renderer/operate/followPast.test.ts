import { expect, test } from 'vitest';
import { startedWorks } from '../../testing/modelGestures';
import { createPlaybackState, type PlaybackState } from '../../shared/playback/playbackMachine';
import type { App } from '../state/appContext';
import { PastBench, taggedHistory } from '../state/pastBench';
import { createPlaybackStore, type PlaybackStore } from '../state/playbackStore';
import { createReplayPastStore, type ReplayPastStore } from '../state/replayPastStore';
import { followPast } from './followPast';

// Rule numbers refer to docs/spec/plant-history.md.

const history = taggedHistory(6);
const range = { startMs: 0, endMs: 60_000 };

interface Followed {
  readonly app: App;
  readonly playback: PlaybackStore;
  readonly past: ReplayPastStore;
  /** Puts the playhead to a moment. */
  readonly at: (timeMs: number, phase?: Partial<PlaybackState>) => void;
  readonly shown: () => { readonly tag: string | undefined; readonly seq: number | undefined };
}

async function follow(bench: PastBench): Promise<Followed> {
  const app = await bench.app();
  const [playback, past] = [createPlaybackStore(), createReplayPastStore()];
  followPast(app, { playback, past });
  await expect.poll(() => past.getState().times.length).toBe(bench.times.length);
  const made = createPlaybackState(range, { timeMs: 0, window: range });
  return {
    ...{ app, playback, past },
    at: (timeMs, phase = {}) => playback.setState({ playback: { ...made, timeMs, ...phase } as PlaybackState }),
    shown: () => {
      const { model, past: revision } = app.onShow.operate.getState();
      return { tag: [...(model?.components.values() ?? [])][0]?.tag, seq: revision?.seq };
    },
  };
}

test('[R53] in the past the plant in force then is shown; before the first revision the first', async () => {
  const { at, shown } = await follow(new PastBench(history));
  at(3_500);
  await expect.poll(shown).toEqual({ tag: 'T-3', seq: 3 });
  at(500);
  await expect.poll(shown).toEqual({ tag: 'T-1', seq: 1 });
  at(59_000);
  await expect.poll(shown).toEqual({ tag: 'T-6', seq: 6 });
});

test('[R53] in live, today’s plant is shown', async () => {
  const { app, at, shown, past } = await follow(new PastBench(history));
  at(2_500);
  await expect.poll(shown).toEqual({ tag: 'T-2', seq: 2 });
  at(2_600, { phase: 'live' });
  expect(past.getState().ahead).toEqual([]);
  expect(app.onShow.operate.getState()).toEqual({ model: app.models.store.getState().model, past: undefined });
});

test('[R53] a plant of no tenant shows today’s and asks for no revision', async () => {
  const bench = new PastBench(history);
  bench.times = [];
  const { app, at } = await follow(bench);
  at(2_500);
  expect(app.onShow.operate.getState().past).toBeUndefined();
  expect(bench.asked.filter((name) => name.startsWith('sync:model-at'))).toEqual([]);
});

test('[R55] today’s drawing can be chosen, and stays chosen', async () => {
  const { app, at, shown } = await follow(new PastBench(history));
  at(2_500);
  await expect.poll(shown).toEqual({ tag: 'T-2', seq: 2 });
  app.session.setState({ todaysDrawing: true });
  expect(shown()).toEqual({ tag: 'T-6', seq: undefined });
  at(3_500);
  expect(shown()).toEqual({ tag: 'T-6', seq: undefined });
  app.session.setState({ todaysDrawing: false });
  await expect.poll(shown).toEqual({ tag: 'T-3', seq: 3 });
});

test('[R56] within a revision nothing is asked, and the next one is here before the clock comes to it', async () => {
  const bench = new PastBench(history);
  const { at, shown, past } = await follow(bench);
  at(2_000);
  await expect.poll(() => past.getState().ahead.length).toBe(2);
  const asked = bench.asked.length;
  for (let timeMs = 2_000; timeMs < 3_000; timeMs += 16) {
    at(timeMs);
  }
  expect(bench.asked).toHaveLength(asked);
  // At once, in the same task: no frame shows the wrong plant.
  at(3_000);
  expect(shown()).toEqual({ tag: 'T-3', seq: 3 });
});

test('[R53] scrubbing past many revisions ends at the last one, with one question at a time', async () => {
  const bench = new PastBench(history);
  const { at, shown } = await follow(bench);
  bench.isHeld = true;
  [5_100, 1_100, 4_100, 2_100].forEach((timeMs) => at(timeMs));
  await expect.poll(() => bench.asked.filter((name) => name.startsWith('sync:m'))).toEqual(['sync:model-at 5']);
  bench.release();
  await expect.poll(shown).toEqual({ tag: 'T-2', seq: 2 });
});

test('[R53] new revisions are taken up', async () => {
  const bench = new PastBench(history);
  const { past } = await follow(bench);
  bench.times = bench.times.slice(0, 3);
  bench.announce('sync:revisions-changed');
  await expect.poll(() => past.getState().times.length).toBe(3);
});

test('[R55] where the drawing of then cannot be had, today’s is shown and the notice says so', async () => {
  const bench = new PastBench(history);
  bench.failure = { code: 'not-found', what: 'revision 2' };
  const { at, app, past } = await follow(bench);
  at(2_500);
  await expect.poll(() => past.getState().problem).toEqual(bench.failure);
  expect(app.onShow.operate.getState().past).toBeUndefined();
});

test('[R53] a service that was restored has another log: nothing of the old one is shown', async () => {
  const bench = new PastBench(history);
  const { at, shown } = await follow(bench);
  at(2_500);
  await expect.poll(shown).toEqual({ tag: 'T-2', seq: 2 });
  Object.assign(bench, { models: history.with(2, history[5] ?? startedWorks()) });
  bench.times = bench.times.map(({ seq, atMs }) => ({ seq, atMs: atMs + 1 }));
  bench.announce('sync:revisions-changed');
  await expect.poll(shown).toEqual({ tag: 'T-5', seq: 2 });
});

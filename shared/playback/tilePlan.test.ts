import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  playStepMs,
  stepNotAbove,
  stepNotBelow,
  stripStepMs,
  tileAt,
  tileFramesFor,
  tileName,
  tileStartMs,
} from './frameGrid';
import { planTiles, type PlaybackView } from './tilePlan';

const hour = 3_600_000;
const day = 24 * hour;
const range = { startMs: 0, endMs: 30 * day };
const shape = { sensorCount: 40, tileFrames: tileFramesFor(40), closestSamplesMs: 60_000 };
const view: PlaybackView = {
  timeMs: 10 * day,
  window: { startMs: 9 * day, endMs: 11 * day },
  range,
  speed: 60,
  running: false,
};

it('[P16] the strip has about a frame a pixel, fewer for many sensors', () => {
  expect(stripStepMs({ startMs: 0, endMs: day }, 40)).toBe(60_000);
  expect(stripStepMs({ startMs: 0, endMs: day }, 10_000)).toBe(300_000);
  expect(stripStepMs(range, 40)).toBe(1_800_000);
});

it('[P16] playing takes a frame for each drawn one, whatever the speed', () => {
  expect([1, 10, 60, 600, 10_000].map((speed) => playStepMs(speed, 60_000))).toEqual([
    1_000, 1_000, 1_000, 10_000, 120_000,
  ]);
  expect(playStepMs(1, 100)).toBe(20);
});

it('[P16] a tile is found by its moment and stays near 4 MB', () => {
  const frames = tileFramesFor(10_000);
  expect(frames * 10_000 * 9).toBeLessThanOrEqual(4 * 1024 * 1024);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e9 }), (timeMs, ms) => {
      const stepMs = stepNotBelow(ms);
      expect(stepNotAbove(stepMs)).toBe(stepMs);
      const key = tileAt(timeMs, stepMs, frames);
      expect(tileStartMs(key, frames)).toBeLessThanOrEqual(timeMs);
      expect(tileStartMs(key, frames) + stepMs * frames).toBeGreaterThan(timeMs);
    }),
  );
});

it('[P17] at rest the strip under the playhead comes first, then the rest of the window', () => {
  const plan = planTiles(view, shape, 100);
  const stripStep = stripStepMs(view.window, shape.sensorCount);
  expect(plan[0]).toEqual({ ...tileAt(view.timeMs, stripStep, shape.tileFrames), urgent: true });
  expect(plan.filter((key) => key.urgent)).toHaveLength(1);
});

it('[P17] running, what the clock runs into comes first', () => {
  const plan = planTiles({ ...view, running: true }, shape, 100);
  expect(plan[0]).toEqual({ ...tileAt(view.timeMs, 1_000, shape.tileFrames), urgent: true });
  expect(plan[1]?.index).toBe((plan[0]?.index ?? NaN) + 1);
});

it('[P17] no tile is named twice and no more than fit', () => {
  const views = fc.record({
    timeMs: fc.integer({ min: 0, max: 30 * day }),
    speed: fc.integer({ min: 1, max: 10_000 }),
    running: fc.boolean(),
    startMs: fc.integer({ min: 0, max: 29 * day }),
    spanMs: fc.integer({ min: 1_000, max: day }),
  });
  fc.assert(
    fc.property(views, fc.integer({ min: 1, max: 60 }), ({ startMs, spanMs, ...rest }, capacity) => {
      const window = { startMs, endMs: startMs + spanMs };
      const names = planTiles({ ...rest, window, range }, shape, capacity).map(tileName);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeLessThanOrEqual(capacity);
    }),
  );
});

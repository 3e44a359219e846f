import fc from 'fast-check';
import { expect, it } from 'vitest';
import { draggedTime, snapMoment } from './dragTime';
import { stripStepMs } from './frameGrid';
import { timeOfX, xOfTime } from './timelineScale';

const widthPx = 1_624;

it('[P20] a drag stops on the frames of the strip, about a px from the pointer', () => {
  const windows = fc.record({
    startMs: fc.integer({ min: 0, max: 2e12 }),
    spanMs: fc.integer({ min: 20_000, max: 3e9 }),
  });
  fc.assert(
    fc.property(windows, fc.integer({ min: 0, max: widthPx }), ({ startMs, spanMs }, x) => {
      const window = { startMs, endMs: startMs + spanMs };
      const timeMs = draggedTime({ window }, { x, widthPx, sensorCount: 100, free: false });
      expect(timeMs % stripStepMs(window, 100)).toBe(0);
      expect(Math.abs(xOfTime(timeMs, window, widthPx) - x)).toBeLessThan(1.5);
    }),
  );
});

it('[P20] with Alt it is where the pointer is', () => {
  const window = { startMs: 1_000_003, endMs: 9_000_001 };
  const timeMs = draggedTime({ window }, { x: 333, widthPx, sensorCount: 100, free: true });
  expect(timeMs).toBe(timeOfX(333, window, widthPx));
});

it('[P52] a drag within 6 px of a glyph means its moment, the nearer of two', () => {
  const window = { startMs: 0, endMs: 10_000 };
  const snapped = (x: number) => snapMoment({ window }, { x, widthPx: 1_000 }, [1_000, 1_090, 9_999]);
  expect([93, 94, 104, 105, 115, 116, 1_000].map(snapped)).toEqual([
    undefined,
    1_000,
    1_000,
    1_090,
    1_090,
    undefined,
    9_999,
  ]);
  expect(snapMoment({ window }, { x: 5, widthPx: 1_000 }, [])).toBeUndefined();
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { draggedTime } from './dragTime';
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

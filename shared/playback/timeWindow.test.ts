import { expect, it } from 'vitest';
import { fitWindow, panWindow, revealInWindow, zoomWindow } from './timeWindow';

const range = { startMs: 0, endMs: 100_000 };

it('[P9] a zoom keeps the moment under the pointer where it is', () => {
  const window = { startMs: 20_000, endMs: 40_000 };
  const closer = zoomWindow(window, { factor: 0.5, aboutMs: 25_000 }, range);
  expect(closer).toEqual({ startMs: 22_500, endMs: 32_500 });
});

it('[P9] zooming and panning stop at what is stored and at one second', () => {
  const window = { startMs: 20_000, endMs: 40_000 };
  expect(zoomWindow(window, { factor: 100, aboutMs: 30_000 }, range)).toEqual(range);
  expect(zoomWindow(window, { factor: 1e-9, aboutMs: 30_000 }, range)).toEqual({ startMs: 29_500, endMs: 30_500 });
  expect(panWindow(window, 1e9, range)).toEqual({ startMs: 80_000, endMs: 100_000 });
  expect(panWindow(window, -1e9, range)).toEqual({ startMs: 0, endMs: 20_000 });
});

it('[P9] a window over a range of one moment is still a window', () => {
  expect(fitWindow({ startMs: 5, endMs: 5 }, { startMs: 5, endMs: 5 })).toEqual({ startMs: 5, endMs: 1_005 });
});

it('[P7] a moment inside the window does not move it', () => {
  const window = { startMs: 20_000, endMs: 40_000 };
  expect(revealInWindow(window, 30_000, range)).toBe(window);
  expect(revealInWindow(window, 99_000, range)).toEqual({ startMs: 80_000, endMs: 100_000 });
});

import { expect, it } from 'vitest';
import { holdStill } from './holdStill';

it('[P36] a window that goes with the time is drawn again once it has moved by a pixel, not before', () => {
  const widthPx = 1_000;
  let shown = holdStill(undefined, { startMs: 0, endMs: 60_000 }, widthPx);
  let drawn = 0;
  for (let secondMs = 1; secondMs <= 600; secondMs += 1) {
    const before = shown;
    shown = holdStill(shown, { startMs: secondMs, endMs: 60_000 + secondMs }, widthPx);
    drawn += shown === before ? 0 : 1;
    expect(secondMs - shown.startMs).toBeLessThan(60);
  }
  expect(drawn).toBe(10);
});

it('[P36] a range that grows is drawn again by its own pixels', () => {
  const shown = { startMs: 0, endMs: 30 * 86_400_000 };
  expect(holdStill(shown, { startMs: 0, endMs: shown.endMs + 60_000 }, 1_000)).toBe(shown);
  const grown = { startMs: 0, endMs: shown.endMs + 3_600_000 };
  expect(holdStill(shown, grown, 1_000)).toBe(grown);
});

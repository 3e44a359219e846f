import type { TimeRange } from '../history/timeRange';

/** The closest that can be zoomed in. */
export const shortestWindowMs = 1_000;

/** Keeps a moment within a range; both ends belong to it. */
export function clampTime(timeMs: number, range: TimeRange): number {
  return Math.min(Math.max(timeMs, range.startMs), range.endMs);
}

/** How long a range is. */
export function spanOf(range: TimeRange): number {
  return range.endMs - range.startMs;
}

/** The window moved and shortened so that it lies within the range and is not shorter than allowed. */
export function fitWindow(window: TimeRange, range: TimeRange): TimeRange {
  const longest = Math.max(spanOf(range), shortestWindowMs);
  const span = Math.min(Math.max(spanOf(window), shortestWindowMs), longest);
  const latestStart = Math.max(range.startMs, range.endMs - span);
  const startMs = Math.min(Math.max(window.startMs, range.startMs), latestStart);
  return { startMs, endMs: startMs + span };
}

/** The window moved by a time, as far as the range reaches. */
export function panWindow(window: TimeRange, byMs: number, range: TimeRange): TimeRange {
  return fitWindow({ startMs: window.startMs + byMs, endMs: window.endMs + byMs }, range);
}

/** How a window is zoomed: below 1 brings closer, and `aboutMs` stays where it is. */
export interface Zoom {
  readonly factor: number;
  readonly aboutMs: number;
}

/** The window made shorter or longer about a moment. */
export function zoomWindow(window: TimeRange, zoom: Zoom, range: TimeRange): TimeRange {
  const longest = Math.max(spanOf(range), shortestWindowMs);
  const span = Math.min(Math.max(spanOf(window) * zoom.factor, shortestWindowMs), longest);
  const share = (zoom.aboutMs - window.startMs) / spanOf(window);
  const startMs = zoom.aboutMs - share * span;
  return fitWindow({ startMs, endMs: startMs + span }, range);
}

/** The window moved so that the moment is inside it; the same window where it already is. */
export function revealInWindow(window: TimeRange, timeMs: number, range: TimeRange): TimeRange {
  if (timeMs >= window.startMs && timeMs <= window.endMs) {
    return window;
  }
  const half = spanOf(window) / 2;
  return fitWindow({ startMs: timeMs - half, endMs: timeMs + half }, range);
}

import type { TimeRange } from '../history/timeRange';
import { spanOf } from './timeWindow';

/** Room at the left of every row of the timeline: names, and values at the playhead. */
export const gutterPx = 216;
/** Room at the right of every row: the scale. */
export const scalePx = 72;
/** Heights of the rows below the trends. */
export const rulerPx = 32;
export const overviewPx = 28;
/** The event rail between trends and ruler: four lanes. */
export const railPx = 56;
export const railLanePx = railPx / 4;
/** A trend of up to three pens. */
export const trendRowPx = 60;

/** Where a moment stands on a plot of a width, which shows a window. Not clipped. */
export function xOfTime(timeMs: number, window: TimeRange, widthPx: number): number {
  return ((timeMs - window.startMs) / spanOf(window)) * widthPx;
}

/** The moment under a point of the plot. */
export function timeOfX(x: number, window: TimeRange, widthPx: number): number {
  return window.startMs + (x / Math.max(widthPx, 1)) * spanOf(window);
}

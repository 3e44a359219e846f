import type { TimeRange } from '../history/timeRange';
import { spanOf } from './timeWindow';

/**
 * What a plot of a width shows of a range that goes with the time: the range of before while the new one differs by less
 * than a pixel, so that what stands still is not drawn anew for nothing.
 */
export function holdStill(before: TimeRange | undefined, now: TimeRange, widthPx: number): TimeRange {
  if (before === undefined) {
    return now;
  }
  const pixelMs = spanOf(now) / Math.max(widthPx, 1);
  const movedMs = Math.max(Math.abs(now.startMs - before.startMs), Math.abs(now.endMs - before.endMs));
  return movedMs < pixelMs ? before : now;
}

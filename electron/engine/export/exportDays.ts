import type { TimeRange } from '../../../shared/history/timeRange';

const dayMs = 86_400_000;

/** The part of a range that lies on one UTC day. */
export interface ExportDay {
  /** For instance `2026-03-14`. */
  readonly name: string;
  readonly range: TimeRange;
}

/** How many UTC days a range touches. */
export function countDays({ startMs, endMs }: TimeRange): number {
  return endMs <= startMs ? 0 : Math.ceil(endMs / dayMs) - Math.floor(startMs / dayMs);
}

/** The UTC days that a range touches, in order, the first and last cut to the range. */
export function daysOf(range: TimeRange): readonly ExportDay[] {
  const first = Math.floor(range.startMs / dayMs);
  return Array.from({ length: countDays(range) }, (_, index) => {
    const startMs = Math.max((first + index) * dayMs, range.startMs);
    const endMs = Math.min((first + index + 1) * dayMs, range.endMs);
    return { name: new Date(startMs).toISOString().split('T')[0] ?? '', range: { startMs, endMs } };
  });
}

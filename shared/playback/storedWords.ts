import { intersectionOf, lengthOf } from '../history/coverage';
import type { TimeRange } from '../history/timeRange';
import { formatDate, formatHourMinute } from './formatTime';
import { spanOf } from './timeWindow';
import type { ZoneClock } from './zoneClock';

/** `00:00 to 21:18` on one day, else `13 Mar 2026 00:00 to 14 Mar 2026 21:18`. */
export function spanWords(range: TimeRange, clock: ZoneClock): string {
  const [start, end] = [clock.wallTime(range.startMs), clock.wallTime(range.endMs)];
  if (formatDate(start) === formatDate(end)) {
    return `${formatHourMinute(start)} to ${formatHourMinute(end)}`;
  }
  return `${formatDate(start)} ${formatHourMinute(start)} to ${formatDate(end)} ${formatHourMinute(end)}`;
}

/** What of a sheet's history is here, as a sentence. Undefined: it is not known yet. */
export function storedSentence(stored: readonly TimeRange[] | undefined, clock: ZoneClock): string {
  const [first, last] = [stored?.[0], stored?.at(-1)];
  if (stored === undefined) {
    return 'Showing what is stored here.';
  }
  if (first === undefined || last === undefined) {
    return 'Nothing of this sheet is stored here.';
  }
  const words = spanWords({ startMs: first.startMs, endMs: last.endMs }, clock);
  return `Showing what is stored here, ${words}${stored.length > 1 ? ', with gaps' : ''}.`;
}

/** How much of a range the spans cover, 0 to 1. */
export function storedFraction(stored: readonly TimeRange[], range: TimeRange): number {
  const span = spanOf(range);
  return span <= 0 ? 0 : Math.min(1, lengthOf(intersectionOf(stored, [range])) / span);
}

/** A part of a whole in percent, never rounded up to all or down to nothing: `62 %`. */
export function percentWords(fraction: number): string {
  const rounded = Math.round(fraction * 100);
  const percent = fraction <= 0 ? 0 : fraction >= 1 ? 100 : Math.min(99, Math.max(1, rounded));
  return `${percent} %`;
}

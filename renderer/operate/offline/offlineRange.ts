import type { TimeRange } from '../../../shared/history/timeRange';
import { formatClock, formatDate } from '../../../shared/playback/formatTime';
import { parseTypedTime } from '../../../shared/playback/parseTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';

/** Which times are taken offline. */
export type RangeChoice = 'window' | 'day' | 'week' | 'month' | 'all' | 'own';

const dayMs = 86_400_000;
const lastDays: Readonly<Partial<Record<RangeChoice, number>>> = { day: 1, week: 7, month: 30 };

/** What a choice is understood against. */
export interface RangeContext {
  readonly window: TimeRange;
  /** All that there is. Its end is the last moment there is, or now. */
  readonly range: TimeRange;
  readonly playheadMs: number;
  readonly clock: ZoneClock;
}

/** What is typed: a beginning and an end, as at the timeline. */
export interface TypedRange {
  readonly from: string;
  readonly to: string;
}

/** The times of a choice, or why there are none and which of the typed texts is to blame, where it is one. */
export type ChosenRange =
  | { readonly ok: true; readonly range: TimeRange }
  | { readonly ok: false; readonly problem: string; readonly field: keyof TypedRange | undefined };

/** A range in words that can be typed. */
export function typedRangeOf({ startMs, endMs }: TimeRange, clock: ZoneClock): TypedRange {
  const write = (timeMs: number): string => {
    const wall = clock.wallTime(timeMs);
    return `${formatDate(wall)} ${formatClock(wall)}`;
  };
  return { from: write(startMs), to: write(endMs) };
}

/** The last moment there is belongs to it: a sample stands there. */
function withLast(chosen: TimeRange, { range }: RangeContext): ChosenRange {
  const endMs = chosen.endMs < range.endMs ? chosen.endMs : Math.floor(range.endMs) + 1;
  return { ok: true, range: { startMs: chosen.startMs, endMs } };
}

function ownRange(typed: TypedRange, context: RangeContext): ChosenRange {
  const { clock, playheadMs, range } = context;
  const [startMs, endMs] = [typed.from, typed.to].map((text) =>
    parseTypedTime(text, { clock, playheadMs, latestMs: range.endMs }),
  );
  if (startMs === undefined || endMs === undefined) {
    const field = startMs === undefined ? 'from' : 'to';
    const which = startMs === undefined ? 'beginning' : 'end';
    return { ok: false, field, problem: `Type the ${which} as 03:12, yesterday 6pm, 14 Mar 2026 03:12 or -10m` };
  }
  if (endMs <= startMs) {
    return { ok: false, field: 'to', problem: 'The end has to be after the beginning' };
  }
  const within = { startMs: Math.max(startMs, range.startMs), endMs: Math.min(endMs, range.endMs) };
  return within.endMs > within.startMs
    ? withLast(within, context)
    : { ok: false, field: undefined, problem: 'There is no history at that time' };
}

/** The times of a choice, as far as there is history. */
export function chosenRange(choice: RangeChoice, typed: TypedRange, context: RangeContext): ChosenRange {
  const { range, window } = context;
  if (choice === 'own') {
    return ownRange(typed, context);
  }
  const days = lastDays[choice];
  if (days !== undefined) {
    return withLast({ startMs: Math.max(range.endMs - days * dayMs, range.startMs), endMs: range.endMs }, context);
  }
  return withLast(choice === 'window' ? window : range, context);
}

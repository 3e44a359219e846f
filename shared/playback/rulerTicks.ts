import type { TimeRange } from '../history/timeRange';
import { formatClock, formatClockExactly, formatHourMinute, formatOffset, monthName } from './formatTime';
import { spanOf } from './timeWindow';
import { addDays, type CalendarDay } from './timeWords';
import type { ZoneClock } from './zoneClock';

/** One line of the ruler. */
export interface RulerTick {
  readonly timeMs: number;
  /** Undefined: a small tick between two labelled ones. */
  readonly label: string | undefined;
  /** The first moment of a day: its label is the date. */
  readonly startsDay: boolean;
}

/** What the ticks are laid out for. */
export interface RulerLayout {
  readonly window: TimeRange;
  readonly widthPx: number;
  /** Least distance of two labels. */
  readonly labelPx: number;
  readonly clock: ZoneClock;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distance of labels, and of the small ticks between. */
const steps: readonly (readonly [majorMs: number, minorMs: number])[] = [
  [100, 20],
  [200, 50],
  [500, 100],
  [second, 200],
  [2 * second, 500],
  [5 * second, second],
  [10 * second, 2 * second],
  [30 * second, 5 * second],
  [minute, 10 * second],
  [2 * minute, 30 * second],
  [5 * minute, minute],
  [10 * minute, 2 * minute],
  [30 * minute, 5 * minute],
  [hour, 10 * minute],
  [2 * hour, 30 * minute],
  [3 * hour, hour],
  [6 * hour, hour],
  [12 * hour, 3 * hour],
  [day, 6 * hour],
  [2 * day, day],
  [5 * day, day],
  [10 * day, 2 * day],
];

/** The moment clocks change between two moments with different offsets, to the minute. */
function changeBetween(fromMs: number, toMs: number, clock: ZoneClock): number {
  let [low, high] = [fromMs, toMs];
  const before = clock.offsetMs(low);
  while (high - low > minute) {
    const middle = Math.floor((low + high) / 2 / minute) * minute;
    [low, high] = clock.offsetMs(middle) === before ? [Math.max(middle, low + minute), high] : [low, middle];
  }
  return Math.ceil(high / minute) * minute;
}

/** Parts of the window in which clocks do not change. */
function evenParts(window: TimeRange, clock: ZoneClock): readonly TimeRange[] {
  const parts: TimeRange[] = [];
  let startMs = window.startMs;
  for (let timeMs = startMs; timeMs < window.endMs;) {
    const nextMs = Math.min(timeMs + 30 * day, window.endMs);
    if (clock.offsetMs(timeMs) === clock.offsetMs(nextMs)) {
      timeMs = nextMs;
    } else {
      const changeMs = changeBetween(timeMs, nextMs, clock);
      parts.push({ startMs, endMs: changeMs });
      startMs = changeMs;
      timeMs = changeMs;
    }
  }
  return [...parts, { startMs, endMs: window.endMs }];
}

function labelAt(timeMs: number, majorMs: number, clock: ZoneClock): string {
  const wall = clock.wallTime(timeMs);
  const isMidnight = wall.hour === 0 && wall.minute === 0 && wall.second === 0 && wall.millisecond === 0;
  if (isMidnight || majorMs >= day) {
    return `${wall.day} ${monthName(wall.month)}`;
  }
  return majorMs >= minute
    ? formatHourMinute(wall)
    : majorMs >= second
      ? formatClock(wall)
      : formatClockExactly(wall).slice(0, -2);
}

function clockTicks(layout: RulerLayout, majorMs: number, minorMs: number): readonly RulerTick[] {
  const { window, clock } = layout;
  const parts = evenParts(window, clock);
  return parts.flatMap((part, index) => {
    const offsetMs = clock.offsetMs(part.startMs);
    const ticks: RulerTick[] = [];
    const isLast = index === parts.length - 1;
    const firstMs = Math.ceil((part.startMs + offsetMs) / minorMs) * minorMs - offsetMs;
    for (let timeMs = firstMs; isLast ? timeMs <= part.endMs : timeMs < part.endMs; timeMs += minorMs) {
      const isMajor = (timeMs + offsetMs) % majorMs === 0;
      const label = labelAt(timeMs, majorMs, clock);
      const withOffset =
        parts.length > 1 && label.includes(':') ? `${label} ${formatOffset(offsetMs).slice(3)}` : label;
      ticks.push({ timeMs, label: isMajor ? withOffset : undefined, startsDay: isMajor && !label.includes(':') });
    }
    return ticks;
  });
}

function midnightOf(from: CalendarDay, clock: ZoneClock): number {
  return clock.timeOf({ ...from, hour: 0, minute: 0, second: 0, millisecond: 0 });
}

/** First days of months, every so many months. */
function monthTicks(layout: RulerLayout, everyMonths: number): readonly RulerTick[] {
  const { window, clock } = layout;
  const first = clock.wallTime(window.startMs);
  const ticks: RulerTick[] = [];
  for (let count = first.year * 12 + first.month - 1; ; count += 1) {
    const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
    const timeMs = midnightOf({ year, month, day: 1 }, clock);
    if (timeMs > window.endMs) {
      return ticks;
    }
    const isMajor = count % everyMonths === 0;
    if (timeMs >= window.startMs && (isMajor || everyMonths <= 12)) {
      const label = everyMonths >= 12 ? String(year) : `${monthName(month)} ${year}`;
      ticks.push({ timeMs, label: isMajor ? label : undefined, startsDay: isMajor });
    }
  }
}

/** Days of the month on which a label stands for a step of several days. */
function isLabelledDay(dayOfMonth: number, everyDays: number): boolean {
  return everyDays === 1 || (dayOfMonth % everyDays === 1 % everyDays && dayOfMonth + everyDays / 2 < 31);
}

/** Local midnights: days can be 23 or 25 hours long. */
function dayTicks(layout: RulerLayout, everyDays: number): readonly RulerTick[] {
  const { window, clock } = layout;
  const ticks: RulerTick[] = [];
  const { year, month, day: firstDay } = clock.wallTime(window.startMs);
  for (let at: CalendarDay = { year, month, day: firstDay }; ; at = addDays(at, 1)) {
    const timeMs = midnightOf(at, clock);
    if (timeMs > window.endMs) {
      return ticks;
    }
    if (timeMs >= window.startMs) {
      const isMajor = isLabelledDay(at.day, everyDays);
      ticks.push({ timeMs, label: isMajor ? `${at.day} ${monthName(at.month)}` : undefined, startsDay: isMajor });
    }
  }
}

/** The ticks of a ruler on round local times, in order. Labels never stand closer than asked. */
export function layOutTicks(layout: RulerLayout): readonly RulerTick[] {
  const leastMs = (spanOf(layout.window) / Math.max(layout.widthPx, 1)) * layout.labelPx;
  const step = steps.find(([majorMs]) => majorMs >= leastMs);
  if (step === undefined) {
    const months = [1, 3, 6, 12, 24, 60, 120, 600].find((count) => count * 28 * day >= leastMs) ?? 1_200;
    return monthTicks(layout, months);
  }
  const [majorMs, minorMs] = step;
  return majorMs >= day ? dayTicks(layout, majorMs / day) : clockTicks(layout, majorMs, minorMs);
}

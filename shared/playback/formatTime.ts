import type { WallTime, ZoneClock } from './zoneClock';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The short English name of a month counted from 1. */
export function monthName(month: number): string {
  return months[month - 1] ?? '';
}

/** `03:12` */
export function formatHourMinute(wall: WallTime): string {
  return `${two(wall.hour)}:${two(wall.minute)}`;
}

/** `03:12:40` */
export function formatClock(wall: WallTime): string {
  return `${formatHourMinute(wall)}:${two(wall.second)}`;
}

/** `03:12:40.000` */
export function formatClockExactly(wall: WallTime): string {
  return `${formatClock(wall)}.${String(wall.millisecond).padStart(3, '0')}`;
}

/** `14 Mar 2026` */
export function formatDate(wall: WallTime): string {
  return `${wall.day} ${monthName(wall.month)} ${wall.year}`;
}

/** `Sat 14 Mar 2026` */
export function formatDay(wall: WallTime): string {
  const weekday = new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
  return `${days[weekday] ?? ''} ${formatDate(wall)}`;
}

/** `Sat 14 Mar 2026, 03:12:40` */
export function formatMoment(timeMs: number, clock: ZoneClock): string {
  const wall = clock.wallTime(timeMs);
  return `${formatDay(wall)}, ${formatClock(wall)}`;
}

/** `UTC+02:00`; `UTC` where clocks show universal time. */
export function formatOffset(offsetMs: number): string {
  if (offsetMs === 0) {
    return 'UTC';
  }
  const minutes = Math.round(Math.abs(offsetMs) / minute);
  return `UTC${offsetMs < 0 ? '−' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const spanUnits = [
  { ms: day, word: 'd' },
  { ms: hour, word: 'h' },
  { ms: minute, word: 'min' },
  { ms: second, word: 's' },
] as const;

/** The two largest parts of a span: `3 min 59 s`, `8 d 10 h`, `40 min`. */
export function formatSpan(spanMs: number): string {
  const rounded = Math.round(Math.abs(spanMs) / second) * second;
  const largest = spanUnits.findIndex((unit) => rounded >= unit.ms);
  if (largest === -1) {
    return `${Math.round(Math.abs(spanMs))} ms`;
  }
  let rest = rounded;
  const parts = spanUnits.slice(largest, largest + 2).map((unit) => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return count === 0 ? '' : `${count} ${unit.word}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** The largest part of a span, for tight places: `40 s`, `4 m`, `6 h`, `2 d`. */
export function formatSpanShort(spanMs: number): string {
  const letters = { d: 'd', h: 'h', min: 'm', s: 's' } as const;
  const unit = spanUnits.find((candidate) => spanMs >= candidate.ms) ?? { ms: second, word: 's' as const };
  return `${Math.floor(Math.max(spanMs, 0) / unit.ms)} ${letters[unit.word]}`;
}

/** How far from the playhead: `−3:59`, `+1:02:00`, `0:00`. */
export function formatDistance(spanMs: number): string {
  const seconds = Math.round(Math.abs(spanMs) / second);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const sign = seconds === 0 ? '' : spanMs < 0 ? '−' : '+';
  const head = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${sign}${head}:${two(seconds % 60)}`;
}

/** `8 days 10 h before now`, or after it; `now` within a second. */
export function formatFromNow(timeMs: number, nowMs: number): string {
  const awayMs = Math.abs(timeMs - nowMs);
  if (awayMs < second) {
    return 'now';
  }
  const wholeDays = Math.floor(awayMs / day);
  const hours = Math.floor((awayMs % day) / hour);
  const dayWords = `${wholeDays.toLocaleString('en-GB')} ${wholeDays === 1 ? 'day' : 'days'}`;
  const span = wholeDays === 0 ? formatSpan(awayMs) : hours === 0 ? dayWords : `${dayWords} ${hours} h`;
  return `${span} ${timeMs < nowMs ? 'before' : 'after'} now`;
}

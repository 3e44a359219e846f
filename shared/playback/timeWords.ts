import { monthName } from './formatTime';
import type { WallTime } from './zoneClock';

const dayMs = 86_400_000;

/** A calendar day. */
export type CalendarDay = Pick<WallTime, 'year' | 'month' | 'day'>;
/** A time of day. */
export type ClockTime = Pick<WallTime, 'hour' | 'minute' | 'second' | 'millisecond'>;

/** The calendar day so many days later. */
export function addDays(from: CalendarDay, count: number): CalendarDay {
  const date = new Date(Date.UTC(from.year, from.month - 1, from.day) + count * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `z`, `+02:00`, `-0530` in ms. */
export function offsetOf(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (match === null) {
    return 0;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/** `03:12`, `03:12:40.5`, `6pm`, `6:30 pm`, `noon`. */
export function clockTimeOf(text: string): ClockTime | undefined {
  if (text === 'noon' || text === 'midnight') {
    return { hour: text === 'noon' ? 12 : 0, minute: 0, second: 0, millisecond: 0 };
  }
  const match = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.](\d{1,3}))?)?)?\s*(am|pm)?$/.exec(text);
  if (match === null || (match[2] === undefined && match[5] === undefined)) {
    return undefined;
  }
  const [, typedHour, minute = '0', second = '0', fraction = '0', half] = match;
  const hour = half === undefined ? Number(typedHour) : (Number(typedHour) % 12) + (half === 'pm' ? 12 : 0);
  const isTwelveHour = half === undefined || (Number(typedHour) >= 1 && Number(typedHour) <= 12);
  if (!isTwelveHour || hour > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  return { hour, minute: Number(minute), second: Number(second), millisecond: Number(fraction.padEnd(3, '0')) };
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function monthOf(word: string): number | undefined {
  const month = Array.from({ length: 12 }, (_, index) => index + 1).find(
    (candidate) => monthName(candidate).toLowerCase() === word.slice(0, 3),
  );
  return word.length >= 3 ? month : undefined;
}

/** The last such day of the week that is not after today. */
function lastWeekday(word: string, today: CalendarDay): CalendarDay | undefined {
  const wanted = weekdays.findIndex((name) => word.length >= 3 && name.startsWith(word));
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  return wanted === -1 ? undefined : addDays(today, -((weekday - wanted + 7) % 7));
}

/** The days words are understood against. */
export interface DayContext {
  readonly shown: CalendarDay;
  readonly today: CalendarDay;
}

/** A day read from the front of some words, and the words left over. */
export interface DayReading {
  readonly day: CalendarDay;
  /** False: no word named a day, and it is the day shown. */
  readonly found: boolean;
  readonly rest: readonly string[];
}

/** `14 mar 2026 …`, `14 mar …`, `mar 14 …`. */
function dateReading(words: readonly string[], shown: CalendarDay): DayReading | undefined {
  const [first = '', second = '', third = ''] = words;
  const isDayFirst = /^\d{1,2}$/.test(first);
  const month = monthOf(isDayFirst ? second : first);
  const day = Number(isDayFirst ? first : second);
  if (month === undefined || !Number.isInteger(day) || day < 1 || day > 31) {
    return undefined;
  }
  const hasYear = /^\d{4}$/.test(third);
  const year = hasYear ? Number(third) : shown.year;
  const named = addDays({ year, month, day: 1 }, day - 1);
  return named.month === month ? { day: named, found: true, rest: words.slice(hasYear ? 3 : 2) } : undefined;
}

/** Reads the day from the front of the words. Undefined when they name one that does not exist. */
export function wordsOfDate(words: readonly string[], context: DayContext): DayReading | undefined {
  const { shown, today } = context;
  const [first = ''] = words;
  const shownDay = { year: shown.year, month: shown.month, day: shown.day };
  if (first === 'today' || first === 'yesterday') {
    return { day: addDays(today, first === 'today' ? 0 : -1), found: true, rest: words.slice(1) };
  }
  const weekday = lastWeekday(first, today);
  if (weekday !== undefined) {
    return { day: weekday, found: true, rest: words.slice(1) };
  }
  const hasMonth = monthOf(first) !== undefined || (/^\d{1,2}$/.test(first) && monthOf(words[1] ?? '') !== undefined);
  return hasMonth ? dateReading(words, shown) : { day: shownDay, found: false, rest: words };
}

import { clockTimeOf, offsetOf, wordsOfDate } from './timeWords';
import type { ZoneClock } from './zoneClock';

/** What typed words are understood against. */
export interface TypedTimeContext {
  readonly clock: ZoneClock;
  /** `03:12` is on this moment's day; `-10m` is before it. */
  readonly playheadMs: number;
  /** `today` is this moment's day: now, or the end of what is stored where that is earlier. */
  readonly latestMs: number;
}

const dayMs = 86_400_000;

const unitMs: Readonly<Record<string, number>> = {
  ...{ ms: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000, hour: 3_600_000, hours: 3_600_000 },
  ...{ d: dayMs, day: dayMs, days: dayMs, w: 7 * dayMs },
};

/** `-10m`, `+1h 30m`, `-2 d`: a distance in ms. */
function distanceOf(text: string): number | undefined {
  const match = /^([+\-−])\s*((?:\d+(?:[.]\d+)?\s*[a-z]+\s*)+)$/.exec(text);
  if (match === null) {
    return undefined;
  }
  let total = 0;
  for (const [, count = '', unit = ''] of (match[2] ?? '').matchAll(/(\d+(?:[.]\d+)?)\s*([a-z]+)/g)) {
    const ms = unitMs[unit];
    if (ms === undefined) {
      return undefined;
    }
    total += Number(count) * ms;
  }
  return match[1] === '+' ? total : -total;
}

/** `2026-03-14`, with or without a time, a zone or an offset. */
function isoOf(text: string, clock: ZoneClock): number | undefined {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{2}):(\d{2})(?::(\d{2})(?:[.](\d{1,3})\d*)?)?\s*(z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    );
  if (match === null) {
    return undefined;
  }
  const [, year, month, day, hour = '0', minute = '0', seconds = '0', fraction = '0', zone] = match;
  const wall = {
    ...{ year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute) },
    ...{ second: Number(seconds), millisecond: Number(fraction.padEnd(3, '0')) },
  };
  if (zone === undefined) {
    return clock.timeOf(wall);
  }
  const universalMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return universalMs + wall.millisecond - offsetOf(zone);
}

/** A day, a clock time, or both, in words. */
function wordsOf(text: string, context: TypedTimeContext): number | undefined {
  const { clock, playheadMs, latestMs } = context;
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const date = wordsOfDate(words, { shown: clock.wallTime(playheadMs), today: clock.wallTime(latestMs) });
  if (date === undefined) {
    return undefined;
  }
  const time = date.rest.length === 0 && date.found ? clockTimeOf('00:00') : clockTimeOf(date.rest.join(' '));
  return time && clock.timeOf({ ...date.day, ...time });
}

/** The moment a person typed; undefined when the words mean none. May lie outside what is stored. */
export function parseTypedTime(typed: string, context: TypedTimeContext): number | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') {
    return undefined;
  }
  if (text === 'now' || text === 'end') {
    return context.latestMs;
  }
  const distance = distanceOf(text);
  const found =
    distance === undefined ? (isoOf(text, context.clock) ?? wordsOf(text, context)) : context.playheadMs + distance;
  return found !== undefined && Number.isFinite(found) ? found : undefined;
}

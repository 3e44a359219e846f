import { isTimeZone, utcFromLocalMs, zoneOffsetMs } from '../lib/timeZone';

/** A moment as a wall clock shows it. Months from 1, days of the week from 0 (Sunday). */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** Translates between UTC and the wall clock of one zone. */
export interface ZoneClock {
  readonly timeZone: string;
  /** What the zone's clocks are ahead of UTC at a moment. */
  readonly offsetMs: (timeMs: number) => number;
  readonly wallTime: (timeMs: number) => WallTime;
  /** The moment of a wall time. The first of two; one that does not exist moves on by the missing time. */
  readonly timeOf: (wall: WallTime) => number;
}

/** The wall time of a moment that is already counted in local time. */
function wallTimeOfLocal(localMs: number): WallTime {
  const date = new Date(localMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

/** A wall time counted like UTC, as if the zone had no offset. */
function localMsOf(wall: WallTime): number {
  const { year, month, day, hour, minute, second, millisecond } = wall;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** The clock of an IANA zone. A name that is not known counts as UTC. */
export function createZoneClock(timeZone: string): ZoneClock {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const offsetMs = (timeMs: number): number => zoneOffsetMs(zone, timeMs);
  return {
    timeZone: zone,
    offsetMs,
    wallTime: (timeMs) => wallTimeOfLocal(timeMs + offsetMs(timeMs)),
    timeOf: (wall) => utcFromLocalMs(zone, localMsOf(wall)),
  };
}

const quarterHourMs = 900_000;
const largestCache = 200_000;

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  /** Offsets already worked out, by quarter of an hour: no zone changes within one. */
  readonly offsets: Map<number, number>;
}

const clocks = new Map<string, ZoneClock>();

function clockOf(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  const made = { format, offsets: new Map<number, number>() };
  clocks.set(timeZone, made);
  return made;
}

/** True for a name that `Intl` knows as a time zone, for instance `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

function workOutOffset(format: Intl.DateTimeFormat, utcMs: number): number {
  const parts = Object.fromEntries(format.formatToParts(utcMs).map(({ type, value }) => [type, value]));
  const number = (name: string): number => Number(parts[name]);
  const year = parts['era'] === 'BC' ? 1 - number('year') : number('year');
  const local = Date.UTC(year, number('month') - 1, number('day'), number('hour'), number('minute'), number('second'));
  return local - Math.floor(utcMs / 1000) * 1000;
}

/** How far local time is ahead of UTC at a moment, in ms. Throws a RangeError for a zone that does not exist. */
export function zoneOffsetMs(timeZone: string, utcMs: number): number {
  const { format, offsets } = clockOf(timeZone);
  const quarter = Math.floor(utcMs / quarterHourMs);
  const known = offsets.get(quarter);
  if (known !== undefined) {
    return known;
  }
  if (offsets.size >= largestCache) {
    offsets.clear();
  }
  const offset = workOutOffset(format, utcMs);
  offsets.set(quarter, offset);
  return offset;
}

/**
 * The UTC moment of a local time, given as if it were UTC. Of the two moments of an hour that comes twice
 * the first; a time that the clocks skip is read with the offset from before the change.
 */
export function utcFromLocalMs(timeZone: string, localMs: number): number {
  const dayMs = 86_400_000;
  const before = zoneOffsetMs(timeZone, localMs - dayMs);
  const after = zoneOffsetMs(timeZone, localMs + dayMs);
  const early = localMs - before;
  if (before === after || zoneOffsetMs(timeZone, early) === before) {
    return early;
  }
  const late = localMs - after;
  return zoneOffsetMs(timeZone, late) === after ? late : early;
}

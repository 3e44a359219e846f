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

const hourMs = 3_600_000;
/** Offsets change on quarters of an hour, in every zone and year that histories reach back to. */
const quarterMs = 900_000;
const keptOffsets = 4_096;

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
export function localMsOf(wall: WallTime): number {
  const { year, month, day, hour, minute, second, millisecond } = wall;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

function readOffset(formatter: Intl.DateTimeFormat, timeMs: number): number {
  const numbers = new Map(formatter.formatToParts(timeMs).map((part) => [part.type, Number(part.value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => numbers.get(type) ?? 0;
  const localMs = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return localMs - Math.floor(timeMs / 1_000) * 1_000;
}

/** The clock of an IANA zone. A name that is not known counts as UTC. */
export function createZoneClock(timeZone: string): ZoneClock {
  const zone = isKnownZone(timeZone) ? timeZone : 'UTC';
  const number = 'numeric' as const;
  const formatter = new Intl.DateTimeFormat('en-GB-u-ca-iso8601', {
    ...{ timeZone: zone, hourCycle: 'h23', year: number, month: number, day: number },
    ...{ hour: number, minute: number, second: number },
  });
  const offsets = new Map<number, number>();
  const offsetMs = (timeMs: number): number => {
    const quarter = Math.floor(timeMs / quarterMs);
    const known = offsets.get(quarter);
    if (known !== undefined) {
      return known;
    }
    if (offsets.size >= keptOffsets) {
      offsets.clear();
    }
    const offset = readOffset(formatter, quarter * quarterMs);
    offsets.set(quarter, offset);
    return offset;
  };
  return {
    timeZone: zone,
    offsetMs,
    wallTime: (timeMs) => wallTimeOfLocal(timeMs + offsetMs(timeMs)),
    timeOf: (wall) => {
      const localMs = localMsOf(wall);
      const before = localMs - offsetMs(localMs - 15 * hourMs);
      const after = localMs - offsetMs(localMs + 15 * hourMs);
      const isRight = (timeMs: number): boolean => timeMs + offsetMs(timeMs) === localMs;
      return [Math.min(before, after), Math.max(before, after)].find(isRight) ?? before;
    },
  };
}

/** True for a zone this machine knows. */
export function isKnownZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

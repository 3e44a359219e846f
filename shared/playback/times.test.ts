import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDistance, formatFromNow, formatMoment, formatOffset, formatSpan, formatSpanShort } from './formatTime';
import { parseTypedTime } from './parseTime';
import { layOutTicks } from './rulerTicks';
import { createZoneClock } from './zoneClock';

const berlin = createZoneClock('Europe/Berlin');
const helsinki = createZoneClock('Europe/Helsinki');
const universal = createZoneClock('UTC');
const at = (iso: string): number => Date.parse(iso);
const hour = 3_600_000;

describe('zone clock', () => {
  it('[P21] shows the wall time of the plant and its offset', () => {
    const timeMs = at('2026-03-14T01:12:40Z');
    expect(formatMoment(timeMs, helsinki)).toBe('Sat 14 Mar 2026, 03:12:40');
    expect(formatOffset(helsinki.offsetMs(timeMs))).toBe('UTC+02:00');
    expect(formatOffset(createZoneClock('Asia/Kolkata').offsetMs(timeMs))).toBe('UTC+05:30');
    expect(formatOffset(createZoneClock('America/New_York').offsetMs(timeMs))).toBe('UTC−04:00');
    expect(formatOffset(createZoneClock('Not/AZone').offsetMs(timeMs))).toBe('UTC');
  });

  it('[P24] a missing clock time moves on, a double one is the first', () => {
    const wall = { year: 2026, minute: 30, second: 0, millisecond: 0 };
    expect(berlin.timeOf({ ...wall, month: 3, day: 29, hour: 2 })).toBe(at('2026-03-29T01:30:00Z'));
    expect(berlin.timeOf({ ...wall, month: 10, day: 25, hour: 2 })).toBe(at('2026-10-25T00:30:00Z'));
  });

  it('[P24] a moment becomes a wall time and back, but for repeated hours', () => {
    const zones = fc.constantFrom(berlin, helsinki, universal, createZoneClock('Australia/Lord_Howe'));
    const moments = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
    fc.assert(
      fc.property(zones, moments, (clock, timeMs) => {
        const back = clock.timeOf(clock.wallTime(timeMs));
        expect([0, hour, hour / 2]).toContain(timeMs - back);
      }),
    );
  });
});

describe('spans', () => {
  it('[P22] are said in two parts, in one where it is tight', () => {
    expect(formatSpan(239_000)).toBe('3 min 59 s');
    expect(formatSpan(40 * 60_000)).toBe('40 min');
    expect(formatSpan(30 * 24 * hour)).toBe('30 d');
    expect(formatSpan(450)).toBe('450 ms');
    expect([formatSpanShort(239_000), formatSpanShort(5_000), formatSpanShort(50 * hour)]).toEqual([
      '3 m',
      '5 s',
      '2 d',
    ]);
  });

  it('[P22] before the playhead have a minus sign', () => {
    expect([formatDistance(-239_000), formatDistance(62_000), formatDistance(-3_720_000), formatDistance(0)]).toEqual([
      '−3:59',
      '+1:02',
      '−1:02:00',
      '0:00',
    ]);
  });

  it('[P22] from now are said in days and hours', () => {
    const now = at('2026-03-22T12:00:00Z');
    expect(formatFromNow(now - 202 * hour, now)).toBe('8 days 10 h before now');
    expect(formatFromNow(now - 24 * hour, now)).toBe('1 day before now');
    expect(formatFromNow(now - 100_000, now)).toBe('1 min 40 s before now');
    expect(formatFromNow(now + 3 * hour, now)).toBe('3 h after now');
  });
});

describe('typed times', () => {
  const context = { clock: helsinki, playheadMs: at('2026-03-14T01:12:40Z'), latestMs: at('2026-03-20T12:00:00Z') };
  const cases: readonly (readonly [typed: string, iso: string | undefined])[] = [
    ['03:12', '2026-03-14T01:12:00Z'],
    ['3:12:40.5', '2026-03-14T01:12:40.500Z'],
    ['6pm', '2026-03-14T16:00:00Z'],
    ['yesterday 6pm', '2026-03-19T16:00:00Z'],
    ['today 12:30 am', '2026-03-19T22:30:00Z'],
    ['Monday noon', '2026-03-16T10:00:00Z'],
    ['14 Mar 2026, 03:12:40', '2026-03-14T01:12:40Z'],
    ['2 feb', '2026-02-01T22:00:00Z'],
    ['March 2 07:00', '2026-03-02T05:00:00Z'],
    ['-10m', '2026-03-14T01:02:40Z'],
    ['+1h 30min', '2026-03-14T02:42:40Z'],
    ['−2 d', '2026-03-12T01:12:40Z'],
    ['2026-03-14T03:12Z', '2026-03-14T03:12:00Z'],
    ['2026-03-14 03:12+01:00', '2026-03-14T02:12:00Z'],
    ['2026-03-14', '2026-03-13T22:00:00Z'],
    ['end', '2026-03-20T12:00:00Z'],
    ['25:00', undefined],
    ['13pm', undefined],
    ['31 feb 2026', undefined],
    ['-10 apples', undefined],
    ['soon', undefined],
    ['7', undefined],
    ['', undefined],
  ];
  it.each(cases)('[P23] %s', (typed, iso) => {
    expect(parseTypedTime(typed, context)).toBe(iso === undefined ? undefined : at(iso));
  });

  it('[P23] any words at all are a moment or nothing, never a failure', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const found = parseTypedTime(typed, context);
        expect(found === undefined || Number.isFinite(found)).toBe(true);
      }),
    );
  });
});

describe('ruler', () => {
  const layout = { widthPx: 1_624, labelPx: 88 };
  const labels = (from: string, to: string, clock = berlin): readonly string[] =>
    layOutTicks({ ...layout, window: { startMs: at(from), endMs: at(to) }, clock }).flatMap((tick) => tick.label ?? []);

  it('[P25] labels stand on round local times', () => {
    expect(labels('2026-03-14T00:50:00Z', '2026-03-14T01:30:00Z', helsinki)).toEqual([
      ...['02:50', '02:55', '03:00', '03:05', '03:10', '03:15', '03:20', '03:25', '03:30'],
    ]);
    expect(labels('2026-03-13T23:00:00Z', '2026-03-14T23:00:00Z').slice(0, 3)).toEqual(['14 Mar', '02:00', '04:00']);
    expect(labels('2026-02-13T23:00:00Z', '2026-03-14T23:00:00Z')[0]).toBe('15 Feb');
    expect(labels('2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z', universal)).toContain('Jul 2026');
  });

  it('[P25] a repeated hour is drawn twice, with its offsets', () => {
    const drawn = labels('2026-10-24T22:00:00Z', '2026-10-25T04:00:00Z');
    expect(drawn.filter((label) => label.startsWith('02:00'))).toEqual(['02:00 +02:00', '02:00 +01:00']);
  });

  it('[P25] a skipped hour is not drawn', () => {
    const drawn = labels('2026-03-28T22:00:00Z', '2026-03-29T05:00:00Z');
    expect(drawn.some((label) => label.startsWith('02:'))).toBe(false);
    expect(drawn).toContain('03:00 +02:00');
  });

  it('[P25] ticks ascend, stay inside and labels keep their distance', () => {
    const windows = fc.record({
      startMs: fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
      spanMs: fc.double({ min: 3, max: 11.5, noNaN: true }).map((power) => Math.round(10 ** power)),
    });
    fc.assert(
      fc.property(windows, fc.constantFrom(berlin, universal), ({ startMs, spanMs }, clock) => {
        const window = { startMs, endMs: startMs + spanMs };
        const ticks = layOutTicks({ ...layout, window, clock });
        const labelled = ticks.filter((tick) => tick.label !== undefined);
        ticks.slice(1).forEach((tick, index) => expect(tick.timeMs).toBeGreaterThan(ticks[index]?.timeMs ?? NaN));
        expect(ticks.every((tick) => tick.timeMs >= startMs && tick.timeMs <= window.endMs)).toBe(true);
        expect(labelled.length).toBeLessThanOrEqual(21);
        expect(ticks.length).toBeLessThan(450);
      }),
    );
  });
});

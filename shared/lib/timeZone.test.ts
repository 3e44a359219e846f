import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimeZone, utcFromLocalMs, zoneOffsetMs } from './timeZone';

const hourMs = 3_600_000;
const berlin = 'Europe/Berlin';

test('knows summer and winter time', () => {
  expect(zoneOffsetMs(berlin, Date.UTC(2026, 0, 1))).toBe(hourMs);
  expect(zoneOffsetMs(berlin, Date.UTC(2026, 6, 1))).toBe(2 * hourMs);
  expect(zoneOffsetMs('Asia/Kathmandu', 0)).toBe(5.5 * hourMs);
});

test('tells zones from other words', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Nowhere/At_all')).toBe(false);
});

test('takes the first of two moments when the hour comes twice', () => {
  // 25 Oct 2026, 02:30 comes at 00:30 and at 01:30 UTC.
  expect(utcFromLocalMs(berlin, Date.UTC(2026, 9, 25, 2, 30))).toBe(Date.UTC(2026, 9, 25, 0, 30));
});

test('reads a skipped time with the offset from before the change', () => {
  // 29 Mar 2026, 02:30 does not exist.
  expect(utcFromLocalMs(berlin, Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.UTC(2026, 2, 29, 1, 30));
});

test('a moment turned to local time and back is the same moment, but for the repeated hour', () => {
  const anyMoment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });
  fc.assert(
    fc.property(anyMoment, fc.constantFrom(berlin, 'America/New_York', 'Australia/Lord_Howe', 'UTC'), (utcMs, zone) => {
      const local = utcMs + zoneOffsetMs(zone, utcMs);
      const back = utcFromLocalMs(zone, local);
      expect(back + zoneOffsetMs(zone, back)).toBe(local);
      expect(back).toBeLessThanOrEqual(utcMs);
    }),
  );
});

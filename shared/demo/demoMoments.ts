/** Time zone of the example plant: a harbour in the southern late summer, two hours ahead of UTC all year. */
export const demoTimeZone = 'Africa/Johannesburg';

/** UTC+02:00, without daylight saving. */
export const demoZoneOffsetMs = 2 * 3_600_000;

/** A moment of March 2026 in the plant's own time. */
function marchMs(day: number, clock: string): number {
  return Date.parse(`2026-03-${String(day).padStart(2, '0')}T${clock}+02:00`);
}

const dayMs = 86_400_000;

/** How many days of history the example plant has. */
export const demoDayCount = 30;

/** End of the history (exclusive): 22 Mar 2026, 14:00 plant time. */
export const demoEndMs = marchMs(22, '14:00:00');

/** First sample of the history. */
export const demoStartMs = demoEndMs - demoDayCount * dayMs;

/** Sat 14 Mar 2026 at 03:00 plant time; the trip of CH-2 is told in seconds from here. */
export const demoTripNightMs = marchMs(14, '03:00:00');

/** The moment at which the example plant opens: four minutes after XV-102 has closed by itself. */
export const demoShownMs = marchMs(14, '03:12:40');

/** Tue 10 Mar 2026: TV-421 sticks over noon while its command goes on. */
export const demoStuckValve = { startMs: marchMs(10, '10:40:00'), endMs: marchMs(10, '15:25:00') } as const;

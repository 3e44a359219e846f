import { demoShownMs, demoStartMs, demoZoneOffsetMs } from '../demoMoments';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The air outside, in °C and %. */
export interface Weather {
  readonly dryBulb: number;
  readonly wetBulb: number;
  readonly humidity: number;
}

/** Hour of the day in the plant's time zone, with its fraction. */
export function plantHour(timeMs: number): number {
  return ((timeMs + demoZoneOffsetMs) % dayMs) / hourMs;
}

/** Day of the week in the plant's time zone, 0 is Sunday. */
export function plantWeekday(timeMs: number): number {
  return (Math.floor((timeMs + demoZoneOffsetMs) / dayMs) + 4) % 7;
}

function wave(days: number, periodDays: number, phase: number): number {
  return Math.sin((2 * Math.PI * days) / periodDays + phase);
}

/** 1 in the warmest hour of the day, -1 twelve hours away from it. */
function dayCurve(timeMs: number, warmestHour: number): number {
  return Math.cos((2 * Math.PI * (plantHour(timeMs) - warmestHour)) / 24);
}

/** Fronts of several days, and a hot spell over the night of the trip. */
function front(timeMs: number): number {
  const days = (timeMs - demoStartMs) / dayMs;
  const spell = (timeMs - demoShownMs + 10 * hourMs) / (1.1 * dayMs);
  const fronts = 1.1 * wave(days, 6.3, 0.4) + 0.7 * wave(days, 2.7, 2.1) + 0.9 * wave(days, 11, 4.2);
  return fronts + 5.4 * Math.exp(-spell * spell);
}

function wetBulbShape(timeMs: number): number {
  return front(timeMs) + 1.1 * dayCurve(timeMs, 15);
}

/** The wet bulb of the night of the trip, which the cooling towers had to live with. */
const wetBulbShown = 19.1;
const wetBulbBase = wetBulbShown - wetBulbShape(demoShownMs);

/** Pressure of saturated vapour in kPa (Magnus). */
function saturation(celsius: number): number {
  return 0.6108 * Math.exp((17.27 * celsius) / (celsius + 237.3));
}

/** The weather at a moment: always the same, with the dry bulb above the wet bulb. */
export function weatherAt(timeMs: number): Weather {
  const days = (timeMs - demoStartMs) / dayMs;
  const wetBulb = wetBulbBase + wetBulbShape(timeMs);
  const depression = 2.1 + 0.8 * (1 + wave(days, 4.1, 1)) + 1.9 * (1 + dayCurve(timeMs, 14));
  const dryBulb = wetBulb + depression;
  const vapour = saturation(wetBulb) - 0.0674 * depression;
  return { dryBulb, wetBulb, humidity: (100 * vapour) / saturation(dryBulb) };
}

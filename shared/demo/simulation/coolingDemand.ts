import { demoStartMs } from '../demoMoments';
import { plantHour, plantWeekday } from './weather';

const minuteMs = 60_000;
const saturday = 6;
const sunday = 0;

/** More than the two chillers can give is never asked for. */
const greatestTotalKw = 1_475;

/** What each level needs always, at full occupancy, and for each degree of wet bulb above 14 °C, in kW. */
const levels = [
  { always: 200, people: 120, weather: 52, rippleMinutes: 47 },
  { always: 190, people: 110, weather: 46, rippleMinutes: 61 },
  { always: 260, people: 70, weather: 52, rippleMinutes: 83 },
] as const;

function rise(hour: number, from: number, to: number): number {
  const part = Math.min(1, Math.max(0, (hour - from) / (to - from)));
  return part * part * (3 - 2 * part);
}

/** How many of the people are in the building, 0 to 1. */
export function occupancyAt(timeMs: number): number {
  const hour = plantHour(timeMs);
  const weekday = plantWeekday(timeMs);
  if (weekday === sunday) {
    return 0;
  }
  if (weekday === saturday) {
    return 0.35 * (rise(hour, 8, 9.5) - rise(hour, 13, 15));
  }
  return rise(hour, 6.5, 8.75) - rise(hour, 16.75, 19.5);
}

/** The cooling that the three levels ask for, in kW. */
export function demandAt(timeMs: number, wetBulb: number): readonly [number, number, number] {
  const people = occupancyAt(timeMs);
  const of = (index: 0 | 1 | 2): number => {
    const level = levels[index];
    const ripple = 1 + 0.012 * Math.sin((2 * Math.PI * (timeMs - demoStartMs)) / (level.rippleMinutes * minuteMs));
    return Math.max(60, (level.always + level.people * people + level.weather * (wetBulb - 14)) * ripple);
  };
  const asked = [of(0), of(1), of(2)] as const;
  const part = Math.min(1, greatestTotalKw / (asked[0] + asked[1] + asked[2]));
  return [asked[0] * part, asked[1] * part, asked[2] * part];
}

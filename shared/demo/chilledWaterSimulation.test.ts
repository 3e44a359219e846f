import { beforeAll, expect, test } from 'vitest';
import { convertUnit } from '../history/convertUnit';
import { quality } from '../history/historySource';
import { type SimulatedDay, simulateChilledWater } from './chilledWaterSimulation';
import { demoDayCount, demoEndMs, demoShownMs, demoStartMs, demoStuckValve, demoTripNightMs } from './demoMoments';
import { demoSensors } from './demoSensors';

interface Series {
  readonly timesMs: readonly number[];
  /** As the sensor shows them. */
  readonly values: readonly number[];
  readonly qualities: readonly number[];
}

const minuteMs = 60_000;
const all = new Map<string, Series>();

beforeAll(() => {
  const days = [...simulateChilledWater()];
  for (const sensor of demoSensors) {
    const parts = days.flatMap(({ series }) => series.filter(({ name }) => name === sensor.name));
    const shown = (value: number): number =>
      (sensor.sourceUnit === '' ? value : (convertUnit(value, sensor.sourceUnit, sensor.unit) ?? NaN)) * sensor.scale;
    all.set(sensor.name, {
      timesMs: parts.flatMap(({ samples }) => [...samples.timesMs]),
      values: parts.flatMap(({ samples }) => [...samples.values].map(shown)),
      qualities: parts.flatMap(({ samples }) => [...samples.qualities]),
    });
  }
}, 60_000);

function series(name: string): Series {
  const found = all.get(name);
  if (found === undefined) {
    throw new Error(`no series ${name}`);
  }
  return found;
}

function indexAt({ timesMs }: Series, timeMs: number): number {
  return timesMs.findLastIndex((sampleMs) => sampleMs <= timeMs);
}

function valueAt(name: string, timeMs: number): number {
  const found = series(name);
  return found.values[indexAt(found, timeMs)] ?? NaN;
}

/** Every hour and a bit, so that all minutes of the hour come up. */
const moments = Array.from({ length: 700 }, (_, index) => demoStartMs + index * 61 * minuteMs + 17 * minuteMs);
const calm = moments.filter((timeMs) => Math.abs(timeMs - demoShownMs) > 45 * minuteMs);

/** Seconds after 03:00 of the trip's night at which a series first fulfils a condition after 03:05. */
function firstAfter(name: string, holds: (value: number) => boolean): number {
  const { timesMs, values } = series(name);
  const index = timesMs.findIndex((timeMs, at) => timeMs > demoTripNightMs + 5 * minuteMs && holds(values[at] ?? NaN));
  return ((timesMs[index] ?? NaN) - demoTripNightMs) / 1_000;
}

test('the same seed gives the same bytes, another one others', () => {
  const firstDay = (seed: number): SimulatedDay | undefined => {
    const next = simulateChilledWater(seed).next();
    return next.done === true ? undefined : next.value;
  };
  expect(firstDay(7)).toEqual(firstDay(7));
  expect(firstDay(7)).not.toEqual(firstDay(8));
});

test('there is one series a sensor, in ascending time, over the whole span', () => {
  expect(demoDayCount).toBe(30);
  for (const { timesMs } of all.values()) {
    expect((timesMs[0] ?? NaN) - demoStartMs).toBeLessThan(8 * minuteMs);
    expect(timesMs.at(-1)).toBeGreaterThan(demoEndMs - 11 * minuteMs);
    expect(timesMs.every((timeMs, index) => index === 0 || timeMs > (timesMs[index - 1] ?? timeMs))).toBe(true);
  }
});

test('every value lies within the range of its sensor', () => {
  for (const { name, rangeLow, rangeHigh } of demoSensors) {
    const { values } = series(name);
    const outside = values.filter(
      (value) => value < (rangeLow ?? -Infinity) - 1e-6 || value > (rangeHigh ?? Infinity) + 1e-6,
    );
    expect([name, outside.slice(0, 3)]).toEqual([name, []]);
  }
});

test('the wet bulb stays below the dry bulb, supply colder than return, leaving condenser water warmer', () => {
  for (const timeMs of moments) {
    expect(valueAt('OA_TEMP_WB', timeMs)).toBeLessThan(valueAt('OA_TEMP', timeMs));
    expect(valueAt('CWL_SEC_SW_TEMP', timeMs)).toBeLessThan(valueAt('CWL_SEC_RW_TEMP', timeMs));
    expect(valueAt('CHL_SWCD_TEMP_1', timeMs)).toBeGreaterThan(valueAt('CHL_RWCD_TEMP_1', timeMs));
  }
});

test('what the chillers take out is what the building gives, within 5 %', () => {
  for (const timeMs of calm) {
    const duty = [1, 2].reduce(
      (sum, unit) =>
        sum +
        1.163 *
          valueAt(`CHL_CW_FLOW_${unit}`, timeMs) *
          (valueAt('CWL_PRI_RW_TEMP', timeMs) - valueAt('CWL_PRI_SW_TEMP', timeMs)),
      0,
    );
    const load = valueAt('CWL_SEC_LOAD', timeMs);
    const switched = ['CHL_STA_2', 'CHWP.P_102.STA'].some(
      (name) => valueAt(name, timeMs) !== valueAt(name, timeMs - 25 * minuteMs),
    );
    expect(
      switched || Math.abs(duty - load) < 0.05 * load + 25,
      `${new Date(timeMs).toISOString()} ${duty} ${load}`,
    ).toBe(true);
  }
});

test('flow stops with its pump, and power with its machine', () => {
  for (const timeMs of moments) {
    if (valueAt('CHWP.P_102.STA', timeMs) === 0 && valueAt('CHWP.P_102.STA', timeMs - minuteMs) === 0) {
      expect(valueAt('CHL_CW_FLOW_2', timeMs)).toBe(0);
      expect(valueAt('CWL_PRI_PM_POW_2', timeMs)).toBe(0);
    }
    if (valueAt('CHL_STA_2', timeMs - minuteMs) === 0 && valueAt('CHL_STA_2', timeMs) === 0) {
      expect(valueAt('CHL_POW_2', timeMs)).toBe(0);
    }
  }
});

test('the second chiller comes and goes with the load, its valves travelling visibly', () => {
  const starts = series('CHL_STA_2').values.filter((value, index, values) => value === 1 && values[index - 1] === 0);
  expect(starts.length).toBeGreaterThan(8);
  const travelling = series('CHWP.XV_102.ZT.PV').values.filter((value) => value > 1 && value < 99);
  expect(travelling.length).toBeGreaterThan(100);
});

test('the night of the trip runs as it is told', () => {
  expect(firstAfter('CHWP.XV_102.ZT.PV', (value) => value === 0)).toBeCloseTo(8 * 60 + 41.2, 3);
  expect(series('CHWP.XV_102.CMD').values[indexAt(series('CHWP.XV_102.CMD'), demoShownMs)]).toBe(1);
  expect(firstAfter('CHL_CW_FLOW_2', (value) => value < 60)).toBe(8 * 60 + 52);
  expect(firstAfter('CHL_STA_2', (value) => value === 0)).toBe(8 * 60 + 58);
  expect(firstAfter('CHWP.P_102.STA', (value) => value === 0)).toBe(9 * 60 + 20);
  expect(firstAfter('CHWP.FT_105.PV', (value) => value < -2)).toBeLessThanOrEqual(9 * 60 + 40);
  expect(Math.abs(firstAfter('CWL_SEC_SW_TEMP', (value) => value > 9) - (10 * 60 + 26))).toBeLessThanOrEqual(10);
  expect(Math.abs(firstAfter('AHU_CHWC_VLV_3', (value) => value > 99.5) - (11 * 60 + 47))).toBeLessThanOrEqual(10);
  expect(Math.abs(firstAfter('AHU_SA_TEMP_3', (value) => value > 17) - (12 * 60 + 19))).toBeLessThanOrEqual(10);
  expect(valueAt('CHL_STA_2', demoTripNightMs + 20 * minuteMs)).toBe(1);
  expect(valueAt('CWL_SEC_SW_TEMP', demoTripNightMs + 40 * minuteMs)).toBeLessThan(7.5);
});

test.each([
  ['CHL_CW_FLOW_1', 116, 1],
  ['CHL_CW_FLOW_2', 0, 0],
  ['CHWP.FT_105.PV', -110, 2],
  ['CHL_SW_TEMP_1', 7.4, 0.15],
  ['CHL_SW_TEMP_2', 11.8, 0.15],
  ['CWL_SEC_SW_TEMP', 10.1, 0.15],
  ['CWL_SEC_RW_TEMP', 12.9, 0.15],
  ['CWL_SEC_CW_FLOW', 226, 1.5],
  ['CWL_SEC_DP', 118, 1.5],
  ['CHL_POW_1', 148, 3],
  ['CHL_POW_2', 0, 0],
  ['CHL_CD_FLOW_1', 178, 1.5],
  ['CDWL_RW_TEMP', 33, 1.2],
  ['CDWL_SW_TEMP', 29.6, 0.5],
  ['CHWP.XV_302.ZT.PV', 42, 0.5],
  ['AHU_SA_TEMP_1', 15.2, 0.15],
  ['AHU_SA_TEMP_2', 15.9, 0.15],
  ['AHU_SA_TEMP_3', 17.8, 0.15],
  ['AHU_CHWC_VLV_1', 86, 1],
  ['AHU_CHWC_VLV_3', 100, 0.1],
  ['CT_FAN_SPD_1', 48, 0.6],
  ['CWL_SEC_PM_SPD_1', 49, 0.6],
  ['AHU_SF_SPD_3', 42, 0.6],
  ['CHWP.LT_101.PV', 54, 0.7],
  ['CWL_SEC_LOAD', 736, 40],
  ['CHWP.JT_100.PV', 219, 8],
  ['OA_TEMP_WB', 19.1, 0.4],
] as const)('at 03:12:40 %s shows %d', (name, expected, tolerance) => {
  expect(Math.abs(valueAt(name, demoShownMs) - expected)).toBeLessThanOrEqual(tolerance);
});

test('the record of that night has its silences', () => {
  const ageMs = (name: string): number =>
    demoShownMs - (series(name).timesMs[indexAt(series(name), demoShownMs)] ?? NaN);
  expect(Math.floor(ageMs('OA_TEMP_WB') / minuteMs)).toBe(41);
  expect(Math.floor(ageMs('CDWL_SW_TEMP') / minuteMs)).toBe(4);
  expect(valueAt('CHL_CD_FLOW_2', demoShownMs)).toBeNaN();
  expect(ageMs('CHL_CD_FLOW_2')).toBe(365_000);
  const pressure = series('CHWP.PT_105.PV');
  expect(pressure.qualities[indexAt(pressure, demoShownMs)]).toBe(quality.bad);
  for (const name of all.keys()) {
    expect([name, valueAt(name, demoTripNightMs + 26 * minuteMs + 30_000)]).toEqual([name, NaN]);
    if (name !== 'OA_TEMP_WB' && name !== 'CDWL_SW_TEMP') {
      expect([name, Number.isNaN(valueAt(name, demoTripNightMs + 27 * minuteMs))]).toEqual([name, false]);
    }
  }
});

test('TV-421 sticks for a morning while its command goes on, and its air gets warm', () => {
  const noonMs = (demoStuckValve.startMs + demoStuckValve.endMs) / 2;
  const positions = [0, 30, 60].map((minute) => valueAt('AHU_CHWC_VLV_2', noonMs + minute * minuteMs));
  expect(Math.max(...positions) - Math.min(...positions)).toBeLessThan(0.5);
  expect(valueAt('AHU_CHWC_VLV_CTRL_2', noonMs) - (positions[0] ?? 0)).toBeGreaterThan(20);
  expect(valueAt('AHU_SA_TEMP_2', noonMs)).toBeGreaterThan(17);
  expect(valueAt('AHU_SA_TEMP_2', demoStuckValve.endMs + 60 * minuteMs)).toBeLessThan(14.6);
});

import { demoStartMs } from '../demoMoments';
import { analog, type DemoSeries, fahrenheit, kilowatts, type Reading, state } from './demoSeries';
import type { AirState } from './plantState';
import { recorded, type ScriptedName } from './tripNight';

const dayMs = 86_400_000;

interface Unit {
  readonly level: 1 | 2 | 3;
  readonly index: 0 | 1 | 2;
  readonly valve: ScriptedName;
  readonly supply: ScriptedName;
  /** Pa on the first day, and more on every further one. */
  readonly filter: number;
}

const units: readonly Unit[] = [
  { level: 1, index: 0, valve: 'valve1', supply: 'supplyAir1', filter: 96 },
  { level: 2, index: 1, valve: 'valve2', supply: 'supplyAir2', filter: 142 },
  { level: 3, index: 2, valve: 'valve3', supply: 'supplyAir3', filter: 118 },
];

function unitSeries({ level, index, valve, supply, filter }: Unit): readonly DemoSeries[] {
  const air = ({ state: plant }: Reading): AirState => plant.air[index];
  const opened = (reading: Reading): number => 100 * recorded(valve, reading.state, air(reading).valve);
  const commanded = (reading: Reading): number => 100 * recorded(valve, reading.state, air(reading).command);
  const days = ({ state: plant }: Reading): number => (plant.timeMs - demoStartMs) / dayMs;
  return [
    fahrenheit(`AHU_SA_TEMP_${level}`, (reading) => recorded(supply, reading.state, air(reading).supply)),
    fahrenheit(`AHU_SA_TEMPSPT_${level}`, (reading) => air(reading).setPoint, { noise: 0 }),
    fahrenheit(`AHU_RA_TEMP_${level}`, (reading) => air(reading).returned),
    fahrenheit(`AHU_MA_TEMP_${level}`, (reading) => air(reading).mixed, { noise: 0.15 }),
    analog(`AHU_CHWC_VLV_${level}`, opened, { noise: 0.05, steps: 10, least: 0, greatest: 100 }),
    analog(`AHU_CHWC_VLV_CTRL_${level}`, commanded, { steps: 10, least: 0, greatest: 100 }),
    state(`AHU_SF_STA_${level}`, () => 1),
    analog(`AHU_SF_SPD_${level}`, (reading) => air(reading).fan, { noise: 0.001, steps: 1_000, greatest: 1 }),
    kilowatts(`AHU_SF_POW_${level}`, (reading) => 14 * air(reading).fan ** 3, 0.08),
    analog(`AHU_OA_DMPR_${level}`, (reading) => air(reading).damper, { noise: 0.05, steps: 10, greatest: 100 }),
    analog(`AHU_FLT_DP_${level}`, (reading) => (filter + 1.6 * days(reading)) * air(reading).fan ** 2, {
      noise: 1.2,
      steps: 1,
    }),
  ];
}

/** The series of the air-handling units and of the weather. */
export const airSeries: readonly DemoSeries[] = [
  ...units.flatMap(unitSeries),
  fahrenheit('OA_TEMP', ({ state: plant }) => plant.weather.dryBulb, { noise: 0.1 }),
  fahrenheit('OA_TEMP_WB', ({ state: plant }) => plant.weather.wetBulb),
  analog('OA_RH', ({ state: plant }) => plant.weather.humidity, { noise: 0.2, steps: 10, least: 0, greatest: 100 }),
];

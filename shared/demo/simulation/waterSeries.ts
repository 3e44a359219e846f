import { demoShownMs } from '../demoMoments';
import { analog, type DemoSeries, fahrenheit, gallons, kilowatts, position, type Reading, state } from './demoSeries';
import type { PlantState } from './plantState';
import { type Track, trackAt } from './track';
import { recorded } from './tripNight';

const units = [1, 2] as const;
type Unit = (typeof units)[number];
const kwPerPrimaryPump = 12;
const kwPerCondenserPump = 12;

/** 1 while a track says that its machine runs. */
function on(pick: (reading: Reading) => Track): (reading: Reading) => number {
  return (reading) => trackAt(pick(reading), reading.state.timeMs);
}

const always = (): number => 1;
const primaryPumps = { 1: always, 2: on(({ tracks }) => tracks.primaryPump2) } as const;
const condenserPumps = { 1: always, 2: on(({ tracks }) => tracks.condenserPump2) } as const;
const secondaryPumps = { 1: always, 2: on(({ tracks }) => tracks.secondaryPump2) } as const;
const towerFans = { 1: always, 2: on(({ tracks }) => tracks.towerFan2) } as const;

function chillerOf(plant: PlantState, unit: Unit): PlantState['chillers'][number] {
  return plant.chillers[unit === 1 ? 0 : 1];
}

function leaving(plant: PlantState, unit: Unit): number {
  const modelled = chillerOf(plant, unit).leaving;
  return recorded(unit === 1 ? 'chiller1Leaving' : 'chiller2Leaving', plant, modelled);
}

const secondarySupply = (plant: PlantState): number => recorded('secondarySupply', plant, plant.secondarySupply);
const secondaryReturn = (plant: PlantState): number => recorded('secondaryReturn', plant, plant.secondaryReturn);
const secondaryFlow = (plant: PlantState): number => recorded('secondaryFlow', plant, plant.secondaryFlow);

function coolingLoad(plant: PlantState): number {
  return 1.163 * secondaryFlow(plant) * (secondaryReturn(plant) - secondarySupply(plant));
}

function secondaryPower(reading: Reading, unit: Unit): number {
  return secondaryPumps[unit](reading) * 20 * reading.state.secondarySpeed ** 3;
}

function towerPower(reading: Reading, unit: Unit): number {
  return towerFans[unit](reading) * 10.5 * reading.state.towerSpeed ** 3;
}

function plantPower(reading: Reading): number {
  const each = units.map(
    (unit) =>
      chillerOf(reading.state, unit).power +
      primaryPumps[unit](reading) * kwPerPrimaryPump +
      condenserPumps[unit](reading) * kwPerCondenserPump +
      secondaryPower(reading, unit) +
      towerPower(reading, unit),
  );
  return each.reduce((sum, power) => sum + power, 0);
}

function chillerSeries(unit: Unit): readonly DemoSeries[] {
  const chiller = ({ state: plant }: Reading): PlantState['chillers'][number] => chillerOf(plant, unit);
  const load = (reading: Reading): number => (100 * chiller(reading).duty) / 755;
  return [
    gallons(`CHL_CW_FLOW_${unit}`, (reading) => chiller(reading).evaporatorFlow),
    gallons(`CHL_CD_FLOW_${unit}`, (reading) => chiller(reading).condenserFlow),
    fahrenheit(`CHL_SW_TEMP_${unit}`, (reading) => leaving(reading.state, unit)),
    fahrenheit(`CHL_RW_TEMP_${unit}`, (reading) => chiller(reading).entering),
    fahrenheit(`CHL_SWCD_TEMP_${unit}`, (reading) => chiller(reading).condenserLeaving),
    fahrenheit(`CHL_RWCD_TEMP_${unit}`, ({ state: plant }) => plant.towerLeaving),
    analog(`CHL_POW_${unit}`, (reading) => chiller(reading).power, { noise: 0.5, steps: 10, least: 0 }),
    state(`CHL_STA_${unit}`, (reading) => chiller(reading).running),
    analog(`CHL_COMP_SPD_CTRL_${unit}`, (reading) => chiller(reading).running * (0.3 + (0.7 * load(reading)) / 100), {
      steps: 1_000,
      least: 0,
      greatest: 1,
    }),
    state(`CHWP.CH_${unit}.FLT`, unit === 1 ? () => 0 : on(({ tracks }) => tracks.chiller2Fault)),
    analog(`CHWP.CH_${unit}.LOAD.PV`, (reading) => chiller(reading).running * load(reading), {
      noise: 0.2,
      steps: 10,
      least: 0,
      greatest: 100,
    }),
  ];
}

function pumpSeries(unit: Unit): readonly DemoSeries[] {
  const [primary, condenser, secondary] = [primaryPumps[unit], condenserPumps[unit], secondaryPumps[unit]];
  return [
    state(`CHWP.P_10${unit}.STA`, primary),
    analog(`CHWP.P_10${unit}.SPD.PV`, (reading) => 50 * primary(reading), { steps: 10 }),
    kilowatts(`CWL_PRI_PM_POW_${unit}`, (reading) => kwPerPrimaryPump * primary(reading), 0.08),
    state(`CWL_SEC_PM_STA_${unit}`, secondary),
    analog(`CWL_SEC_PM_SPD_${unit}`, (reading) => secondary(reading) * reading.state.secondarySpeed, { steps: 1_000 }),
    kilowatts(`CWL_SEC_PM_POW_${unit}`, (reading) => secondaryPower(reading, unit)),
    state(`CHWP.P_30${unit}.STA`, condenser),
    analog(`CHWP.P_30${unit}.SPD.PV`, (reading) => 45 * condenser(reading), { steps: 10 }),
    kilowatts(`CDWL_PM_POW_${unit}`, (reading) => kwPerCondenserPump * condenser(reading), 0.08),
  ];
}

function towerSeries(unit: Unit): readonly DemoSeries[] {
  const fan = towerFans[unit];
  const wave = (reading: Reading): number => Math.sin(reading.state.timeMs / (1_900_000 + 400_000 * unit));
  const speed = (reading: Reading): number => fan(reading) * reading.state.towerSpeed;
  const warmer = unit === 1 ? -0.1 : 0.15;
  return [
    state(`CT_STA_${unit}`, fan),
    analog(`CT_FAN_SPD_${unit}`, speed, { steps: 1_000 }),
    analog(`CT_FAN_SPD_CTRL_${unit}`, speed, { steps: 100 }),
    kilowatts(`CT_POW_${unit}`, (reading) => towerPower(reading, unit), 0.05),
    fahrenheit(`CT_RW_TEMP_${unit}`, ({ state: plant }) => plant.towerEntering - 0.1),
    fahrenheit(`CT_SW_TEMP_${unit}`, (reading) => reading.state.towerLeaving + warmer * (2 - fan(reading))),
    analog(`CHWP.CT_${unit}.LT.PV`, (reading) => 62 + 6 * wave(reading), { noise: 0.3, steps: 10 }),
  ];
}

function valveSeries(
  tag: string,
  valve: (reading: Reading) => Track | undefined,
  command: (reading: Reading) => Track | undefined,
): readonly DemoSeries[] {
  const percent = (reading: Reading, laterMs: number): number => {
    const track = valve(reading);
    return track === undefined ? 100 : trackAt(track, reading.state.timeMs + laterMs);
  };
  const switches = (reading: Reading): number => {
    const now = percent(reading, 0);
    if (now < 0.5 || now > 99.5) {
      return now < 0.5 ? 0 : 1;
    }
    return percent(reading, 100) > now ? 2 : 3;
  };
  return [
    position(`CHWP.XV_${tag}.ZT.PV`, (reading) => percent(reading, 0)),
    state(`CHWP.XV_${tag}.CMD`, (reading) => {
      const track = command(reading);
      return track === undefined ? 1 : trackAt(track, reading.state.timeMs);
    }),
    state(`CHWP.XV_${tag}.ZS.PV`, switches),
  ];
}

const nothing = (): undefined => undefined;

function loopSeries(): readonly DemoSeries[] {
  return [
    gallons('CDWL_CW_FLOW', ({ state: { chillers } }) => chillers[0].condenserFlow + chillers[1].condenserFlow),
    fahrenheit('CDWL_RW_TEMP', ({ state: plant }) => plant.towerEntering),
    fahrenheit('CDWL_SW_TEMP', ({ state: plant }) => plant.towerLeaving, { everyMinutes: 8 }),
    fahrenheit('CT_SW_TEMPSPT', ({ state: plant }) => plant.towerSetPoint, { noise: 0 }),
    analog('TWV_CTRL', ({ state: plant }) => plant.bypass, { steps: 1_000 }),
    analog('CHWP.TV_303.ZT.PV', ({ state: plant }) => 100 * plant.bypass, { steps: 10 }),
    gallons('CWL_PRI_CW_FLOW', ({ state: { chillers } }) => chillers[0].evaporatorFlow + chillers[1].evaporatorFlow),
    fahrenheit('CWL_PRI_SW_TEMP', ({ state: plant }) => plant.primarySupply),
    fahrenheit('CWL_PRI_RW_TEMP', ({ state: plant }) => plant.primaryReturn),
    fahrenheit('CWL_PRI_SW_TEMPSPT', () => 6.7, { noise: 0 }),
    analog('CHWP.FT_105.PV', ({ state: plant }) => recorded('decouplerFlow', plant, plant.decouplerFlow), {
      noise: 0.5,
      steps: 10,
    }),
    gallons('CWL_SEC_CW_FLOW', ({ state: plant }) => secondaryFlow(plant)),
    analog('CHWP.FT_202.PV', ({ state: plant }) => secondaryFlow(plant) * 0.998, { noise: 0.4, steps: 10 }),
    fahrenheit('CWL_SEC_SW_TEMP', ({ state: plant }) => secondarySupply(plant)),
    fahrenheit('CWL_SEC_RW_TEMP', ({ state: plant }) => secondaryReturn(plant)),
    analog(
      'CWL_SEC_DP',
      ({ state: plant }) => recorded('differentialPressure', plant, plant.differentialPressure) / 0.2490889,
      { noise: 1.4, steps: 10 },
    ),
    analog('CWL_SEC_DPSPT', () => 120 / 0.2490889, { steps: 10 }),
    analog('CWL_SEC_LOAD', ({ state: plant }) => 1_000 * coolingLoad(plant), { noise: 900, steps: 0.01 }),
    analog('CHWP.JT_100.PV', plantPower, { noise: 0.4, steps: 10 }),
  ];
}

const levelCycleMs = 5 * 86_400_000;

/** 0 just filled up, towards 1 the pump fills the vessel again. */
function levelPhase({ state: plant }: Reading): number {
  const cycles = (plant.timeMs - demoShownMs) / levelCycleMs + 0.465;
  return cycles - Math.floor(cycles);
}

const filling = 0.996;

function vesselLevel(reading: Reading): number {
  const phase = levelPhase(reading);
  return phase < filling ? 61 - (15 * phase) / filling : 46 + (15 * (phase - filling)) / (1 - filling);
}

const makeUp = (reading: Reading): number => (levelPhase(reading) < filling ? 0 : 1);

function makeUpSeries(): readonly DemoSeries[] {
  return [
    analog('CHWP.LT_101.PV', vesselLevel, { noise: 0.12, steps: 10 }),
    analog('CHWP.PT_105.PV', (reading) => 250 + 2.2 * (vesselLevel(reading) - 54), { noise: 0.6, steps: 1 }),
    analog('CHWP.MW_401.PV', (reading) => 420 * makeUp(reading), { steps: 1 }),
    analog(
      'CHWP.LT_401.PV',
      (reading) => 82 - (20 * makeUp(reading) * (levelPhase(reading) - filling)) / (1 - filling),
      {
        noise: 0.2,
        steps: 10,
      },
    ),
    state('CHWP.P_401.STA', makeUp),
    analog('CHWP.AT_401.PV', (reading) => 410 + 45 * Math.sin(levelPhase(reading) * 9), { noise: 2, steps: 1 }),
  ];
}

/** The series of the water side: chillers, pumps, towers, valves, loops, make-up. */
export const waterSeries: readonly DemoSeries[] = [
  ...units.flatMap(chillerSeries),
  ...units.flatMap(pumpSeries),
  ...units.flatMap(towerSeries),
  ...valveSeries('101', nothing, nothing),
  ...valveSeries(
    '102',
    ({ tracks }) => tracks.evaporatorValve2,
    ({ tracks }) => tracks.evaporatorCommand2,
  ),
  ...valveSeries('301', nothing, nothing),
  ...valveSeries(
    '302',
    ({ tracks }) => tracks.condenserValve2,
    ({ tracks }) => tracks.condenserCommand2,
  ),
  ...loopSeries(),
  ...makeUpSeries(),
];

import { completeSensor } from '../model/commands/editSensors';
import type { Sensor } from '../model/plantModel';
import { demoSensorId } from './sheetDraft';

const minuteMs = 60_000;
const units = [1, 2] as const;
const levels = [1, 2, 3] as const;

type Extras = Partial<Omit<Sensor, 'id' | 'name'>>;

function sensor(name: string, description: string, extras: Extras): Sensor {
  return completeSensor(demoSensorId(name), { name, description, expectedPeriodMs: minuteMs, ...extras });
}

/** °F in the historian, °C on the drawing. */
function temperature(name: string, description: string, extras: Extras): Sensor {
  return sensor(name, description, { unit: '°C', sourceUnit: '°F', decimals: 1, ...extras });
}

/** US gallons a minute in the historian, m³/h on the drawing. */
function flow(name: string, description: string, extras: Extras): Sensor {
  return sensor(name, description, { unit: 'm³/h', sourceUnit: 'gpm', decimals: 0, ...extras });
}

function power(name: string, description: string, rangeHigh: number): Sensor {
  return sensor(name, description, { unit: 'kW', rangeLow: 0, rangeHigh, decimals: rangeHigh > 60 ? 0 : 1 });
}

function percent(name: string, description: string, extras: Extras = {}): Sensor {
  return sensor(name, description, { unit: '%', rangeLow: 0, rangeHigh: 100, decimals: 0, ...extras });
}

/** A speed that the historian holds as a fraction of 50 Hz. */
function speed(name: string, description: string, extras: Extras = {}): Sensor {
  return sensor(name, description, { unit: 'Hz', rangeLow: 0, rangeHigh: 50, decimals: 0, scale: 50, ...extras });
}

/** Written when it changes, and every ten minutes to say that it is alive. */
function state(name: string, description: string, stateWords: string): Sensor {
  return sensor(name, description, { kind: 'state', stateWords, decimals: 0, expectedPeriodMs: 10 * minuteMs });
}

const runWords = '0=Stopped;1=Running';

function outside(): readonly Sensor[] {
  return [
    temperature('OA_TEMP', 'Outside air, dry bulb', { rangeLow: 0, rangeHigh: 45 }),
    temperature('OA_TEMP_WB', 'Outside air, wet bulb', { rangeLow: 0, rangeHigh: 35 }),
    percent('OA_RH', 'Outside air, relative humidity'),
  ];
}

function chillers(): readonly Sensor[] {
  return units.flatMap((unit) => [
    flow(`CHL_CW_FLOW_${unit}`, `CH-${unit} evaporator flow`, { rangeLow: 0, rangeHigh: 160, limitLow: 60 }),
    flow(`CHL_CD_FLOW_${unit}`, `CH-${unit} condenser flow`, { rangeLow: 0, rangeHigh: 240, limitLow: 90 }),
    temperature(`CHL_SW_TEMP_${unit}`, `Chilled water leaving CH-${unit}`, {
      rangeLow: 0,
      rangeHigh: 20,
      limitLow: 4,
      limitHigh: 9,
    }),
    temperature(`CHL_RW_TEMP_${unit}`, `Chilled water entering CH-${unit}`, { rangeLow: 0, rangeHigh: 25 }),
    temperature(`CHL_SWCD_TEMP_${unit}`, `Condenser water leaving CH-${unit}`, {
      rangeLow: 10,
      rangeHigh: 45,
      limitHigh: 38,
    }),
    temperature(`CHL_RWCD_TEMP_${unit}`, `Condenser water entering CH-${unit}`, { rangeLow: 10, rangeHigh: 45 }),
    power(`CHL_POW_${unit}`, `CH-${unit} electric power`, 200),
    state(`CHL_STA_${unit}`, `CH-${unit} compressor`, runWords),
    percent(`CHL_COMP_SPD_CTRL_${unit}`, `CH-${unit} compressor speed command`, { scale: 100 }),
    state(`CHWP.CH_${unit}.FLT`, `CH-${unit} fault`, '0=Normal;1=Tripped'),
    percent(`CHWP.CH_${unit}.LOAD.PV`, `CH-${unit} load`),
  ]);
}

function pumps(): readonly Sensor[] {
  return units.flatMap((unit) => [
    state(`CHWP.P_10${unit}.STA`, `P-10${unit} running`, runWords),
    sensor(`CHWP.P_10${unit}.SPD.PV`, `P-10${unit} speed`, { unit: 'Hz', rangeLow: 0, rangeHigh: 50, decimals: 0 }),
    power(`CWL_PRI_PM_POW_${unit}`, `P-10${unit} power`, 30),
    state(`CWL_SEC_PM_STA_${unit}`, `P-20${unit} running`, runWords),
    speed(`CWL_SEC_PM_SPD_${unit}`, `P-20${unit} speed`),
    power(`CWL_SEC_PM_POW_${unit}`, `P-20${unit} power`, 40),
    state(`CHWP.P_30${unit}.STA`, `P-30${unit} running`, runWords),
    sensor(`CHWP.P_30${unit}.SPD.PV`, `P-30${unit} speed`, { unit: 'Hz', rangeLow: 0, rangeHigh: 50, decimals: 0 }),
    power(`CDWL_PM_POW_${unit}`, `P-30${unit} power`, 30),
  ]);
}

function towers(): readonly Sensor[] {
  return units.flatMap((unit) => [
    state(`CT_STA_${unit}`, `CT-${unit} fan running`, runWords),
    speed(`CT_FAN_SPD_${unit}`, `CT-${unit} fan speed`),
    speed(`CT_FAN_SPD_CTRL_${unit}`, `CT-${unit} fan speed command`),
    power(`CT_POW_${unit}`, `CT-${unit} fan power`, 15),
    temperature(`CT_RW_TEMP_${unit}`, `Water entering CT-${unit}`, { rangeLow: 10, rangeHigh: 45 }),
    temperature(`CT_SW_TEMP_${unit}`, `Water leaving CT-${unit}`, { rangeLow: 10, rangeHigh: 45 }),
    percent(`CHWP.CT_${unit}.LT.PV`, `CT-${unit} basin level`, { limitLow: 30, limitHigh: 90 }),
  ]);
}

function valves(): readonly Sensor[] {
  return ['101', '102', '301', '302'].flatMap((tag) => [
    percent(`CHWP.XV_${tag}.ZT.PV`, `XV-${tag} position`),
    state(`CHWP.XV_${tag}.CMD`, `XV-${tag} command`, '0=Close;1=Open'),
    state(`CHWP.XV_${tag}.ZS.PV`, `XV-${tag} limit switches`, '0=Closed;1=Open;2=Opening;3=Closing'),
  ]);
}

function condenserLoop(): readonly Sensor[] {
  return [
    flow('CDWL_CW_FLOW', 'Condenser-water flow', { rangeLow: 0, rangeHigh: 480 }),
    temperature('CDWL_RW_TEMP', 'Condenser water to the towers', { rangeLow: 10, rangeHigh: 45, limitHigh: 38 }),
    temperature('CDWL_SW_TEMP', 'Condenser water from the towers', { rangeLow: 10, rangeHigh: 45, limitHigh: 32 }),
    temperature('CT_SW_TEMPSPT', 'Set point of the water from the towers', { rangeLow: 10, rangeHigh: 45 }),
    percent('TWV_CTRL', 'Tower bypass valve command', { scale: 100 }),
    percent('CHWP.TV_303.ZT.PV', 'Tower bypass valve position'),
  ];
}

function chilledLoops(): readonly Sensor[] {
  return [
    flow('CWL_PRI_CW_FLOW', 'Primary flow', { rangeLow: 0, rangeHigh: 320 }),
    temperature('CWL_PRI_SW_TEMP', 'Primary supply temperature', { rangeLow: 0, rangeHigh: 20 }),
    temperature('CWL_PRI_RW_TEMP', 'Primary return temperature', { rangeLow: 0, rangeHigh: 25 }),
    temperature('CWL_PRI_SW_TEMPSPT', 'Primary supply set point', { rangeLow: 0, rangeHigh: 20 }),
    sensor('CHWP.FT_105.PV', 'Decoupler flow, positive from supply to return', {
      unit: 'm³/h',
      rangeLow: -150,
      rangeHigh: 150,
      decimals: 0,
      limitLow: -20,
    }),
    flow('CWL_SEC_CW_FLOW', 'Secondary supply flow', { rangeLow: 0, rangeHigh: 320 }),
    sensor('CHWP.FT_202.PV', 'Secondary return flow', { unit: 'm³/h', rangeLow: 0, rangeHigh: 320, decimals: 0 }),
    temperature('CWL_SEC_SW_TEMP', 'Secondary supply temperature', {
      rangeLow: 0,
      rangeHigh: 20,
      limitHigh: 9,
      limitHighHigh: 12,
    }),
    temperature('CWL_SEC_RW_TEMP', 'Secondary return temperature', { rangeLow: 0, rangeHigh: 25 }),
    sensor('CWL_SEC_DP', 'Secondary differential pressure', {
      unit: 'kPa',
      sourceUnit: 'inH₂O',
      rangeLow: 0,
      rangeHigh: 250,
      decimals: 0,
      limitLow: 60,
    }),
    sensor('CWL_SEC_DPSPT', 'Secondary differential pressure set point', {
      unit: 'kPa',
      sourceUnit: 'inH₂O',
      rangeLow: 0,
      rangeHigh: 250,
      decimals: 0,
    }),
    sensor('CWL_SEC_LOAD', 'Cooling load', { unit: 'kW', sourceUnit: 'W', rangeLow: 0, rangeHigh: 2_000, decimals: 0 }),
  ];
}

function pressureAndMakeUp(): readonly Sensor[] {
  return [
    percent('CHWP.LT_101.PV', 'V-101 level', { limitLow: 30, limitHigh: 80 }),
    sensor('CHWP.PT_105.PV', 'System pressure at V-101', {
      unit: 'kPa',
      rangeLow: 0,
      rangeHigh: 600,
      decimals: 0,
      limitLow: 150,
      limitHigh: 400,
    }),
    sensor('CHWP.MW_401.PV', 'Make-up water flow', { unit: 'l/h', rangeLow: 0, rangeHigh: 1_000, decimals: 0 }),
    percent('CHWP.LT_401.PV', 'T-401 level', { limitLow: 25, limitHigh: 95 }),
    state('CHWP.P_401.STA', 'P-401 running', runWords),
    sensor('CHWP.AT_401.PV', 'Conductivity after the softener', {
      unit: 'µS/cm',
      rangeLow: 0,
      rangeHigh: 1_000,
      decimals: 0,
      limitHigh: 600,
    }),
    power('CHWP.JT_100.PV', 'Plant power', 600),
  ];
}

function airHandling(): readonly Sensor[] {
  return levels.flatMap((level) => [
    temperature(`AHU_SA_TEMP_${level}`, `AHU-${level} supply air`, { rangeLow: 5, rangeHigh: 35, limitHigh: 17 }),
    temperature(`AHU_SA_TEMPSPT_${level}`, `AHU-${level} supply air set point`, { rangeLow: 5, rangeHigh: 35 }),
    temperature(`AHU_RA_TEMP_${level}`, `AHU-${level} return air`, { rangeLow: 10, rangeHigh: 40 }),
    temperature(`AHU_MA_TEMP_${level}`, `AHU-${level} mixed air`, { rangeLow: 0, rangeHigh: 45 }),
    percent(`AHU_CHWC_VLV_${level}`, `AHU-${level} cooling valve position`),
    percent(`AHU_CHWC_VLV_CTRL_${level}`, `AHU-${level} cooling valve command`),
    state(`AHU_SF_STA_${level}`, `AHU-${level} supply fan`, runWords),
    speed(`AHU_SF_SPD_${level}`, `AHU-${level} supply fan speed`),
    power(`AHU_SF_POW_${level}`, `AHU-${level} supply fan power`, 20),
    percent(`AHU_OA_DMPR_${level}`, `AHU-${level} outside-air damper`),
    sensor(`AHU_FLT_DP_${level}`, `AHU-${level} filter differential pressure`, {
      unit: 'Pa',
      rangeLow: 0,
      rangeHigh: 400,
      decimals: 0,
      limitHigh: 250,
    }),
  ]);
}

/** Every sensor of the example plant; the simulation writes one series for each, under the same name. */
export const demoSensors: readonly Sensor[] = [
  ...outside(),
  ...chillers(),
  ...pumps(),
  ...towers(),
  ...valves(),
  ...condenserLoop(),
  ...chilledLoops(),
  ...pressureAndMakeUp(),
  ...airHandling(),
];

import { describe, expect, test } from 'vitest';
import { unitConversion } from '../history/convertUnit';
import { guessUnit } from './guessUnit';

const cases: readonly (readonly [name: string, description: string, unit: string | undefined])[] = [
  ['CHW_SUP_degC', '', '°C'],
  ['U100:PT107.PV_bar', '', 'bar'],
  ['VLV-12 opening_pct', '', '%'],
  ['AHU1.SAT (°F)', '', '°F'],
  ['AHU1.SAT [°C]', '', '°C'],
  ['pump speed rpm', '', 'rpm'],
  ['CHL_CW_FLOW_1', '', 'm³/h'],
  ['CHL_CW_FLOW_1', 'evaporator flow in gpm', 'gpm'],
  ['OA_TEMP_WB', '', '°C'],
  ['CT_SW_TEMPSPT', '', '°C'],
  ['averageSpaceTemperature', '', '°C'],
  ['flow temperature', '', '°C'],
  ['ZN-T', '', '°C'],
  ['CHW.T_SUP', '', '°C'],
  ['CWL_SEC_DP', '', 'kPa'],
  ['CHL_POW_1', '', 'kW'],
  ['feeder_MW', '', 'MW'],
  ['fan VFD Hz', '', 'Hz'],
  ['OA_RH', '', '%'],
  ['TIC-101.PV', '', '°C'],
  ['100-FT-00106A', '', 'm³/h'],
  ['PDT_12', '', 'kPa'],
  ['LIC204', '', '%'],
  ['AI_0749', 'Reactor pressure, kPa', 'kPa'],
  ['AI_0750', 'Reactor temperature', '°C'],
  ['T-101', '', undefined],
  ['CHL_STA_1', 'chiller on/off status', undefined],
  ['CT_FAN_SPD_CTRL_1', '', undefined],
  ['flow total', '', undefined],
  ['temperature alarm', '', undefined],
  ['s0001', '', undefined],
  ['', '', undefined],
  ['__proto__', 'constructor', undefined],
];

describe('units guessed from names', () => {
  test.each(cases)('[I30] %j, %j: %s', (name, description, unit) => {
    expect(guessUnit(name, description)).toBe(unit);
  });

  test('[I30] a guessed unit is one the program can convert from', () => {
    const guessed = cases.flatMap(([, , unit]) => unit ?? []);
    expect(guessed.filter((unit) => unitConversion(unit, unit) === undefined)).toEqual([]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertUnit } from './convertUnit';
import { correctionOf, correctValue, type SensorCorrections } from './correctValue';

const plain: SensorCorrections = {
  kind: 'analog',
  unit: '°C',
  sourceUnit: '',
  scale: 1,
  offset: 0,
  invert: false,
  rangeLow: undefined,
  rangeHigh: undefined,
};

test.each([
  [20, '°C', '°F', 68],
  [32, 'degF', '°C', 0],
  [0, '°C', 'K', 273.15],
  [44, '(°F)', '°C', 20 / 3],
  [100, 'gpm', 'm³/h', 22.7124707],
  [1, 'm3/h', 'l/s', 1 / 3.6],
  [1, 'inH₂O', 'Pa', 249.08891],
  [1, 'psi', 'kPa', 6.894757],
  [2.5, 'bar', 'kPa', 250],
  [14.5, 'psig', 'bar(g)', 0.99974],
  [1_500, 'W', 'kW', 1.5],
  [3, 'MW', 'kW', 3_000],
  [0.42, 'fraction', '%', 42],
  [42, '%', '1', 0.42],
  [1_000, 'cfm', 'm³/h', 1_699.0108],
  [10, 'tons', 'kW', 35.168528],
])('[H20] %f %s as %s', (...[value, from, to, expected]) => {
  expect(convertUnit(value, from, to)).toBeCloseTo(expected, 5);
});

test('[H20] 20 °C is 68 °F to the last bit, and a unit is itself', () => {
  expect(convertUnit(20, '°C', '°F')).toBe(68);
  expect(convertUnit(0.1, 'wobbles', ' wobbles')).toBe(0.1);
});

test('[H21] what does not measure one quantity is not converted', () => {
  expect(convertUnit(1, 'kPa', '°C')).toBeUndefined();
  expect(convertUnit(1, 'psig', 'psi')).toBeUndefined();
  expect(convertUnit(1, 'wobbles', '%')).toBeUndefined();
  expect(convertUnit(5, 'mw', 'kW')).toBeUndefined();
  expect(convertUnit(5, 'KPA', 'Pa')).toBe(5_000);
  expect(correctValue(5, { ...plain, sourceUnit: 'kPa' })).toBe(5);
});

test('[H20] there and back again is where it was', () => {
  const units = fc.constantFrom('°C', '°F', 'K', '°R');
  fc.assert(
    fc.property(fc.double({ min: -200, max: 2_000, noNaN: true }), units, units, (value, from, to) => {
      const there = convertUnit(value, from, to) ?? NaN;
      expect(convertUnit(there, to, from)).toBeCloseTo(value, 6);
    }),
  );
});

test('[H22] corrections apply in the order unit, scale, offset, invert', () => {
  const sensor = { ...plain, sourceUnit: '°F', scale: 2, offset: 1, invert: true, rangeLow: 0, rangeHigh: 100 };
  expect(correctValue(68, sensor)).toBe(100 - (20 * 2 + 1));
  expect(correctionOf(plain)).toBeUndefined();
});

test('[H22] an inverted state swaps 0 and 1 and leaves other numbers', () => {
  const state: SensorCorrections = { ...plain, kind: 'state', invert: true };
  expect([0, 1, 2].map((value) => correctValue(value, state))).toEqual([1, 0, 2]);
  expect(correctValue(7, { ...plain, invert: true })).toBe(7);
});

test('[H22] no value stays no value', () => {
  expect(correctValue(NaN, { ...plain, sourceUnit: '°F' })).toBeNaN();
});

import { expect, it } from 'vitest';
import type { SensorId } from '../../shared/model/ids';
import { closeTrend, openTrend, trendHeight, type TrendRow } from './trendStore';

function sensor(id: string, unit: string) {
  return { id: id as SensorId, unit };
}

function open(...sensors: readonly { id: SensorId; unit: string }[]): readonly TrendRow[] {
  return sensors.reduce<readonly TrendRow[]>(openTrend, []);
}

it('[P28] sensors of one unit share a trend, others get their own', () => {
  const rows = open(sensor('a', '°C'), sensor('b', 'kW'), sensor('c', '°C'), sensor('a', '°C'));
  expect(rows.map((row) => row.sensorIds)).toEqual([['a', 'c'], ['b']]);
});

it('[P28] a trend has at most six pens, and room for the name of each', () => {
  const rows = open(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => sensor(id, '°C')));
  expect(rows.map((row) => row.sensorIds.length)).toEqual([6, 1]);
  expect(rows.map(trendHeight)).toEqual([116, 60]);
});

it('[P28] a fifth trend takes the place of the oldest', () => {
  const rows = open(...['a', 'b', 'c', 'd', 'e'].map((id) => sensor(id, id)));
  expect(rows.map((row) => row.unit)).toEqual(['b', 'c', 'd', 'e']);
});

it('[P28] the last line takes its trend away', () => {
  const rows = open(sensor('a', '°C'), sensor('b', 'kW'));
  expect(closeTrend(rows, 'a' as SensorId).map((row) => row.unit)).toEqual(['kW']);
});

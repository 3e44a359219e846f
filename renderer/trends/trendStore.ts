import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SensorId } from '../../shared/model/ids';
import { trendRowPx } from '../../shared/playback/timelineScale';

/** Pens that can be told apart in one trend. */
export const mostPens = 6;
/** Trends above each other; a further one takes the place of the oldest. */
const mostRows = 4;
const penLinePx = 18;
const penPaddingPx = 8;

/** One trend: sensors of the same unit on one scale. */
export interface TrendRow {
  readonly id: string;
  readonly unit: string;
  readonly sensorIds: readonly SensorId[];
}

/** The open trends, top to bottom. */
export interface TrendState {
  readonly rows: readonly TrendRow[];
}

export type TrendStore = StoreApi<TrendState>;

/** No trend open. */
export function createTrendStore(): TrendStore {
  return createStore<TrendState>(() => ({ rows: [] }));
}

/** What opens a trend. */
export interface TrendedSensor {
  readonly id: SensorId;
  readonly unit: string;
}

/** Opens a sensor's trend: on the scale of the same unit where there is a pen left, else as a trend of its own. */
export function openTrend(rows: readonly TrendRow[], sensor: TrendedSensor): readonly TrendRow[] {
  if (rows.some((row) => row.sensorIds.includes(sensor.id))) {
    return rows;
  }
  const fits = (row: TrendRow): boolean => row.unit === sensor.unit && row.sensorIds.length < mostPens;
  const home = rows.find(fits);
  if (home !== undefined) {
    return rows.map((row) => (row === home ? { ...row, sensorIds: [...row.sensorIds, sensor.id] } : row));
  }
  return [...rows, { id: sensor.id, unit: sensor.unit, sensorIds: [sensor.id] }].slice(-mostRows);
}

/** Takes a sensor's line away; a trend without lines goes with it. */
export function closeTrend(rows: readonly TrendRow[], sensorId: SensorId): readonly TrendRow[] {
  return rows
    .map((row) => ({ ...row, sensorIds: row.sensorIds.filter((id) => id !== sensorId) }))
    .filter((row) => row.sensorIds.length > 0);
}

/** The height of a trend: room for the name of every pen. */
export function trendHeight(row: TrendRow): number {
  return Math.max(trendRowPx, penPaddingPx + row.sensorIds.length * penLinePx);
}

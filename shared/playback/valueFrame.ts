import { valueState } from '../history/valueState';
import type { SensorId } from '../model/ids';

/** The values of some sensors at one moment, as columns in one order. */
export interface ValueColumns {
  /** NaN where there is no value. */
  readonly values: Float64Array;
  /** `valueState` of each; `approximate` where it is not sure that this is the value of the moment. */
  readonly states: Uint8Array;
  /** Age of the sample at the moment; NaN where there is none. */
  readonly agesMs: Float64Array;
}

/** What the drawing shows: handed to the scene, never kept in React. */
export interface ValueFrame extends ValueColumns {
  /** The moment the values are of. While playing it is at most one drawn frame behind the clock. */
  readonly timeMs: number;
  /** The order of the columns. The same array object until other sensors are watched. */
  readonly sensorIds: readonly SensorId[];
  /** Ascending indices of what looks different from the frame before; all of them in the first frame. */
  readonly changed: Uint32Array;
  /** True when this is the source's own answer for the moment. */
  readonly exact: boolean;
}

/** Columns without a sample for `count` sensors. */
export function emptyColumns(count: number): ValueColumns {
  return {
    values: new Float64Array(count).fill(NaN),
    states: new Uint8Array(count).fill(valueState.noData),
    agesMs: new Float64Array(count).fill(NaN),
  };
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** A number that changes when the age shown beside a value does: seconds, then minutes, hours, days. */
export function shownAge(ageMs: number): number {
  if (ageMs < minuteMs) {
    return Math.floor(ageMs / 1_000);
  }
  if (ageMs < hourMs) {
    return 100 + Math.floor(ageMs / minuteMs);
  }
  return ageMs < dayMs ? 200 + Math.floor(ageMs / hourMs) : 300 + Math.floor(ageMs / dayMs);
}

function isAgeShown(state: number): boolean {
  return state === valueState.held || state === valueState.stale || state === valueState.noData;
}

function differsAt(before: ValueColumns, after: ValueColumns, index: number): boolean {
  const state = after.states[index] ?? valueState.noData;
  if (state !== before.states[index] || !Object.is(after.values[index], before.values[index])) {
    return true;
  }
  if (!isAgeShown(state)) {
    return false;
  }
  return !Object.is(shownAge(before.agesMs[index] ?? NaN), shownAge(after.agesMs[index] ?? NaN));
}

/** Indices at which the second look differs from the first in what is shown of it. Both have the same sensors. */
export function changedBetween(before: ValueColumns, after: ValueColumns): Uint32Array {
  const count = after.values.length;
  const changed = new Uint32Array(count);
  let found = 0;
  for (let index = 0; index < count; index += 1) {
    if (differsAt(before, after, index)) {
      changed[found] = index;
      found += 1;
    }
  }
  return changed.slice(0, found);
}

/** How many values are in each state, by the state's number. */
export function countStates(states: Uint8Array): readonly number[] {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const state of states) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

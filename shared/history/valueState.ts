import { quality } from './historySource';

/** How true a shown value is. Stored as one byte; the order is the order of the legend. */
export const valueState = { measured: 0, held: 1, stale: 2, noData: 3, bad: 4, approximate: 5 } as const;
export type ValueState = (typeof valueState)[keyof typeof valueState];

/** The word of each state, as written in design.md section 4, by its number. */
export const valueStateWords = ['measured', 'held', 'stale', 'no data', 'bad', 'approximate'] as const;

/** When a value is too old, for one sensor. Undefined: no such limit is known. */
export interface AgePolicy {
  readonly expectedPeriodMs: number | undefined;
  readonly maximumAgeMs: number | undefined;
}

/** A sample may be this many periods old before it is called held: half a period of jitter is usual. */
const heldAfterPeriods = 1.5;
/** Without a stated maximum age a value is stale after this many periods. */
const staleAfterPeriods = 10;

/** Past this age a value is stale; Infinity where nothing is known to judge by. */
export function staleAfterMs({ expectedPeriodMs, maximumAgeMs }: AgePolicy): number {
  return maximumAgeMs ?? (expectedPeriodMs === undefined ? Infinity : expectedPeriodMs * staleAfterPeriods);
}

/**
 * The state of a value of the given age (ms, NaN when there is no sample) and quality.
 * What could not be asked exactly is approximate. Bad quality wins over age; a sample without a value (NaN) is "no data".
 */
export function valueStateOf(
  sample: { readonly value: number; readonly ageMs: number; readonly quality: number },
  policy: AgePolicy,
): ValueState {
  if (sample.quality === quality.approximate) {
    return valueState.approximate;
  }
  if (Number.isNaN(sample.ageMs)) {
    return valueState.noData;
  }
  if (sample.quality === quality.bad) {
    return valueState.bad;
  }
  if (Number.isNaN(sample.value)) {
    return valueState.noData;
  }
  const { expectedPeriodMs } = policy;
  if (sample.ageMs > staleAfterMs(policy)) {
    return valueState.stale;
  }
  if (expectedPeriodMs !== undefined && sample.ageMs > expectedPeriodMs * heldAfterPeriods) {
    return valueState.held;
  }
  return valueState.measured;
}

/**
 * What every sensor on screen shows at one moment, as columns of equal length.
 * Entry i belongs to the i-th sensor of the list the receiver was given before (`Scene.setSensors`).
 */
export interface ValueFrame {
  readonly timeMs: number;
  /** In the unit shown, corrections applied; NaN where there is none. */
  readonly values: Float64Array;
  /** Numbers of `valueState` in shared/history. */
  readonly states: Uint8Array;
  /** Age of the sample at `timeMs`; NaN where there is none. */
  readonly agesMs: Float64Array;
}

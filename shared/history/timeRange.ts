/** A span of time in UTC milliseconds since the epoch. */
export interface TimeRange {
  /** Inclusive. */
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

import type { FrameGrid, FrameTile, HistorySource } from './historySource';

/** A history source at the other end of a network: reads cost time, fail, and may be answered coarsely. */
export interface RemoteSource extends HistorySource {
  /**
   * Frames made from the last value of every step, as cheap as the server can: values may be up to a step old and ages
   * are not exact, so every one of them is of quality `approximate`. For the first look at a long range.
   */
  readCoarseFrames(names: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<FrameTile>;
  /** About how many raw samples a second it hands over, learned from what it did; to choose between raw and coarse. */
  rawSamplesPerSecond(): number;
  /** The server's clock minus ours in ms, from its last answer; 0 until it has answered. */
  clockSkewMs(): number;
}

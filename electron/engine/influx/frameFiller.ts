import {
  type FrameGrid,
  type FrameTile,
  quality,
  type SampleColumns,
  type Snapshot,
} from '../../../shared/history/historySource';

/** The moments of the last frames that a tile of this grid has: inclusive. */
export function lastMomentMs({ startMs, stepMs, frameCount }: FrameGrid): number {
  return startMs + Math.max(0, frameCount - 1) * stepMs;
}

/** Fills frames from the samples held at the first moment and those after it, as they arrive. */
export class FrameFiller {
  readonly #tile: FrameTile;
  /** The first frame of each series that is not filled yet. */
  readonly #next: Int32Array;
  readonly #held: Snapshot;

  /** `start`: the snapshot at the first moment. Its columns are taken over. */
  constructor(grid: FrameGrid, start: Snapshot) {
    const seriesCount = start.timesMs.length;
    const length = grid.frameCount * seriesCount;
    this.#tile = {
      startMs: grid.startMs,
      stepMs: grid.stepMs,
      frameCount: grid.frameCount,
      seriesCount,
      values: new Float32Array(length),
      agesMs: new Float32Array(length),
      qualities: new Uint8Array(length),
    };
    this.#next = new Int32Array(seriesCount);
    this.#held = start;
  }

  /** Takes the next samples of one series, all after the first moment. */
  add(index: number, { timesMs, values, qualities }: SampleColumns): void {
    const { startMs, stepMs, frameCount } = this.#tile;
    const held = this.#held;
    for (let at = 0; at < timesMs.length; at += 1) {
      const timeMs = timesMs[at] ?? NaN;
      const next = this.#next[index] ?? 0;
      if (next < frameCount && startMs + next * stepMs < timeMs) {
        this.#fill(index, timeMs);
      }
      held.timesMs[index] = timeMs;
      held.values[index] = values[at] ?? NaN;
      held.qualities[index] = qualities[at] ?? quality.good;
    }
  }

  /** Fills the frames before a moment with the held sample. */
  #fill(index: number, beforeMs: number): void {
    const { startMs, stepMs, frameCount, seriesCount, values, agesMs, qualities } = this.#tile;
    const heldMs = this.#held.timesMs[index] ?? NaN;
    const value = this.#held.values[index] ?? NaN;
    const code = this.#held.qualities[index] ?? quality.good;
    let frame = this.#next[index] ?? 0;
    for (; frame < frameCount; frame += 1) {
      const momentMs = startMs + frame * stepMs;
      if (momentMs >= beforeMs) {
        break;
      }
      const entry = frame * seriesCount + index;
      values[entry] = value;
      agesMs[entry] = momentMs - heldMs;
      qualities[entry] = code;
    }
    this.#next[index] = frame;
  }

  /** The tile, with the last samples held to its end. */
  finish(): FrameTile {
    for (let index = 0; index < this.#tile.seriesCount; index += 1) {
      this.#fill(index, Infinity);
    }
    return this.#tile;
  }
}

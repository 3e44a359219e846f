import type { SampleColumns } from './historySource';
import type { TimeRange } from './timeRange';

/** A line's points, in time order. NaN breaks the line. */
export interface LinePoints {
  readonly timesMs: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
}

/** At most this many samples stand for a pixel column: its first, lowest, highest and last. */
export const pointsPerColumn = 4;

/**
 * Thins samples, given in time order, to the few that draw the same line: of every pixel column the first, the lowest,
 * the highest and the last sample, each at its own time. The first and the last may be NaN (a gap begins or ends
 * there); the lowest and the highest never are.
 */
export class M4Collector {
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #columnMs: number;
  readonly #timesMs: number[] = [];
  readonly #values: number[] = [];
  #columnEndMs = -Infinity;
  #column = -1;
  #open = false;
  #firstMs = 0;
  #first = NaN;
  #lowestMs = 0;
  #lowest = NaN;
  #highestMs = 0;
  #highest = NaN;
  #lastMs = 0;
  #last = NaN;

  constructor(range: TimeRange, columnCount: number) {
    this.#startMs = range.startMs;
    this.#endMs = range.endMs;
    this.#columnMs = (range.endMs - range.startMs) / columnCount;
  }

  /** Adds samples that follow those added before; what lies outside the range is left out. */
  add(samples: Pick<SampleColumns, 'timesMs' | 'values'>): void {
    const { timesMs, values } = samples;
    for (let index = 0; index < timesMs.length; index += 1) {
      const timeMs = timesMs[index] ?? NaN;
      const value = values[index] ?? NaN;
      if (timeMs < this.#startMs || timeMs >= this.#endMs) {
        continue;
      }
      if (timeMs >= this.#columnEndMs) {
        this.#close();
        this.#begin(timeMs, value);
      }
      // False for NaN on either side; the first number of a column replaces NaN.
      if (value < this.#lowest || (this.#lowest !== this.#lowest && value === value)) {
        this.#lowest = value;
        this.#lowestMs = timeMs;
      }
      if (value > this.#highest || (this.#highest !== this.#highest && value === value)) {
        this.#highest = value;
        this.#highestMs = timeMs;
      }
      this.#last = value;
      this.#lastMs = timeMs;
    }
  }

  #begin(timeMs: number, value: number): void {
    this.#column = m4ColumnOf(timeMs, this.#startMs, this.#columnMs);
    this.#columnEndMs = this.#startMs + (this.#column + 1) * this.#columnMs;
    this.#open = true;
    this.#firstMs = timeMs;
    this.#first = value;
    this.#lowest = NaN;
    this.#highest = NaN;
  }

  #emit(timeMs: number, value: number): void {
    if (this.#timesMs[this.#timesMs.length - 1] !== timeMs) {
      this.#timesMs.push(timeMs);
      this.#values.push(value);
    }
  }

  #close(): void {
    if (!this.#open) {
      return;
    }
    this.#open = false;
    this.#emit(this.#firstMs, this.#first);
    if (this.#lowest === this.#lowest) {
      const lowestFirst = this.#lowestMs <= this.#highestMs;
      this.#emit(lowestFirst ? this.#lowestMs : this.#highestMs, lowestFirst ? this.#lowest : this.#highest);
      this.#emit(lowestFirst ? this.#highestMs : this.#lowestMs, lowestFirst ? this.#highest : this.#lowest);
    }
    this.#emit(this.#lastMs, this.#last);
  }

  /** The points of everything added. Nothing may be added afterwards. */
  finish(): LinePoints {
    this.#close();
    return { timesMs: Float64Array.from(this.#timesMs), values: Float64Array.from(this.#values) };
  }
}

/** The pixel column of a moment; the one rule for where columns begin: column k starts at startMs + k * columnMs. */
export function m4ColumnOf(timeMs: number, startMs: number, columnMs: number): number {
  let column = Math.floor((timeMs - startMs) / columnMs);
  // Division may round across an edge.
  while (startMs + column * columnMs > timeMs) {
    column -= 1;
  }
  while (startMs + (column + 1) * columnMs <= timeMs) {
    column += 1;
  }
  return column;
}

/** The samples of the range that draw its line in `columnCount` pixel columns; see `M4Collector`. */
export function m4(
  samples: Pick<SampleColumns, 'timesMs' | 'values'>,
  range: TimeRange,
  columnCount: number,
): LinePoints {
  const collector = new M4Collector(range, columnCount);
  collector.add(samples);
  return collector.finish();
}

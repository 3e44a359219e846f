import { type ChunkSamples, timeAt } from './chunkCodec';
import type { BucketColumns } from './historySource';

/** Aggregates as they are stored and added up: with sums where the answer has means. */
export interface BucketSums {
  readonly startsMs: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  readonly sum: Float64Array;
  /** Samples with a value. A bucket that only holds NaN counts 0; its aggregates are NaN, its sum is 0. */
  readonly count: Float64Array;
}

const columnCount = 7;

/** Adds samples and finer buckets of one series, in time order, up to epoch-aligned buckets. */
export class BucketAccumulator {
  readonly #bucketMs: number;
  #columns: Float64Array;
  #capacity: number;
  #length = 0;
  #endMs = -Infinity;

  /** `expected`: how many buckets there may be; more only cost time. */
  constructor(bucketMs: number, expected = 64) {
    this.#bucketMs = bucketMs;
    this.#capacity = Math.max(1, expected);
    this.#columns = new Float64Array(columnCount * this.#capacity);
  }

  #column(which: number): Float64Array {
    return this.#columns.subarray(which * this.#capacity, which * this.#capacity + this.#length);
  }

  #grow(): void {
    const old = this.#columns;
    const oldCapacity = this.#capacity;
    this.#capacity *= 2;
    this.#columns = new Float64Array(columnCount * this.#capacity);
    for (let which = 0; which < columnCount; which += 1) {
      const column = old.subarray(which * oldCapacity, (which + 1) * oldCapacity);
      this.#columns.set(column, which * this.#capacity);
    }
  }

  /** Opens the bucket that holds `timeMs`. */
  #open(timeMs: number): void {
    const number = Math.floor(timeMs / this.#bucketMs);
    if (this.#length === this.#capacity) {
      this.#grow();
    }
    const at = this.#length;
    this.#length += 1;
    this.#columns[at] = number * this.#bucketMs;
    for (let which = 1; which < 5; which += 1) {
      this.#columns[which * this.#capacity + at] = NaN;
    }
    this.#endMs = (number + 1) * this.#bucketMs;
  }

  /** Adds samples [from, to) of a chunk. */
  addSamples(chunk: ChunkSamples, from: number, to: number): void {
    const { times, values } = chunk;
    let index = from;
    while (index < to) {
      const timeMs = timeAt(times, index);
      if (timeMs >= this.#endMs) {
        this.#open(timeMs);
      }
      index = this.#addRun(values, index, Math.max(index + 1, this.#runEnd(chunk, index, to)));
    }
  }

  /** Index after the last sample that falls into the open bucket. */
  #runEnd(chunk: ChunkSamples, index: number, to: number): number {
    const { times } = chunk;
    const endMs = this.#endMs;
    if (times.kind === 'regular') {
      if (times.stepMs <= 0) {
        return to;
      }
      let end = Math.min(to, Math.ceil((endMs - times.startMs) / times.stepMs));
      // Rounding may put the edge one sample off.
      while (end > index && times.startMs + (end - 1) * times.stepMs >= endMs) {
        end -= 1;
      }
      while (end < to && times.startMs + end * times.stepMs < endMs) {
        end += 1;
      }
      return end;
    }
    let end = index;
    while (end < to && (times.timesMs[end] ?? Infinity) < endMs) {
      end += 1;
    }
    return end;
  }

  /** Adds values [from, to), all of the open bucket. */
  #addRun(values: Float64Array, from: number, to: number): number {
    let index = from;
    while (index < to && Number.isNaN(values[index])) {
      index += 1;
    }
    if (index === to) {
      return to;
    }
    const first = values[index] ?? NaN;
    let last = first;
    let minimum = first;
    let maximum = first;
    let sum = 0;
    let count = 0;
    for (; index < to; index += 1) {
      const value = values[index] ?? NaN;
      if (value === value) {
        minimum = value < minimum ? value : minimum;
        maximum = value > maximum ? value : maximum;
        last = value;
        sum += value;
        count += 1;
      }
    }
    this.#merge({ first, last, minimum, maximum, sum, count });
    return to;
  }

  #merge(part: { first: number; last: number; minimum: number; maximum: number; sum: number; count: number }): void {
    const columns = this.#columns;
    const capacity = this.#capacity;
    const at = this.#length - 1;
    const count = columns[6 * capacity + at] ?? 0;
    if (count === 0) {
      columns[capacity + at] = part.first;
      columns[3 * capacity + at] = part.minimum;
      columns[4 * capacity + at] = part.maximum;
    } else {
      columns[3 * capacity + at] = Math.min(columns[3 * capacity + at] ?? NaN, part.minimum);
      columns[4 * capacity + at] = Math.max(columns[4 * capacity + at] ?? NaN, part.maximum);
    }
    columns[2 * capacity + at] = part.last;
    columns[5 * capacity + at] = (columns[5 * capacity + at] ?? 0) + part.sum;
    columns[6 * capacity + at] = count + part.count;
  }

  /** Adds finer buckets [from, to); they must not straddle a bucket of this one. */
  addBuckets(finer: BucketSums, from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      const startMs = finer.startsMs[index] ?? 0;
      if (startMs >= this.#endMs) {
        this.#open(startMs);
      }
      const count = finer.count[index] ?? 0;
      if (count > 0) {
        this.#merge({
          first: finer.first[index] ?? NaN,
          last: finer.last[index] ?? NaN,
          minimum: finer.minimum[index] ?? NaN,
          maximum: finer.maximum[index] ?? NaN,
          sum: finer.sum[index] ?? 0,
          count,
        });
      }
    }
  }

  /** What was added so far. Shares memory with the accumulator: add nothing more afterwards. */
  finish(): BucketSums {
    return {
      startsMs: this.#column(0),
      first: this.#column(1),
      last: this.#column(2),
      minimum: this.#column(3),
      maximum: this.#column(4),
      sum: this.#column(5),
      count: this.#column(6),
    };
  }
}

/** The answer's shape of what was added up. */
export function toBucketColumns(sums: BucketSums): BucketColumns {
  const mean = new Float64Array(sums.sum.length);
  for (let index = 0; index < mean.length; index += 1) {
    const count = sums.count[index] ?? 0;
    mean[index] = count === 0 ? NaN : (sums.sum[index] ?? NaN) / count;
  }
  return {
    startsMs: sums.startsMs.slice(),
    first: sums.first.slice(),
    last: sums.last.slice(),
    minimum: sums.minimum.slice(),
    maximum: sums.maximum.slice(),
    mean,
    count: Uint32Array.from(sums.count),
  };
}

/** Index of the first element that is not below `bound`, in an ascending column. */
export function firstAtOrAfter(column: ArrayLike<number>, bound: number, length: number = column.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] ?? Infinity) < bound) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

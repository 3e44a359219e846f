import { type ChunkSamples, timeAt } from './chunkCodec';
import type { BucketColumns } from './historySource';
import type { TimeRange } from './timeRange';

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

/** Columns for `length` buckets, zero, in one piece of memory. */
export function newBucketSums(length: number, startsMs?: Float64Array): BucketSums {
  const memory = new Float64Array(7 * length);
  const column = (which: number): Float64Array => memory.subarray(which * length, (which + 1) * length);
  return {
    startsMs: startsMs ?? column(0),
    first: column(1),
    last: column(2),
    minimum: column(3),
    maximum: column(4),
    sum: column(5),
    count: column(6),
  };
}

function mapColumns(change: (key: keyof BucketSums) => Float64Array): BucketSums {
  return {
    startsMs: change('startsMs'),
    first: change('first'),
    last: change('last'),
    minimum: change('minimum'),
    maximum: change('maximum'),
    sum: change('sum'),
    count: change('count'),
  };
}

/** Index after the last sample of [index, to) that lies before `endMs`. */
function runEnd(chunk: ChunkSamples, span: { readonly from: number; readonly to: number }, endMs: number): number {
  const { times } = chunk;
  const { from, to } = span;
  if (times.kind === 'listed') {
    let end = from;
    while (end < to && (times.timesMs[end] ?? Infinity) < endMs) {
      end += 1;
    }
    return end;
  }
  const { startMs, stepMs } = times;
  if (stepMs <= 0) {
    return to;
  }
  let end = Math.min(to, Math.max(from, Math.ceil((endMs - startMs) / stepMs)));
  // Division may put the edge one sample off.
  while (end > from && startMs + (end - 1) * stepMs >= endMs) {
    end -= 1;
  }
  while (end < to && startMs + end * stepMs < endMs) {
    end += 1;
  }
  return end;
}

/** Adds samples and finer buckets of one series, in time order, up to epoch-aligned buckets. */
export class BucketAccumulator {
  #bucketMs: number;
  #sums: BucketSums;
  #capacity: number;
  #length = 0;
  #endMs = -Infinity;

  /** `expected`: how many buckets there may be; more only cost time. */
  constructor(bucketMs: number, expected = 64) {
    this.#bucketMs = bucketMs;
    this.#capacity = Math.max(1, expected);
    this.#sums = newBucketSums(this.#capacity);
  }

  /** Begins anew, with the memory it has: what was finished before is no longer there. */
  reset(bucketMs: number): void {
    this.#bucketMs = bucketMs;
    this.#sums.sum.fill(0, 0, this.#length);
    this.#sums.count.fill(0, 0, this.#length);
    this.#length = 0;
    this.#endMs = -Infinity;
  }

  #reserve(more: number): void {
    if (this.#length + more > this.#capacity) {
      const old = this.#sums;
      this.#capacity = Math.max(this.#length + more, this.#capacity * 2);
      const grown = newBucketSums(this.#capacity);
      mapColumns((key) => {
        grown[key].set(old[key].subarray(0, this.#length));
        return grown[key];
      });
      this.#sums = grown;
    }
  }

  /** Opens the bucket that holds `timeMs`, unless it is open. */
  #open(timeMs: number): void {
    if (timeMs < this.#endMs) {
      return;
    }
    const number = Math.floor(timeMs / this.#bucketMs);
    this.#reserve(1);
    const at = this.#length;
    this.#length += 1;
    this.#sums.startsMs[at] = number * this.#bucketMs;
    this.#sums.first[at] = NaN;
    this.#sums.last[at] = NaN;
    this.#sums.minimum[at] = NaN;
    this.#sums.maximum[at] = NaN;
    this.#endMs = (number + 1) * this.#bucketMs;
  }

  /** Adds samples [from, to) of a chunk. */
  addSamples(chunk: ChunkSamples, from: number, to: number): void {
    let index = from;
    while (index < to) {
      this.#open(timeAt(chunk.times, index));
      const end = Math.max(index + 1, runEnd(chunk, { from: index, to }, this.#endMs));
      this.#addRun(chunk.values, index, end);
      index = end;
    }
  }

  /** Adds values [from, to), all of the open bucket. */
  #addRun(values: Float64Array, from: number, to: number): void {
    const sums = this.#sums;
    const at = this.#length - 1;
    let index = from;
    while (index < to && Number.isNaN(values[index])) {
      index += 1;
    }
    if (index === to) {
      return;
    }
    let count = sums.count[at] ?? 0;
    let last = values[index] ?? NaN;
    if (count === 0) {
      sums.first[at] = last;
    }
    let minimum = count === 0 ? last : (sums.minimum[at] ?? NaN);
    let maximum = count === 0 ? last : (sums.maximum[at] ?? NaN);
    let sum = sums.sum[at] ?? 0;
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
    if (count > 0) {
      sums.last[at] = last;
      sums.minimum[at] = minimum;
      sums.maximum[at] = maximum;
      sums.sum[at] = sum;
      sums.count[at] = count;
    }
  }

  /** Adds finer buckets [from, to); they must not straddle a bucket of this one. */
  addBuckets(finer: BucketSums, from: number, to: number): void {
    const { startsMs } = finer;
    let index = from;
    while (index < to) {
      this.#open(startsMs[index] ?? 0);
      let end = index + 1;
      while (end < to && (startsMs[end] ?? Infinity) < this.#endMs) {
        end += 1;
      }
      this.#addFiner(finer, index, end);
      index = end;
    }
  }

  /** Adds finer buckets [from, to), all of the open bucket. */
  #addFiner(finer: BucketSums, from: number, to: number): void {
    const sums = this.#sums;
    const at = this.#length - 1;
    let count = sums.count[at] ?? 0;
    let first = sums.first[at] ?? NaN;
    let last = sums.last[at] ?? NaN;
    let minimum = count === 0 ? Infinity : (sums.minimum[at] ?? NaN);
    let maximum = count === 0 ? -Infinity : (sums.maximum[at] ?? NaN);
    let sum = sums.sum[at] ?? 0;
    for (let index = from; index < to; index += 1) {
      const more = finer.count[index] ?? 0;
      if (more > 0) {
        const low = finer.minimum[index] ?? NaN;
        const high = finer.maximum[index] ?? NaN;
        first = count === 0 ? (finer.first[index] ?? NaN) : first;
        last = finer.last[index] ?? NaN;
        minimum = low < minimum ? low : minimum;
        maximum = high > maximum ? high : maximum;
        sum += finer.sum[index] ?? 0;
        count += more;
      }
    }
    if (count > 0) {
      sums.first[at] = first;
      sums.last[at] = last;
      sums.minimum[at] = minimum;
      sums.maximum[at] = maximum;
      sums.sum[at] = sum;
      sums.count[at] = count;
    }
  }

  /** What was added so far. Shares memory with the accumulator: add nothing more afterwards. */
  finish(): BucketSums {
    return mapColumns((key) => this.#sums[key].subarray(0, this.#length));
  }
}

/** The answer's shape of what was added up. Takes over the columns; the sums become means. */
export function toBucketColumns(sums: BucketSums): BucketColumns {
  const { sum: mean, count, ...columns } = sums;
  const wholeCount = new Uint32Array(count.length);
  for (let index = 0; index < mean.length; index += 1) {
    const samples = count[index] ?? 0;
    wholeCount[index] = samples;
    mean[index] = samples === 0 ? NaN : (mean[index] ?? NaN) / samples;
  }
  return { ...columns, mean, count: wholeCount };
}

/** Old buckets, with those of a range (whose ends are bucket edges) replaced by fresh ones. */
export function replaceBuckets(old: BucketSums, fresh: BucketSums, range: TimeRange): BucketSums {
  const from = firstAtOrAfter(old.startsMs, range.startMs);
  const to = firstAtOrAfter(old.startsMs, range.endMs);
  return mapColumns((key) => {
    const joined = new Float64Array(old[key].length - (to - from) + fresh[key].length);
    joined.set(old[key].subarray(0, from));
    joined.set(fresh[key], from);
    joined.set(old[key].subarray(to), from + fresh[key].length);
    return joined;
  });
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

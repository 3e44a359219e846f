import { type BucketSums, newBucketSums, toBucketColumns } from '../../../shared/history/bucketAggregation';
import type { BucketColumns } from '../../../shared/history/historySource';
import type { BucketPart } from '../../../shared/influx/fluxText';
import type { GrowingSamples } from './growingSamples';

/** The rows of each part of one address, of all its series. */
export type BucketRows = Readonly<Record<BucketPart, GrowingSamples>>;

interface Rows {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

function startsOf({ timesMs }: Rows, bucketMs: number): Float64Array {
  return Float64Array.from(new Set(timesMs.map((timeMs) => Math.floor(timeMs / bucketMs) * bucketMs)));
}

/** Calls `put` for every row that lies in one of the buckets, both by time. */
function eachRow({ timesMs, values }: Rows, sums: BucketSums, put: (bucket: number, value: number) => void): void {
  const { startsMs } = sums;
  let bucket = 0;
  for (let at = 0; at < timesMs.length; at += 1) {
    const timeMs = timesMs[at] ?? NaN;
    while ((startsMs[bucket + 1] ?? Infinity) <= timeMs) {
      bucket += 1;
    }
    if (timeMs >= (startsMs[bucket] ?? Infinity)) {
      put(bucket, values[at] ?? NaN);
    }
  }
}

/** Puts the parts of buckets together: several series that one address means are added up as one. */
export function joinBucketParts(rows: BucketRows, bucketMs: number): BucketColumns {
  const counts = rows.count.sorted();
  const startsMs = startsOf(counts, bucketMs);
  const sums = newBucketSums(startsMs.length, startsMs);
  for (const column of [sums.first, sums.last, sums.minimum, sums.maximum]) {
    column.fill(NaN);
  }
  const least = (bucket: number, value: number): void => {
    const before = sums.minimum[bucket] ?? NaN;
    sums.minimum[bucket] = before <= value ? before : value;
  };
  const greatest = (bucket: number, value: number): void => {
    const before = sums.maximum[bucket] ?? NaN;
    sums.maximum[bucket] = before >= value ? before : value;
  };
  const first = (bucket: number, value: number): void => {
    sums.first[bucket] = Number.isNaN(sums.first[bucket] ?? NaN) ? value : (sums.first[bucket] ?? NaN);
  };
  eachRow(counts, sums, (bucket, value) => (sums.count[bucket] = (sums.count[bucket] ?? 0) + value));
  eachRow(rows.sum.sorted(), sums, (bucket, value) => (sums.sum[bucket] = (sums.sum[bucket] ?? 0) + value));
  eachRow(rows.first.sorted(), sums, first);
  eachRow(rows.last.sorted(), sums, (bucket, value) => (sums.last[bucket] = value));
  eachRow(rows.min.sorted(), sums, least);
  eachRow(rows.max.sorted(), sums, greatest);
  return toBucketColumns(sums);
}

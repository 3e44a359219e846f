import { type BucketSums, newBucketSums } from './bucketAggregation';
import { DamagedSamplesError } from './byteCursor';
import type { ByteSink } from './byteSink';
import { mostSamplesPerChunk, sealBytes, unsealBytes } from './chunkCodec';
import { listTimes, readTimes, readValues, writeTimes, writeValues } from './columnCodec';

const bucketVersion = 1;

/**
 * A sum of decimals as the decimal it stands for: adding tenths leaves noise in the last bits, which would cost
 * eight bytes a bucket. Undefined for a sum that is none.
 */
function tidySum(sum: number, largest: number): number | undefined {
  const tolerance = Math.abs(largest) * 1e-12;
  for (let power = 1; power <= 1e6; power *= 10) {
    const rounded = Math.round(sum * power) / power;
    if (Math.abs(rounded - sum) <= tolerance) {
      return rounded;
    }
  }
  return undefined;
}

/** After this many sums that are no decimals the rest of the tile is not tried. */
const mostUntidySums = 64;

function tidySums({ sum, minimum, maximum, count }: BucketSums): Float64Array {
  const tidy = sum.slice();
  let untidy = 0;
  for (let index = 0; index < tidy.length && untidy < mostUntidySums; index += 1) {
    const largest = Math.max(Math.abs(minimum[index] ?? 0), Math.abs(maximum[index] ?? 0));
    const tidied = tidySum(sum[index] ?? 0, largest * (count[index] ?? 0));
    untidy += tidied === undefined ? 1 : 0;
    tidy[index] = tidied ?? tidy[index] ?? 0;
  }
  return tidy;
}

/** Packs buckets of one series. Means may differ from the given ones by a part in 10^12; all else is exact. */
export function encodeBuckets(buckets: BucketSums, scratch?: ByteSink): Uint8Array<ArrayBuffer> {
  const write = (sink: ByteSink): void => {
    sink.writeVarint(buckets.startsMs.length);
    writeTimes(buckets.startsMs, sink);
    writeValues(buckets.count, sink);
    writeValues(buckets.first, sink);
    writeValues(buckets.last, sink);
    writeValues(buckets.minimum, sink);
    writeValues(buckets.maximum, sink);
    writeValues(tidySums(buckets), sink);
  };
  return sealBytes(bucketVersion, write, scratch);
}

/** Unpacks what `encodeBuckets` packed. Throws a DamagedSamplesError on anything else. */
export function decodeBuckets(bytes: Uint8Array): BucketSums {
  return unsealBytes(bytes, bucketVersion, (cursor) => {
    const length = cursor.readVarint();
    if (length > mostSamplesPerChunk) {
      throw new DamagedSamplesError('they claim too many buckets');
    }
    const startsMs = listTimes(readTimes(cursor, length), 0, length);
    const sums = newBucketSums(length, startsMs);
    readValues(cursor, sums.count);
    readValues(cursor, sums.first);
    readValues(cursor, sums.last);
    readValues(cursor, sums.minimum);
    readValues(cursor, sums.maximum);
    readValues(cursor, sums.sum);
    return sums;
  });
}

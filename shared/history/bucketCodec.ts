import type { BucketSums } from './bucketAggregation';
import { DamagedSamplesError } from './byteCursor';
import { mostSamplesPerChunk, sealBytes, unsealBytes } from './chunkCodec';
import { readTimes, readValues, writeTimes, writeValues } from './columnCodec';

const bucketVersion = 1;

/**
 * A sum of decimals as the decimal it stands for: adding tenths leaves noise in the last bits, which would cost
 * eight bytes a bucket. Sums that are no decimals come back as they are.
 */
function tidySum(sum: number, largest: number): number {
  const tolerance = Math.abs(largest) * 1e-12;
  for (let power = 1; power <= 1e6; power *= 10) {
    const rounded = Math.round(sum * power) / power;
    if (Math.abs(rounded - sum) <= tolerance) {
      return rounded;
    }
  }
  return sum;
}

function tidySums(buckets: BucketSums): Float64Array {
  return buckets.sum.map((sum, index) => {
    const largest = Math.max(Math.abs(buckets.minimum[index] ?? 0), Math.abs(buckets.maximum[index] ?? 0));
    return tidySum(sum, largest * (buckets.count[index] ?? 0));
  });
}

/** Packs buckets of one series. Means may differ from the given ones by a part in 10^12; all else is exact. */
export function encodeBuckets(buckets: BucketSums): Uint8Array<ArrayBuffer> {
  return sealBytes(bucketVersion, (sink) => {
    sink.writeVarint(buckets.startsMs.length);
    writeTimes(buckets.startsMs, sink);
    writeValues(buckets.count, sink);
    writeValues(buckets.first, sink);
    writeValues(buckets.last, sink);
    writeValues(buckets.minimum, sink);
    writeValues(buckets.maximum, sink);
    writeValues(tidySums(buckets), sink);
  });
}

/** Unpacks what `encodeBuckets` packed. Throws a DamagedSamplesError on anything else. */
export function decodeBuckets(bytes: Uint8Array): BucketSums {
  return unsealBytes(bytes, bucketVersion, (cursor) => {
    const length = cursor.readVarint();
    if (length > mostSamplesPerChunk) {
      throw new DamagedSamplesError('they claim too many buckets');
    }
    const times = readTimes(cursor, length);
    const startsMs =
      times.kind === 'listed'
        ? times.timesMs
        : Float64Array.from({ length }, (_, index) => times.startMs + index * times.stepMs);
    const count = readValues(cursor, length);
    const first = readValues(cursor, length);
    const last = readValues(cursor, length);
    const minimum = readValues(cursor, length);
    const maximum = readValues(cursor, length);
    return { startsMs, first, last, minimum, maximum, sum: readValues(cursor, length), count };
  });
}

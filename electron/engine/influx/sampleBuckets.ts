import { BucketAccumulator, toBucketColumns } from '../../../shared/history/bucketAggregation';
import type { BucketBlock, BucketColumns, SampleBlock } from '../../../shared/history/historySource';
import type { StepLasts } from './influxReader';

/** Adds raw samples up to epoch-aligned buckets; every series comes whole, when all has been read. */
async function aggregate(samples: AsyncIterable<SampleBlock>, bucketMs: number): Promise<Map<number, BucketColumns>> {
  const sums = new Map<number, BucketAccumulator>();
  for await (const { index, timesMs, values } of samples) {
    const sum = sums.get(index) ?? new BucketAccumulator(bucketMs);
    sums.set(index, sum);
    const count = timesMs.length;
    sum.addSamples({ count, times: { kind: 'listed', timesMs }, values, qualities: undefined }, 0, count);
  }
  return new Map([...sums].map(([index, sum]) => [index, toBucketColumns(sum.finish())]));
}

/** Buckets made of raw samples, for what a server cannot aggregate. */
export async function* bucketsOfSamples(
  samples: AsyncIterable<SampleBlock>,
  bucketMs: number,
): AsyncGenerator<BucketBlock> {
  for (const [index, buckets] of await aggregate(samples, bucketMs)) {
    yield { index, ...buckets };
  }
}

/** Last values of steps made of raw samples. */
export async function* stepLastsOfSamples(
  samples: AsyncIterable<SampleBlock>,
  stepMs: number,
): AsyncGenerator<StepLasts> {
  for (const [index, { startsMs, last }] of await aggregate(samples, stepMs)) {
    yield { index, startsMs, values: last };
  }
}

import type { SampleBlock } from '../../../shared/history/historySource';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { noQualityField, type QualityFieldOf } from '../../../shared/influx/sourceMapping';
import { throwIfAborted } from '../../../shared/history/abortError';
import { readBucketAggregates, readStepLastValues, wholeBuckets } from './influxQlBuckets';
import type { InfluxQlClient } from './influxQlClient';
import { readFirstSampleTimes, readLatestSamples } from './influxQlLatest';
import { readRawSamples } from './influxQlRaw';
import { influxQlSchema } from './influxQlSchema';
import type { InfluxReader } from './influxReader';
import { bucketsOfSamples, stepLastsOfSamples } from './sampleBuckets';

/** What a reader adds to what it is asked. */
export interface InfluxQlReaderOptions {
  /** Left out: every sample is good. */
  readonly qualityFieldOf?: QualityFieldOf;
}

async function* readBuckets(
  client: InfluxQlClient,
  read: { readonly addresses: readonly SeriesAddress[]; readonly asked: Parameters<InfluxReader['readBuckets']>[1] },
  signal: AbortSignal,
): ReturnType<InfluxReader['readBuckets']> {
  const { addresses } = read;
  const { range, bucketMs } = read.asked;
  // What the server cannot aggregate is aggregated here: booleans, and buckets that are no whole number of ms.
  const left: number[] = [];
  if (Number.isInteger(bucketMs)) {
    const refused = (index: number): void => void left.push(index);
    yield* readBucketAggregates(client, { addresses, range, widthMs: bucketMs, refused }, signal);
  } else {
    left.push(...addresses.keys());
  }
  const some = left.flatMap((index) => addresses[index] ?? []);
  const samples = readRawSamples(
    client,
    { addresses: some, range: wholeBuckets(range, bucketMs), qualityFieldOf: noQualityField },
    signal,
  );
  for await (const block of bucketsOfSamples(samples, bucketMs)) {
    yield { ...block, index: left[block.index] ?? 0 };
  }
}

async function* checked<T>(blocks: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  throwIfAborted(signal);
  for await (const block of blocks) {
    yield block;
    throwIfAborted(signal);
  }
}

/** Reads an InfluxDB in InfluxQL. */
export function influxQlReader(client: InfluxQlClient, options: InfluxQlReaderOptions = {}): InfluxReader {
  const { qualityFieldOf = noQualityField } = options;
  return {
    readLatest: (addresses, moment, signal) =>
      readLatestSamples(client, { ...moment, addresses, qualityFieldOf }, signal),
    readRaw: (addresses, range, signal): AsyncIterable<SampleBlock> =>
      checked(readRawSamples(client, { addresses, range, qualityFieldOf }, signal), signal),
    readBuckets: (addresses, asked, signal) => checked(readBuckets(client, { addresses, asked }, signal), signal),
    readStepLasts: (addresses, { range, stepMs }, signal) =>
      checked(
        Number.isInteger(stepMs)
          ? readStepLastValues(client, { addresses, range, widthMs: stepMs }, signal)
          : stepLastsOfSamples(
              readRawSamples(
                client,
                { addresses, range: wholeBuckets(range, stepMs), qualityFieldOf: noQualityField },
                signal,
              ),
              stepMs,
            ),
        signal,
      ),
    readFirstTimes: (addresses, signal) => readFirstSampleTimes(client, addresses, signal),
    ...influxQlSchema(client),
    clockSkewMs: () => client.http.clockSkewMs(),
    dispose: () => client.http.dispose(),
  };
}

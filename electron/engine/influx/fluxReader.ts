import { throwIfAborted } from '../../../shared/history/abortError';
import { type FluxGroup, planFlux } from '../../../shared/influx/fluxText';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { noQualityField, type QualityFieldOf } from '../../../shared/influx/sourceMapping';
import { readBucketsGroup, readStepLastsGroup } from './fluxBuckets';
import type { FluxClient } from './fluxClient';
import { readFirstTimesFlux, readLatestFlux } from './fluxLatest';
import { readRawGroup } from './fluxRaw';
import { listBuckets, listFluxMeasurements, listFluxTagValues } from './fluxSchema';
import { wholeBuckets } from './influxQlBuckets';
import type { InfluxReader } from './influxReader';
import { mergeStreams } from './mergeStreams';

/** What a reader adds to what it is asked. */
export interface FluxReaderOptions {
  /** Left out: every sample is good. */
  readonly qualityFieldOf?: QualityFieldOf;
}

/** More questions at once only make each of them slower. */
const atOnce = 2;

function groupsOf(addresses: readonly SeriesAddress[], qualityFieldOf: QualityFieldOf): readonly FluxGroup[] {
  return planFlux(addresses).map((group) => ({ group, qualityFieldOf }));
}

/** Reads each group, at most two at once. */
async function* readGroups<T>(
  groups: readonly FluxGroup[],
  read: (asked: FluxGroup, signal: AbortSignal) => AsyncGenerator<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  throwIfAborted(signal);
  const makers = groups.map((asked) => (own: AbortSignal) => read(asked, own));
  for await (const block of mergeStreams(makers, atOnce, signal)) {
    yield block;
    throwIfAborted(signal);
  }
}

/** Reads an InfluxDB in Flux: 2.x where no DBRP mapping lets InfluxQL in, and 1.8 where Flux is switched on. */
export function fluxReader(client: FluxClient, options: FluxReaderOptions = {}): InfluxReader {
  const { qualityFieldOf = noQualityField } = options;
  return {
    readLatest: (addresses, moment, signal) =>
      readLatestFlux(client, { asked: groupsOf(addresses, qualityFieldOf), count: addresses.length, moment }, signal),
    readRaw: (addresses, range, signal) =>
      readGroups(
        groupsOf(addresses, qualityFieldOf),
        (asked, own) => readRawGroup(client, { asked, range }, own),
        signal,
      ),
    readBuckets: (addresses, { range, bucketMs }, signal) => {
      const span = { range: wholeBuckets(range, bucketMs), bucketMs };
      return readGroups(
        groupsOf(addresses, noQualityField),
        (asked, own) => readBucketsGroup(client, { ...span, asked }, own),
        signal,
      );
    },
    readStepLasts: (addresses, { range, stepMs }, signal) => {
      const span = { range: wholeBuckets(range, stepMs), bucketMs: stepMs };
      return readGroups(
        groupsOf(addresses, noQualityField),
        (asked, own) => readStepLastsGroup(client, { ...span, asked }, own),
        signal,
      );
    },
    readFirstTimes: (addresses, signal) =>
      readFirstTimesFlux(client, { asked: groupsOf(addresses, noQualityField), count: addresses.length }, signal),
    listDatabases: (signal) => listBuckets(client, signal),
    listMeasurements: (place, signal) => listFluxMeasurements(client, place, signal),
    listTagValues: (asked, signal) => listFluxTagValues(client, asked, signal),
    clockSkewMs: () => client.clockSkewMs(),
    dispose: () => client.dispose(),
  };
}

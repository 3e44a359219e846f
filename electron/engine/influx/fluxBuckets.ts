import { throwIfAborted } from '../../../shared/history/abortError';
import type { BucketBlock } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import {
  type BucketPart,
  bucketParts,
  bucketsFlux,
  type FluxGroup,
  stepLastsFlux,
} from '../../../shared/influx/fluxText';
import { AppFailure } from '../../../shared/lib/appError';
import { joinBucketParts, type BucketRows } from './bucketParts';
import type { FluxClient } from './fluxClient';
import {
  askHalfOpen,
  mostRows,
  readRawGroup,
  readSlices,
  seriesCount,
  targetRows,
  tooMuch,
  withinFlux,
} from './fluxRaw';
import { sampleSink } from './fluxRows';
import { SampleCollector, StreamCollector } from './fluxSamples';
import { GrowingSamples } from './growingSamples';
import type { StepLasts } from './influxReader';
import { bucketsOfSamples, stepLastsOfSamples } from './sampleBuckets';
import { SlicePlan } from './slicePlan';

/** A group's series, to be aggregated over a range that starts and ends at bucket edges. */
export interface FluxSpan {
  readonly asked: FluxGroup;
  readonly range: TimeRange;
  readonly bucketMs: number;
}

/** Whether the server cannot aggregate what it holds: booleans, texts, a field of several types. */
function isOfWrongType(thrown: unknown): boolean {
  if (!(thrown instanceof AppFailure) || thrown.error.code !== 'source-failed') {
    return false;
  }
  const { reason, detail } = thrown.error;
  return (
    reason === 'query-refused' &&
    /unsupported .*(type|column)|no implementation for type|schema collision/i.test(detail)
  );
}

function slicesOf({ asked, range, bucketMs }: FluxSpan, rowsABucket: number): SlicePlan | undefined {
  const firstMs = (targetRows / seriesCount(asked) / rowsABucket) * bucketMs;
  const whole = withinFlux(range, bucketMs);
  return whole && new SlicePlan(whole, { gridMs: bucketMs, firstMs, targetRows });
}

function emptyRows(): BucketRows {
  return {
    first: new GrowingSamples(),
    last: new GrowingSamples(),
    min: new GrowingSamples(),
    max: new GrowingSamples(),
    sum: new GrowingSamples(),
    count: new GrowingSamples(),
  };
}

type Streams = ReadonlyMap<BucketPart, SampleCollector>;

function readParts(client: FluxClient, { asked, range, bucketMs }: FluxSpan, signal: AbortSignal) {
  return askHalfOpen(client, range, async (half) => {
    const found: Streams = new Map(bucketParts.map((part) => [part, new SampleCollector(asked, range, mostRows)]));
    const sink = sampleSink(new StreamCollector(found));
    await client.ask(bucketsFlux(asked, { range: half, bucketMs }), sink, signal);
    const collectors = [...found.values()];
    const rows = collectors.reduce((sum, collector) => sum + collector.rows(), 0);
    // 1.8 counts samples of the end into the first bucket, with its start for their time.
    return { sawEnd: collectors.some((collector) => collector.sawEnd()), answer: { found, rows } };
  });
}

/** Adds the rows of a collector to those of the addresses they belong to. */
function append(collector: SampleCollector, samplesOf: (index: number) => GrowingSamples): void {
  for (const { indexes, timesMs, values } of collector.foundRows()) {
    for (const index of indexes) {
      const samples = samplesOf(index);
      timesMs.forEach((timeMs, at) => samples.add(timeMs, values[at] ?? NaN));
    }
  }
}

async function* aggregatesOfServer(
  client: FluxClient,
  span: FluxSpan,
  signal: AbortSignal,
): AsyncGenerator<BucketBlock> {
  const rows = new Map<number, BucketRows>();
  const partsOf = (index: number): BucketRows => {
    const parts = rows.get(index) ?? emptyRows();
    rows.set(index, parts);
    return parts;
  };
  const read = (range: TimeRange) => readParts(client, { ...span, range }, signal);
  const plan = slicesOf(span, bucketParts.length);
  for await (const streams of readSlices(plan, read, (thrown) => tooMuch(client, thrown))) {
    streams.forEach((collector, part) => append(collector, (index) => partsOf(index)[part]));
  }
  for (const [index, parts] of rows) {
    yield { index, ...joinBucketParts(parts, span.bucketMs) };
    throwIfAborted(signal);
  }
}

/** The last value of each step, from last samples by time, at most some a step. */
function stepLastsOf(index: number, rows: GrowingSamples, stepMs: number): StepLasts {
  const { timesMs, values } = rows.sorted();
  const steps = new GrowingSamples();
  timesMs.forEach((timeMs, at) => steps.add(Math.floor(timeMs / stepMs) * stepMs, values[at] ?? NaN));
  const lasts = steps.unique();
  return { index, startsMs: lasts.timesMs, values: lasts.values };
}

async function* stepsOfServer(client: FluxClient, span: FluxSpan, signal: AbortSignal): AsyncGenerator<StepLasts> {
  const rows = new Map<number, GrowingSamples>();
  const { asked, bucketMs } = span;
  const read = async (range: TimeRange) => {
    const found = new SampleCollector(asked, range, mostRows);
    const half = { ...range, stopIsIncluded: client.stopIsIncluded() };
    await client.ask(stepLastsFlux(asked, { range: half, bucketMs }), sampleSink(found), signal);
    return { rows: found.rows(), found };
  };
  for await (const collector of readSlices(slicesOf(span, 1), read, (thrown) => tooMuch(client, thrown))) {
    append(collector, (index) => {
      const samples = rows.get(index) ?? new GrowingSamples();
      rows.set(index, samples);
      return samples;
    });
  }
  for (const [index, samples] of rows) {
    yield stepLastsOf(index, samples, bucketMs);
    throwIfAborted(signal);
  }
}

/** Hands over what the server answers; where it cannot aggregate, what can be made of the samples themselves. */
async function* orElse<T>(fromServer: AsyncGenerator<T>, fromSamples: () => AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    // A block comes only once all has been read: a refusal is never noticed half way.
    yield* fromServer;
  } catch (thrown) {
    if (!isOfWrongType(thrown)) {
      throw thrown;
    }
    yield* fromSamples();
  }
}

/** Every bucket of a group's series within the range; one block a series. */
export function readBucketsGroup(client: FluxClient, span: FluxSpan, signal: AbortSignal): AsyncGenerator<BucketBlock> {
  const fromSamples = () => bucketsOfSamples(readRawGroup(client, span, signal), span.bucketMs);
  return Number.isInteger(span.bucketMs)
    ? orElse(aggregatesOfServer(client, span, signal), fromSamples)
    : fromSamples();
}

/** The last value of every step of a group's series within the range; one block a series. */
export function readStepLastsGroup(client: FluxClient, span: FluxSpan, signal: AbortSignal): AsyncGenerator<StepLasts> {
  const fromSamples = () => stepLastsOfSamples(readRawGroup(client, span, signal), span.bucketMs);
  return Number.isInteger(span.bucketMs) ? orElse(stepsOfServer(client, span, signal), fromSamples) : fromSamples();
}

import { throwIfAborted } from '../../../shared/history/abortError';
import type { Snapshot } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { firstTimesFlux, type FluxGroup, latestFlux } from '../../../shared/influx/fluxText';
import type { FluxClient } from './fluxClient';
import { askHalfOpen, mostRows, tooMuch, withinFlux } from './fluxRaw';
import { sampleSink } from './fluxRows';
import { SampleCollector } from './fluxSamples';
import { mergeStreams } from './mergeStreams';

/** Groups are asked for apart: several pipelines in one question cost 1.8 more than as many questions. */
const atOnce = 2;

/** Samples of a group's series within a range. */
interface Question {
  readonly asked: FluxGroup;
  readonly range: TimeRange;
}

async function gather(
  client: FluxClient,
  { asked, range, text }: Question & { readonly text: string },
  signal: AbortSignal,
): Promise<SampleCollector> {
  const collector = new SampleCollector(asked, range, mostRows);
  try {
    await client.ask(text, sampleSink(collector), signal);
  } catch (thrown) {
    throw tooMuch(client, thrown);
  }
  return collector;
}

function latestOf(client: FluxClient, { asked, range }: Question, signal: AbortSignal): Promise<SampleCollector> {
  return askHalfOpen(client, range, async (half) => {
    const answer = await gather(client, { asked, range, text: latestFlux(asked, half) }, signal);
    return { answer, sawEnd: answer.sawEnd() };
  });
}

async function* latestSeries(client: FluxClient, question: Question, signal: AbortSignal) {
  yield* (await latestOf(client, question, signal)).found();
}

/** When a snapshot is taken, and how far back it may look; undefined: as far as there is anything. */
export interface LatestMoment {
  readonly timeMs: number;
  readonly lookbackMs: number | undefined;
}

/** For each of `count` addresses its last sample at or before a moment. */
export async function readLatestFlux(
  client: FluxClient,
  read: { readonly asked: readonly FluxGroup[]; readonly count: number; readonly moment: LatestMoment },
  signal: AbortSignal,
): Promise<Snapshot> {
  throwIfAborted(signal);
  const timesMs = new Float64Array(read.count).fill(NaN);
  const values = new Float64Array(read.count).fill(NaN);
  const qualities = new Uint8Array(read.count);
  const { timeMs: momentMs, lookbackMs = Infinity } = read.moment;
  // All of the millisecond that holds the moment.
  const range = withinFlux({ startMs: momentMs - lookbackMs, endMs: Math.floor(momentMs) + 1 }, 1);
  const makers =
    range === undefined
      ? []
      : read.asked.map((asked) => (own: AbortSignal) => latestSeries(client, { asked, range }, own));
  for await (const series of mergeStreams(makers, atOnce, signal)) {
    for (const index of series.indexes) {
      timesMs[index] = series.timesMs.at(-1) ?? NaN;
      values[index] = series.values.at(-1) ?? NaN;
      qualities[index] = series.qualities.at(-1) ?? 0;
    }
  }
  return { timesMs, values, qualities };
}

async function* firstSeries(client: FluxClient, asked: FluxGroup, signal: AbortSignal) {
  const range = { startMs: -Infinity, endMs: Infinity };
  yield* (await gather(client, { asked, range, text: firstTimesFlux(asked) }, signal)).found();
}

/** The time of the first sample of each of `count` addresses, NaN where there is none. */
export async function readFirstTimesFlux(
  client: FluxClient,
  read: { readonly asked: readonly FluxGroup[]; readonly count: number },
  signal: AbortSignal,
): Promise<Float64Array> {
  throwIfAborted(signal);
  const timesMs = new Float64Array(read.count).fill(NaN);
  const makers = read.asked.map((asked) => (own: AbortSignal) => firstSeries(client, asked, own));
  for await (const series of mergeStreams(makers, atOnce, signal)) {
    series.indexes.forEach((index) => (timesMs[index] = series.timesMs[0] ?? NaN));
  }
  return timesMs;
}

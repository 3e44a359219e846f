import { throwIfAborted } from '../../../shared/history/abortError';
import type { SampleBlock } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { fluxTimes } from '../../../shared/influx/fluxLiteral';
import { type FluxGroup, type FluxRange, rawFlux } from '../../../shared/influx/fluxText';
import { AppFailure } from '../../../shared/lib/appError';
import type { FluxClient } from './fluxClient';
import { sampleSink } from './fluxRows';
import { SampleCollector, TooManyRows } from './fluxSamples';
import { SlicePlan } from './slicePlan';

/** Rows an answer: some 20 MB, and a second's work for a server. */
export const targetRows = 400_000;
/** An answer with more is asked for in parts. */
export const mostRows = 4 * targetRows;

/** Whether the server, or we, found an answer too long. */
export function isTooMuch(thrown: unknown): boolean {
  if (thrown instanceof AppFailure) {
    const { error } = thrown;
    return error.code === 'source-failed' && (error.reason === 'limit' || error.reason === 'too-large');
  }
  return thrown instanceof TooManyRows;
}

/** How many series a group asks for. */
export function seriesCount({ group }: FluxGroup): number {
  return group.members.size * group.fields.length;
}

/** The failure behind an answer that is too long and cannot be cut. */
export function tooMuch(client: FluxClient, thrown: unknown): unknown {
  return thrown instanceof TooManyRows
    ? client.failure({ reason: 'too-large', detail: `more than ${mostRows} samples in one answer` })
    : thrown;
}

/**
 * Asks with the end of the range as it is, and again without it where the server turns out to take it as part of the
 * range. `ask` answers whether samples of the end came.
 */
export async function askHalfOpen<T>(
  client: FluxClient,
  range: TimeRange,
  ask: (range: FluxRange) => Promise<{ readonly sawEnd: boolean; readonly answer: T }>,
): Promise<T> {
  const first = await ask({ ...range, stopIsIncluded: client.stopIsIncluded() });
  if (!first.sawEnd) {
    return first.answer;
  }
  client.noteIncludedStop();
  return (await ask({ ...range, stopIsIncluded: true })).answer;
}

/** A range in whole steps of a grid, as far as Flux can tell times; undefined when nothing of it is left. */
export function withinFlux(range: TimeRange, gridMs: number): TimeRange | undefined {
  const startMs = Math.max(Math.ceil(range.startMs / gridMs), Math.ceil(fluxTimes.startMs / gridMs)) * gridMs;
  const endMs = Math.min(Math.ceil(range.endMs / gridMs), Math.floor(fluxTimes.endMs / gridMs)) * gridMs;
  return startMs < endMs ? { startMs, endMs } : undefined;
}

/**
 * Reads a range slice by slice and hands each slice over when its answer was whole. A slice that is too much is asked for
 * again in shorter ones.
 */
export async function* readSlices<T>(
  plan: SlicePlan | undefined,
  read: (slice: TimeRange) => Promise<{ readonly rows: number; readonly found: T }>,
  tooLong: (thrown: unknown) => unknown,
): AsyncGenerator<T> {
  for (let slice = plan?.current(); plan !== undefined && slice !== undefined; slice = plan.current()) {
    let answer: { readonly rows: number; readonly found: T };
    try {
      answer = await read(slice);
    } catch (thrown) {
      if (!isTooMuch(thrown) || !plan.shorten()) {
        throw tooLong(thrown);
      }
      continue;
    }
    plan.read(answer.rows);
    yield answer.found;
  }
}

/** Raw samples of one group, in time order: a slice of all series, then the next. */
export async function* readRawGroup(
  client: FluxClient,
  { asked, range }: { readonly asked: FluxGroup; readonly range: TimeRange },
  signal: AbortSignal,
): AsyncGenerator<SampleBlock> {
  const whole = withinFlux(range, 1);
  // A sample a minute, until the first answer tells.
  const firstMs = (targetRows / seriesCount(asked)) * 60_000;
  const plan = whole && new SlicePlan(whole, { gridMs: 1_000, firstMs, targetRows });
  const read = async (slice: TimeRange) => {
    const found = new SampleCollector(asked, slice, mostRows);
    const stopIsIncluded = client.stopIsIncluded();
    // Samples of the end are only dropped: nothing stands in for others here.
    await client.ask(rawFlux(asked, { ...slice, stopIsIncluded }), sampleSink(found), signal);
    return { rows: found.rows(), found };
  };
  for await (const slice of readSlices(plan, read, (thrown) => tooMuch(client, thrown))) {
    for (const { indexes, timesMs, values, qualities } of slice.found()) {
      for (const [nth, index] of indexes.entries()) {
        const block = { index, timesMs, values, qualities };
        // Each block may be given away, with its memory.
        yield nth === 0 ? block : structuredClone(block);
        throwIfAborted(signal);
      }
    }
  }
}

import type { SampleBlock } from '../shared/history/historySource';
import type { RemoteSource } from '../shared/history/remoteSource';
import type { TimeRange } from '../shared/history/timeRange';

/** What a remote in memory holds: a sample a period of every series from a start on. */
export interface MemoryHistory {
  readonly startMs: number;
  readonly periodMs: number;
  readonly count: number;
  readonly values: ReadonlyMap<string, Float64Array>;
}

function refuse(): never {
  throw new Error('Not a part of this benchmark');
}

/** A remote that has everything at hand, so that what is measured is our side alone. */
export function memoryRemote({ startMs, periodMs, count, values }: MemoryHistory): RemoteSource {
  const timesMs = Float64Array.from({ length: count }, (_, at) => startMs + at * periodMs);
  const indexOf = (timeMs: number): number => Math.min(count, Math.max(0, Math.ceil((timeMs - startMs) / periodMs)));
  async function* readRaw(names: readonly string[], range: TimeRange): AsyncGenerator<SampleBlock> {
    const [from, to] = [indexOf(range.startMs), indexOf(range.endMs)];
    for (const [index, name] of names.entries()) {
      const column = values.get(name)?.slice(from, to) ?? new Float64Array(0);
      yield { index, timesMs: timesMs.slice(from, to), values: column, qualities: new Uint8Array(column.length) };
    }
  }
  return {
    describe: async () =>
      [...values.keys()].sort().map((name) => ({
        name,
        unit: '',
        description: '',
        sampleCount: undefined,
        firstMs: startMs,
        lastMs: startMs + (count - 1) * periodMs,
        typicalPeriodMs: periodMs,
      })),
    readSnapshot: async (names, timeMs) => {
      const last = indexOf(timeMs + 1) - 1;
      return {
        timesMs: new Float64Array(names.length).fill(timesMs[last] ?? NaN),
        values: Float64Array.from(names, (name) => values.get(name)?.[last] ?? NaN),
        qualities: new Uint8Array(names.length),
      };
    },
    readRaw,
    readBuckets: refuse,
    readFrames: refuse,
    readCoarseFrames: refuse,
    // Whatever is asked for is worth waiting for.
    rawSamplesPerSecond: () => 1e12,
    clockSkewMs: () => 0,
  };
}

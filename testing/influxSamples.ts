import type { SampleBlock } from '../shared/history/historySource';
import type { SeriesAddress } from '../shared/influx/seriesAddress';

/** A round hour, so that buckets of up to an hour start there. */
const startMs = 1_767_225_600_000;

/** So many minutes after a round hour. */
export function at(minutes: number): number {
  return startMs + minutes * 60_000;
}

/** Where one field of one measurement is, in the database `plant`. */
export function addressOf(overrides: Partial<SeriesAddress> = {}): SeriesAddress {
  return { database: 'plant', retentionPolicy: '', measurement: 'm', field: 'value', tags: {}, ...overrides };
}

/** Everything that a read hands over. */
export async function all<T>(blocks: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const block of blocks) {
    found.push(block);
  }
  return found;
}

/** Samples as pairs of time and value, by the index of their address. */
export function pairsOf(blocks: readonly SampleBlock[]): Record<number, (readonly [number, number])[]> {
  const pairs: Record<number, (readonly [number, number])[]> = {};
  for (const { index, timesMs, values } of blocks) {
    const more = Array.from(timesMs, (timeMs, k) => [timeMs, values[k] ?? NaN] as const);
    pairs[index] = [...(pairs[index] ?? []), ...more];
  }
  return pairs;
}

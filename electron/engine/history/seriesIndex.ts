/** Where the samples of a stretch of time are kept. */
export interface ChunkEntry {
  readonly id: number;
  readonly startMs: number;
  /** Time of the last sample, inclusive. */
  readonly endMs: number;
  readonly count: number;
  /** Median distance of its samples; undefined for a single one. */
  readonly stepMs: number | undefined;
}

/** What is kept in memory of one series; its samples are not. */
export interface StoredSeries {
  readonly id: number;
  readonly name: string;
  unit: string;
  description: string;
  sampleCount: number;
  firstMs: number | undefined;
  lastMs: number | undefined;
  typicalPeriodMs: number | undefined;
}

/** Index of the last chunk that starts at or before `timeMs`; -1 when there is none. */
export function chunkAtOrBefore(chunks: readonly ChunkEntry[], timeMs: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const chunk = chunks[middle];
    if (chunk !== undefined && chunk.startMs <= timeMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** A series' period is learned from at most this many of its chunks, evenly spread. */
const mostChunksAsked = 64;

/** The median distance of samples, each chunk speaking for as many as it holds. */
export function typicalPeriodOf(chunks: readonly ChunkEntry[]): number | undefined {
  const stride = Math.max(1, Math.ceil(chunks.length / mostChunksAsked));
  const asked: { readonly stepMs: number; readonly weight: number }[] = [];
  for (let index = 0; index < chunks.length; index += stride) {
    const { stepMs, count } = chunks[index] ?? {};
    if (stepMs !== undefined && count !== undefined) {
      asked.push({ stepMs, weight: count });
    }
  }
  if (asked.every(({ stepMs }) => stepMs === asked[0]?.stepMs)) {
    return asked[0]?.stepMs;
  }
  asked.sort((left, right) => left.stepMs - right.stepMs);
  const half = asked.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  return asked.find(({ weight }) => (seen += weight) >= half)?.stepMs;
}

import type { SampleBlock, SampleColumns } from '../../../../shared/history/historySource';
import { createPacer } from '../pacer';
import { emptySamples, sortSamples } from '../sampleMerge';

/** While one read is being joined, what another brought is being written: together they may take some 8 ms. */
const sliceMs = 3;

/** All blocks of one series as columns in ascending time, no two samples of one time. */
function joinSeries(blocks: readonly SampleBlock[]): SampleColumns {
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1) {
    return sortSamples(only);
  }
  const joined = emptySamples(blocks.reduce((sum, { timesMs }) => sum + timesMs.length, 0));
  let at = 0;
  for (const { timesMs, values, qualities } of blocks) {
    joined.timesMs.set(timesMs, at);
    joined.values.set(values, at);
    joined.qualities.set(qualities, at);
    at += timesMs.length;
  }
  return sortSamples(joined);
}

/** Reads to the end and answers the samples of each of `count` series, in the order asked. */
export async function joinBlocks(
  blocks: AsyncIterable<SampleBlock>,
  count: number,
  signal: AbortSignal,
): Promise<readonly SampleColumns[]> {
  const pacer = createPacer(signal, sliceMs);
  const bySeries = Array.from({ length: count }, (): SampleBlock[] => []);
  for await (const block of blocks) {
    bySeries[block.index]?.push(block);
    if (pacer.isDue()) {
      await pacer.rest();
    }
  }
  const joined: SampleColumns[] = [];
  for (const series of bySeries) {
    joined.push(joinSeries(series));
    if (pacer.isDue()) {
      await pacer.rest();
    }
  }
  return joined;
}

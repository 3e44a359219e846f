import type { SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { ExportSeries } from './exportRequest';
import { mostCost, type PieceSize } from './pieceSize';
import { type ReadContext, readBlocks, readPiece, shownBlock } from './readPiece';

/** Samples of one sensor that follow each other. */
export interface SampleRun {
  readonly series: ExportSeries;
  /** Its place in the list that was asked for. */
  readonly place: number;
  readonly samples: SampleColumns;
}

/** Samples of one sensor as they arrive: there is nothing to be put in order. */
async function* streamOne(
  series: ExportSeries,
  range: TimeRange,
  context: ReadContext,
): AsyncGenerator<SampleColumns, number> {
  const question = { source: series.source, names: [series.seriesName], timeOffsetMs: series.timeOffsetMs };
  let count = 0;
  for await (const block of readBlocks(question, range, context)) {
    count += block.values.length;
    yield shownBlock(series, block);
  }
  return count;
}

/**
 * All samples of the sensors in a range: sensor by sensor as asked, each by time. The sensors are read in pieces of
 * `size`, of which one is held at a time.
 */
export async function* readRuns(
  series: readonly ExportSeries[],
  range: TimeRange,
  context: ReadContext & { readonly size: PieceSize },
): AsyncGenerator<SampleRun> {
  const { size } = context;
  let from = 0;
  while (from < series.length) {
    const piece = series.slice(from, from + size.next());
    const [single] = piece;
    if (piece.length === 1 && single !== undefined) {
      let count = 0;
      for await (const samples of streamOne(single, range, context)) {
        count += samples.values.length;
        yield { series: single, place: from, samples };
      }
      size.learn(1, count);
      from += 1;
      continue;
    }
    const held = await readPiece(piece, range, { ...context, mostCost });
    if (held === undefined) {
      size.halve(piece.length);
      continue;
    }
    size.learn(piece.length, held.cost);
    for (const [index, one] of piece.entries()) {
      for (const samples of held.blocks[index] ?? []) {
        yield { series: one, place: from + index, samples };
      }
    }
    from += piece.length;
  }
}

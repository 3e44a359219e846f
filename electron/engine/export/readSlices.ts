import type { SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { ExportSeries } from './exportRequest';
import { mostCost, type PieceSize } from './pieceSize';
import { type ReadContext, readPiece } from './readPiece';

/** All samples of all sensors in a stretch of time. */
export interface TimeSlice {
  /** For each sensor, as asked, its blocks by time. */
  readonly blocks: readonly (readonly SampleColumns[])[];
  /** Where the stretch ends. */
  readonly endMs: number;
}

/** All samples of the sensors in a range, cut by time into pieces of `size` milliseconds, of which one is held at a time. */
export async function* readSlices(
  series: readonly ExportSeries[],
  range: TimeRange,
  context: ReadContext & { readonly size: PieceSize },
): AsyncGenerator<TimeSlice> {
  const { size } = context;
  let { startMs } = range;
  while (startMs < range.endMs) {
    const endMs = Math.min(range.endMs, startMs + size.next());
    const durationMs = endMs - startMs;
    // What cannot be cut is held, whatever it costs: a sample or so a sensor.
    const held = await readPiece(
      series,
      { startMs, endMs },
      { ...context, mostCost: durationMs > 1 ? mostCost : Infinity },
    );
    if (held === undefined) {
      size.halve(durationMs);
      continue;
    }
    size.learn(durationMs, held.cost);
    yield { blocks: held.blocks, endMs };
    startMs = endMs;
  }
}

import { type Coverage, stretchAt } from '../../../../shared/history/coverage';
import { type FrameTile, quality, type SampleBlock } from '../../../../shared/history/historySource';

/** Where the frames of one series are to be taken from when they are not exact in a tile. */
export interface FrameStandIn {
  /** Place of the series in the tile. */
  readonly index: number;
  /** Moments at which the tile is exact. */
  readonly spans: Coverage;
  /** Another tile of the same grid, and the series' place there; undefined: the tile's own values, as approximate. */
  readonly other: { readonly tile: FrameTile; readonly index: number } | undefined;
}

/** Puts other values where those of one series are not exact, or says that they are not. */
export function standInForFrames(tile: FrameTile, { index, spans, other }: FrameStandIn): void {
  for (let frame = 0; frame < tile.frameCount; frame += 1) {
    const momentMs = Math.floor(tile.startMs + frame * tile.stepMs);
    if (stretchAt(spans, momentMs) === undefined) {
      const entry = frame * tile.seriesCount + index;
      if (other === undefined) {
        tile.qualities[entry] = quality.approximate;
      } else {
        const from = frame * other.tile.seriesCount + other.index;
        tile.values[entry] = other.tile.values[from] ?? NaN;
        tile.agesMs[entry] = other.tile.agesMs[from] ?? NaN;
        tile.qualities[entry] = other.tile.qualities[from] ?? quality.approximate;
      }
    }
  }
}

/** Samples that lie outside what is believed, as approximate: there may be others between them. */
export function markSamples(block: SampleBlock, believed: Coverage): SampleBlock {
  const qualities = block.qualities.map((stored, at) =>
    stretchAt(believed, block.timesMs[at] ?? NaN) === undefined ? quality.approximate : stored,
  );
  return { ...block, qualities };
}

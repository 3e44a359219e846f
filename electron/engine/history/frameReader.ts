import type { ChunkSamples } from '../../../shared/history/chunkCodec';
import { countBefore, timeAt } from '../../../shared/history/chunkCodec';
import type { FrameGrid, FrameTile } from '../../../shared/history/historySource';
import type { HistoryStore } from './historyStore';
import { createPacer } from './pacer';
import { chunkAtOrBefore, type StoredSeries } from './seriesIndex';

type OpenTile = FrameTile;

function newTile(grid: FrameGrid, seriesCount: number): OpenTile {
  const length = grid.frameCount * seriesCount;
  return {
    ...grid,
    seriesCount,
    values: new Float32Array(length).fill(NaN),
    agesMs: new Float32Array(length).fill(NaN),
    qualities: new Uint8Array(length),
  };
}

/** The first frame whose moment is at or after `timeMs`, from `frame` on. */
function frameAtOrAfter(grid: FrameGrid, timeMs: number, frame: number): number {
  let found = Math.max(frame, Math.floor((timeMs - grid.startMs) / grid.stepMs));
  while (grid.startMs + found * grid.stepMs < timeMs) {
    found += 1;
  }
  return Math.min(grid.frameCount, found);
}

/** Fills frames [from, to) of one series, all of which show a sample of this chunk. */
function fillFromChunk(
  tile: OpenTile,
  chunk: ChunkSamples,
  place: { readonly index: number; readonly from: number; readonly to: number },
): void {
  const { values, agesMs, qualities, seriesCount, startMs, stepMs } = tile;
  let at = countBefore(chunk, startMs + place.from * stepMs, true) - 1;
  for (let frame = place.from; frame < place.to; frame += 1) {
    const momentMs = startMs + frame * stepMs;
    if (stepMs > 0 && at + 1 < chunk.count && timeAt(chunk.times, at + 1) <= momentMs) {
      at = countBefore(chunk, momentMs, true) - 1;
    }
    const entry = frame * seriesCount + place.index;
    values[entry] = chunk.values[at] ?? NaN;
    agesMs[entry] = momentMs - timeAt(chunk.times, at);
    qualities[entry] = chunk.qualities?.[at] ?? 0;
  }
}

function fillSeries(
  store: HistoryStore,
  tile: OpenTile,
  place: { series: StoredSeries; index: number; keep: boolean },
) {
  const chunks = store.chunksOf(place.series);
  const firstMs = chunks[0]?.startMs;
  if (firstMs === undefined) {
    return;
  }
  let frame = frameAtOrAfter(tile, firstMs, 0);
  while (frame < tile.frameCount) {
    const number = chunkAtOrBefore(chunks, tile.startMs + frame * tile.stepMs);
    const entry = chunks[number];
    if (entry === undefined) {
      return;
    }
    const nextMs = chunks[number + 1]?.startMs;
    const to = nextMs === undefined ? tile.frameCount : frameAtOrAfter(tile, nextMs, frame + 1);
    fillFromChunk(tile, store.readChunk(entry, place.keep), { index: place.index, from: frame, to });
    frame = to;
  }
}

/** Snapshots of the series at every moment of the grid. */
export async function readFrameTile(
  store: HistoryStore,
  names: readonly string[],
  read: { readonly grid: FrameGrid; readonly signal: AbortSignal },
): Promise<FrameTile> {
  const { grid, signal } = read;
  const pacer = createPacer(signal);
  const tile = newTile(grid, names.length);
  const spanMs = grid.frameCount * grid.stepMs;
  const touched = names.reduce((sum, name) => {
    const periodMs = store.findSeries(name)?.typicalPeriodMs;
    return sum + (periodMs === undefined || periodMs <= 0 ? 0 : spanMs / periodMs);
  }, 0);
  const keep = store.canKeepSamples(touched);
  for (const [index, name] of names.entries()) {
    const series = store.findSeries(name);
    if (series !== undefined) {
      fillSeries(store, tile, { series, index, keep });
    }
    if (pacer.isDue()) {
      await pacer.rest();
    }
  }
  return tile;
}

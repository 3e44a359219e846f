import { AbortError } from '../../../../shared/history/abortError';
import { type Coverage, stretchAt } from '../../../../shared/history/coverage';
import { type FrameGrid, type FrameTile, quality } from '../../../../shared/history/historySource';
import { beginReading, bringIn, healing, type ReadParts, type Reading, unlessAway } from './reading';

/** Where the frames of one series are to be taken from when they are not exact in a tile. */
interface FrameStandIn {
  /** Place of the series in the tile. */
  readonly index: number;
  /** Moments at which the tile is exact. */
  readonly spans: Coverage;
  /** Another tile of the same grid, and the series' place there; undefined: the tile's own values, as approximate. */
  readonly other: { readonly tile: FrameTile; readonly index: number } | undefined;
}

/** Puts other values where those of one series are not exact, or says that they are not. */
function standIn(tile: FrameTile, { index, spans, other }: FrameStandIn): void {
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

function inexactOf({ names, range, local }: Reading): readonly string[] {
  return [...new Set(names)].filter((name) => !local.isExactThrough(name, range.startMs, range.endMs - 1));
}

/** However fast the source seemed: frames that take this many times as long are answered coarsely after all. */
const patience = 3;

/** As `bringIn`, but 'late' when it takes too long. */
async function bringInTime(
  parts: ReadParts,
  missing: readonly string[],
  reading: Reading,
): Promise<'here' | 'late' | 'not-stored'> {
  const { clock, interactiveMs } = parts;
  const { signal } = reading;
  const done = new AbortController();
  const late = new AbortController();
  clock.wait(interactiveMs * patience, done.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    const inTime = AbortSignal.any([signal, late.signal]);
    return (await bringIn(parts, missing, { ...reading, signal: inTime, anchored: true })) ? 'here' : 'not-stored';
  } catch (error) {
    if (error instanceof AbortError && !signal.aborted && late.signal.aborted) {
      return 'late';
    }
    throw error;
  } finally {
    done.abort();
  }
}

/** Brings in what frames need, or answers frames of these names that stand in for what was not brought in. */
async function bringFrames(
  parts: ReadParts,
  asked: { readonly missing: readonly string[]; readonly grid: FrameGrid },
  reading: Reading,
): Promise<FrameTile | undefined> {
  const { reader, background, mostSamplesAwaited } = parts;
  const { missing, grid } = asked;
  const { range, local, signal } = reading;
  const expected = missing.reduce(
    (sum, name) => local.gapsOf(name, range).reduce((more, gap) => more + local.expectedSamples(name, gap), sum),
    0,
  );
  const outcome = expected > mostSamplesAwaited() ? 'late' : await bringInTime(parts, missing, reading);
  switch (outcome) {
    case 'here':
      return undefined;
    case 'late':
      background.want(missing, range);
      return unlessAway(reader.coarseFrames(missing, grid, signal));
    case 'not-stored':
      return unlessAway(reader.direct(signal, (remote) => remote.readFrames(missing, grid, signal)));
  }
}

async function read(
  parts: ReadParts,
  { names, grid }: { readonly names: readonly string[]; readonly grid: FrameGrid },
  signal: AbortSignal,
): Promise<FrameTile> {
  const firstMs = Math.floor(grid.startMs);
  const lastMs = Math.floor(grid.startMs + Math.max(0, grid.frameCount - 1) * grid.stepMs);
  const { reading, end } = beginReading(parts, { names, range: { startMs: firstMs, endMs: lastMs + 1 } }, signal);
  try {
    const { cache } = parts;
    let missing = inexactOf(reading);
    if (missing.length > 0 && parts.reader.isStoringSnapshots()) {
      await cache.settled();
      missing = inexactOf(reading);
    }
    const other = missing.length === 0 ? undefined : await bringFrames(parts, { missing, grid }, reading);
    const places = new Map(missing.map((name, place) => [name, place]));
    // Taken before the samples are read: what is known now is no less known by then.
    const spans = names.map((name) => (places.has(name) ? reading.local.exactSpans(name, reading.range) : undefined));
    const tile = await cache.source.readFrames(reading.keys, grid, signal);
    names.forEach((name, index) => {
      const exact = spans[index];
      if (exact !== undefined) {
        standIn(tile, { index, spans: exact, other: other && { tile: other, index: places.get(name) ?? 0 } });
      }
    });
    return tile;
  } finally {
    end();
  }
}

/** As `HistorySource.readFrames`; what would take too long, or could not be asked, is approximate. */
export function readStoredFrames(
  parts: ReadParts,
  asked: { readonly names: readonly string[]; readonly grid: FrameGrid },
  signal: AbortSignal,
): Promise<FrameTile> {
  return healing(parts, asked.names, () => read(parts, asked, signal));
}

import type { TimeRange } from '../history/timeRange';
import { playStepMs, stepNotBelow, stripStepMs, tileAt, type TileKey, tileName, tileStartMs } from './frameGrid';
import { spanOf } from './timeWindow';

/** How much is read ahead of the playhead, in seconds of the viewer's own time. */
const aheadSeconds = 10;
const behindSeconds = 5;
/** A whole stored range in so many frames is enough to show something anywhere at once. */
const overviewFrames = 256;

/** What the timeline looks at now. */
export interface PlaybackView {
  readonly timeMs: number;
  readonly window: TimeRange;
  readonly range: TimeRange;
  readonly speed: number;
  readonly running: boolean;
}

/** What the tiles are made of. */
export interface TileShape {
  readonly sensorCount: number;
  readonly tileFrames: number;
  /** How close samples usually are; undefined when it is not known. */
  readonly closestSamplesMs: number | undefined;
}

/** A tile that should be here. Urgent: the picture waits for it. */
export interface WantedTile extends TileKey {
  readonly urgent: boolean;
}

/** The distance of frames that playing at this speed is content with. */
export function playLevelMs(view: PlaybackView, shape: TileShape): number {
  return playStepMs(view.speed, shape.closestSamplesMs);
}

function tilesBetween(span: TimeRange, stepMs: number, tileFrames: number): readonly TileKey[] {
  const first = tileAt(span.startMs, stepMs, tileFrames).index;
  const last = tileAt(span.endMs, stepMs, tileFrames).index;
  return Array.from({ length: last - first + 1 }, (_, offset) => ({ stepMs, index: first + offset }));
}

function byDistance(keys: readonly TileKey[], timeMs: number, tileFrames: number): readonly TileKey[] {
  const away = (key: TileKey): number => {
    const halfMs = (key.stepMs * tileFrames) / 2;
    return Math.max(0, Math.abs(tileStartMs(key, tileFrames) + halfMs - timeMs) - halfMs);
  };
  return [...keys].sort((a, b) => away(a) - away(b));
}

function clipped(span: TimeRange, range: TimeRange): TimeRange {
  return { startMs: Math.max(span.startMs, range.startMs), endMs: Math.min(span.endMs, range.endMs) };
}

/** The playing level about the playhead: two thirds of it ahead, one third behind. */
function playTiles(view: PlaybackView, shape: TileShape): readonly TileKey[] {
  const stepMs = playLevelMs(view, shape);
  const secondMs = view.speed * 1_000;
  const span = {
    startMs: view.timeMs - behindSeconds * secondMs,
    endMs: view.timeMs + aheadSeconds * secondMs,
  };
  const keys = tilesBetween(clipped(span, view.range), stepMs, shape.tileFrames);
  const here = tileAt(view.timeMs, stepMs, shape.tileFrames).index;
  const ahead = keys.filter((key) => key.index >= here);
  const behind = keys.filter((key) => key.index < here).reverse();
  return [...ahead, ...behind];
}

/**
 * The tiles that should be here, most needed first, each once, at most `capacity`.
 * Running: what the clock runs into comes first. At rest: the strip under the pointer comes first.
 */
export function planTiles(view: PlaybackView, shape: TileShape, capacity: number): readonly WantedTile[] {
  const { tileFrames, sensorCount } = shape;
  const stripStep = stripStepMs(view.window, sensorCount);
  const strip = byDistance(tilesBetween(view.window, stripStep, tileFrames), view.timeMs, tileFrames);
  const coarse = stepNotBelow(spanOf(view.range) / overviewFrames);
  const overview = byDistance(tilesBetween(view.range, coarse, tileFrames), view.timeMs, tileFrames);
  const play = playTiles(view, shape);
  const order = view.running ? [play, strip, overview] : [strip, overview, play.slice(0, 2)];
  const urgentCount = view.running ? Math.min(play.length, 2) : 1;
  const wanted = new Map<string, WantedTile>();
  for (const key of order.flat()) {
    const name = tileName(key);
    if (!wanted.has(name) && wanted.size < capacity) {
      wanted.set(name, { ...key, urgent: wanted.size < urgentCount });
    }
  }
  return [...wanted.values()];
}

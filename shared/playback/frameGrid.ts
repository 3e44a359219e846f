import type { TimeRange } from '../history/timeRange';
import { spanOf } from './timeWindow';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances of frames in ms. Each divides a round span of time, so that frames fall on usual sample times. */
const stepsMs: readonly number[] = [
  ...[10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 30, 100, 365].map((count) => count * day),
];
const finestStepMs = 10;
const coarsestStepMs = 365 * day;

/** The finest distance that is not below the given one. */
export function stepNotBelow(ms: number): number {
  return stepsMs.find((step) => step >= ms) ?? coarsestStepMs;
}

/** The coarsest distance that is not above the given one. */
export function stepNotAbove(ms: number): number {
  return stepsMs.findLast((step) => step <= ms) ?? finestStepMs;
}

/** Frames that are fetched and kept together: frame 0 at `index * stepMs * tileFrames`. */
export interface TileKey {
  readonly stepMs: number;
  readonly index: number;
}

/** A text that tells tiles apart. */
export function tileName(key: TileKey): string {
  return `${key.stepMs}/${key.index}`;
}

/** The tile of a level that a moment falls into. */
export function tileAt(timeMs: number, stepMs: number, tileFrames: number): TileKey {
  return { stepMs, index: Math.floor(timeMs / (stepMs * tileFrames)) };
}

/** The moment of a tile's first frame. */
export function tileStartMs(key: TileKey, tileFrames: number): number {
  return key.index * key.stepMs * tileFrames;
}

/** Bytes of one sensor in one frame: value and age as 32-bit floats, state as a byte. */
export const frameBytesPerSensor = 9;
const tileBytes = 4 * 1024 * 1024;
const stripBytes = 48 * 1024 * 1024;
const mostTileFrames = 256;
const fewestTileFrames = 16;
const mostStripFrames = 1_500;

/** Frames in a tile: a power of two that keeps a tile near 4 MB, so that one request never takes long. */
export function tileFramesFor(sensorCount: number): number {
  const fitting = tileBytes / (frameBytesPerSensor * Math.max(sensorCount, 1));
  const power = 2 ** Math.floor(Math.log2(Math.max(fitting, 1)));
  return Math.min(Math.max(power, fewestTileFrames), mostTileFrames);
}

/** The level of the strip over a window: about a frame a pixel, fewer where many sensors would fill the memory. */
export function stripStepMs(window: TimeRange, sensorCount: number): number {
  const fitting = stripBytes / (frameBytesPerSensor * Math.max(sensorCount, 1));
  return stepNotBelow(spanOf(window) / Math.min(fitting, mostStripFrames));
}

/** What playing needs: at least one frame for each drawn one, but not closer than the history can tell apart. */
export function playStepMs(speed: number, closestSamplesMs: number | undefined): number {
  const drawnMs = (speed * 1_000) / 60;
  const closest = Math.min((closestSamplesMs ?? 4_000) / 4, second);
  return stepNotAbove(Math.max(drawnMs, closest));
}

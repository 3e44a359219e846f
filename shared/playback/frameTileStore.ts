import { valueState } from '../history/valueState';
import { invariant } from '../lib/invariant';
import { frameBytesPerSensor, type TileKey, tileName, tileStartMs } from './frameGrid';
import type { ValueColumns } from './valueFrame';

/** Frames as the engine answers them, frame-major, one frame more than a tile is long. */
export interface FrameColumns {
  readonly values: Float32Array;
  readonly agesMs: Float32Array;
  readonly states: Uint8Array;
}

interface FrameTile extends FrameColumns, TileKey {
  readonly startMs: number;
  readonly endMs: number;
}

/** What the store is made for. */
export interface FrameTileStoreOptions {
  readonly sensorCount: number;
  readonly tileFrames: number;
  readonly memoryBytes: number;
}

/** What a look found: the frame's moment and how far frames lie apart there. */
export interface Look {
  readonly frameMs: number;
  readonly stepMs: number;
}

/** How a look is made. */
export interface LookOptions {
  /** Tiles with frames further apart than this are not good enough. */
  readonly coarsestStepMs: number;
  /** True: the values are taken as those of the frame's own moment, which they are exactly. */
  readonly snap: boolean;
}

/** Ages come as 32-bit floats: exact to 1 ms below four hours, then by parts. */
function isSameSample(ageNowMs: number, ageNextMs: number, stepMs: number): boolean {
  if (Number.isNaN(ageNowMs) || Number.isNaN(ageNextMs)) {
    return Number.isNaN(ageNowMs) && Number.isNaN(ageNextMs);
  }
  return Math.abs(ageNextMs - ageNowMs - stepMs) <= 1 + ageNextMs * 2 ** -22;
}

/**
 * Keeps tiles of frames on several levels and answers from the finest that is here.
 * Bytes are capped; what lies furthest from the playhead, measured in its own lengths, goes first.
 */
export class FrameTileStore {
  /** How many tiles fit. At least three, so that a single look never starves. */
  readonly capacity: number;
  readonly #options: FrameTileStoreOptions;
  readonly #tiles = new Map<string, FrameTile>();

  constructor(options: FrameTileStoreOptions) {
    const { sensorCount, tileFrames, memoryBytes } = options;
    const tileBytes = (tileFrames + 1) * Math.max(sensorCount, 1) * frameBytesPerSensor;
    this.capacity = Math.max(3, Math.floor(memoryBytes / tileBytes));
    this.#options = options;
  }

  /** How many tiles are kept now. */
  tileCount(): number {
    return this.#tiles.size;
  }

  /** True when the tile is here. */
  has(key: TileKey): boolean {
    return this.#tiles.has(tileName(key));
  }

  /** Keeps a tile and drops others where the cap is passed; the tiles at the playhead stay. */
  add(key: TileKey, columns: FrameColumns, playheadMs: number): void {
    const { sensorCount, tileFrames } = this.#options;
    invariant(columns.values.length === (tileFrames + 1) * sensorCount, 'a tile has one frame more than its length');
    const startMs = tileStartMs(key, tileFrames);
    this.#tiles.set(tileName(key), { ...key, ...columns, startMs, endMs: startMs + key.stepMs * tileFrames });
    while (this.#tiles.size > this.capacity) {
      this.#tiles.delete(this.#furthestFrom(playheadMs));
    }
  }

  #furthestFrom(playheadMs: number): string {
    let furthest = '';
    let most = -1;
    for (const [name, tile] of this.#tiles) {
      const length = tile.endMs - tile.startMs;
      const away = Math.max(tile.startMs - playheadMs, playheadMs - tile.endMs, 0) / length;
      if (away > most) {
        furthest = name;
        most = away;
      }
    }
    return furthest;
  }

  #finestAt(timeMs: number, coarsestStepMs: number): FrameTile | undefined {
    let finest: FrameTile | undefined;
    for (const tile of this.#tiles.values()) {
      const isBetter = tile.stepMs <= coarsestStepMs && (finest === undefined || tile.stepMs < finest.stepMs);
      if (isBetter && timeMs >= tile.startMs && timeMs < tile.endMs) {
        finest = tile;
      }
    }
    return finest;
  }

  /** Writes the values of the last frame at or before the moment; undefined when no tile covers it. */
  look(timeMs: number, options: LookOptions, into: ValueColumns): Look | undefined {
    const tile = this.#finestAt(timeMs, options.coarsestStepMs);
    if (tile === undefined) {
      return undefined;
    }
    const frame = Math.floor((timeMs - tile.startMs) / tile.stepMs);
    const frameMs = tile.startMs + frame * tile.stepMs;
    const pastMs = options.snap ? 0 : timeMs - frameMs;
    this.#write({ tile, frame, pastMs }, into);
    return { frameMs, stepMs: tile.stepMs };
  }

  #write(source: { readonly tile: FrameTile; readonly frame: number; readonly pastMs: number }, into: ValueColumns) {
    const { tile, frame, pastMs } = source;
    const { sensorCount } = this.#options;
    const first = frame * sensorCount;
    for (let index = 0; index < sensorCount; index += 1) {
      const now = first + index;
      const value = tile.values[now] ?? NaN;
      const state = tile.states[now] ?? valueState.noData;
      const ageMs = tile.agesMs[now] ?? NaN;
      const isSure = pastMs === 0 || this.#isHeldOn(tile, now);
      into.values[index] = value;
      into.agesMs[index] = ageMs + pastMs;
      into.states[index] = isSure || Number.isNaN(value) ? state : valueState.approximate;
    }
  }

  /** True when the next frame still shows this sample in the same state, so it holds for every moment between. */
  #isHeldOn(tile: FrameTile, now: number): boolean {
    const next = now + this.#options.sensorCount;
    const sameState = tile.states[now] === tile.states[next];
    return sameState && isSameSample(tile.agesMs[now] ?? NaN, tile.agesMs[next] ?? NaN, tile.stepMs);
  }
}

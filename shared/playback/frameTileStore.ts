import type { TimeRange } from '../history/timeRange';
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
  /** All of it is known and stays as it is. */
  isFinal: boolean;
  /** To be asked for again; shown until then. */
  isOutdated: boolean;
}

/** What is known of a tile besides its frames. */
export interface TileAnswer extends FrameColumns {
  /** No sample of its time can arrive any more. */
  readonly settled: boolean;
  /** History of its time was stored while it was being read. */
  readonly outdated: boolean;
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
  /** False: a value of the frame is approximate although its source can be asked, so the true one is still to come. */
  readonly sure: boolean;
}

/** How a look is made. */
export interface LookOptions {
  /** Tiles with frames further apart than this are not good enough. */
  readonly coarsestStepMs: number;
  /** True: the values are taken as those of the frame's own moment, which they are exactly. */
  readonly snap: boolean;
  /** 1 for each sensor whose source cannot be reached; undefined: all can. */
  readonly unreachable?: Uint8Array | undefined;
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

  /** True when the tile is not here, or is to be asked for again. */
  needs(key: TileKey): boolean {
    return this.#tiles.get(tileName(key))?.isOutdated ?? true;
  }

  /** Keeps a tile and drops others where the cap is passed; the tiles at the playhead stay. */
  add(key: TileKey, answer: TileAnswer, playheadMs: number): void {
    const { sensorCount, tileFrames } = this.#options;
    const { values, agesMs, states, settled, outdated } = answer;
    invariant(values.length === (tileFrames + 1) * sensorCount, 'a tile has one frame more than its length');
    const startMs = tileStartMs(key, tileFrames);
    const isFinal = settled && !states.includes(valueState.approximate);
    this.#tiles.set(tileName(key), {
      ...{ stepMs: key.stepMs, index: key.index, values, agesMs, states },
      ...{ startMs, endMs: startMs + key.stepMs * tileFrames, isFinal, isOutdated: outdated && !isFinal },
    });
    while (this.#tiles.size > this.capacity) {
      this.#tiles.delete(this.#furthestFrom(playheadMs));
    }
  }

  /** What is not final of a range is to be asked for again. The range's end is exclusive. */
  outdate({ startMs, endMs }: TimeRange): void {
    for (const tile of this.#tiles.values()) {
      // A tile's last frame stands on its end.
      if (!tile.isFinal && tile.startMs < endMs && tile.endMs >= startMs) {
        tile.isOutdated = true;
      }
    }
  }

  /** The source was corrected: nothing of a range is final. What is here is shown until the range was read again. */
  reopen({ startMs, endMs }: TimeRange): void {
    for (const tile of this.#tiles.values()) {
      if (tile.startMs < endMs && tile.endMs >= startMs) {
        tile.isFinal = false;
      }
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
    const sure = this.#write({ tile, frame, pastMs, unreachable: options.unreachable }, into);
    return { frameMs, stepMs: tile.stepMs, sure };
  }

  /** True when every value of the frame is what its source says, or its source cannot be asked. */
  #write(
    source: {
      readonly tile: FrameTile;
      readonly frame: number;
      readonly pastMs: number;
      readonly unreachable: Uint8Array | undefined;
    },
    into: ValueColumns,
  ): boolean {
    const { tile, frame, pastMs, unreachable } = source;
    const { sensorCount } = this.#options;
    const first = frame * sensorCount;
    let sure = true;
    for (let index = 0; index < sensorCount; index += 1) {
      const now = first + index;
      const value = tile.values[now] ?? NaN;
      const state = tile.states[now] ?? valueState.noData;
      const ageMs = tile.agesMs[now] ?? NaN;
      const isSame = pastMs === 0 || this.#isHeldOn(tile, now);
      into.values[index] = value;
      into.agesMs[index] = ageMs + pastMs;
      into.states[index] = isSame || Number.isNaN(value) ? state : valueState.approximate;
      sure &&= state !== valueState.approximate || unreachable?.[index] === 1;
    }
    return sure;
  }

  /** True when the next frame still shows this sample in the same state, so it holds for every moment between. */
  #isHeldOn(tile: FrameTile, now: number): boolean {
    const next = now + this.#options.sensorCount;
    const sameState = tile.states[now] === tile.states[next];
    return sameState && isSameSample(tile.agesMs[now] ?? NaN, tile.agesMs[next] ?? NaN, tile.stepMs);
  }
}

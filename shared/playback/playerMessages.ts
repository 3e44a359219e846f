import type { TimeRange } from '../history/timeRange';
import type { TileKey } from './frameGrid';
import type { TileAnswer } from './frameTileStore';
import type { PlaybackView } from './tilePlan';
import type { ValueColumns } from './valueFrame';

/** From the window to the player. Arrays are handed over, not copied. */
export type PlayerRequest =
  /** Other sensors, or other history: forget everything. Answers of older generations are ignored. */
  | {
      readonly kind: 'reset';
      readonly generation: number;
      readonly sensorCount: number;
      readonly closestSamplesMs: number | undefined;
      readonly memoryBytes: number;
    }
  /** Where the timeline looks; answered with what is missing there. */
  | { readonly kind: 'view'; readonly view: PlaybackView }
  /** Ask for the values of a moment. `playing`: the clock runs on them, so they must be fine enough. */
  | { readonly kind: 'look'; readonly lookId: number; readonly timeMs: number; readonly playing: boolean }
  | { readonly kind: 'tile'; readonly generation: number; readonly key: TileKey; readonly columns: TileAnswer }
  /** What is not final of a range is to be asked for again; `corrected`: before long, all of it is. */
  | { readonly kind: 'again'; readonly range: TimeRange; readonly corrected: boolean }
  /** 1 for each sensor whose source cannot be reached; undefined: all can. */
  | { readonly kind: 'reach'; readonly unreachable: Uint8Array | undefined }
  /** The source's own answer for a moment. */
  | {
      readonly kind: 'exact';
      readonly generation: number;
      readonly lookId: number;
      readonly timeMs: number;
      readonly columns: ValueColumns;
    };

/** A tile the player lacks, as the engine is asked for it. */
export interface MissingTile extends TileKey {
  readonly startMs: number;
  readonly frameCount: number;
  readonly urgent: boolean;
}

/** From the player to the window. */
export type PlayerAnswer =
  /** Most needed first. Requests under way that are not in the list are of no use any more. */
  | { readonly kind: 'missing'; readonly generation: number; readonly tiles: readonly MissingTile[] }
  | {
      readonly kind: 'frame';
      readonly generation: number;
      readonly lookId: number;
      readonly timeMs: number;
      /** False: nothing here covers the moment; the columns are the old picture, marked approximate. */
      readonly covered: boolean;
      readonly exact: boolean;
      readonly columns: ValueColumns;
      readonly changed: Uint32Array;
    };

/** How the player is spoken to: a worker in the program, a plain object in a test. */
export interface PlayerPort {
  readonly post: (message: PlayerRequest) => void;
  readonly listen: (listener: (message: PlayerAnswer) => void) => void;
  readonly close: () => void;
}

/** The buffers of a message that may change hands. */
export function transferablesOf(message: PlayerRequest | PlayerAnswer): readonly ArrayBufferLike[] {
  switch (message.kind) {
    case 'tile':
    case 'exact': {
      const { values, agesMs, states } = message.columns;
      return [values.buffer, agesMs.buffer, states.buffer];
    }
    case 'frame': {
      const { values, agesMs, states } = message.columns;
      return [values.buffer, agesMs.buffer, states.buffer, message.changed.buffer];
    }
    case 'reset':
    case 'view':
    case 'look':
    case 'again':
    case 'reach':
    case 'missing':
      return [];
  }
}

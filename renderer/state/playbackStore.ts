import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HistoryExtent } from '../../shared/contract/calls';
import type { AppError } from '../../shared/lib/appError';
import type { PlaybackState } from '../../shared/playback/playbackMachine';

/** The timeline as this window shows it. Values are not in here: see `ValueFrameStore`. */
export interface PlaybackStoreState {
  /** Undefined until it is known what is stored, or while nothing is. */
  readonly playback: PlaybackState | undefined;
  /** Undefined until the first answer. */
  readonly extent: HistoryExtent | undefined;
  /** How long the last exact answer took. */
  readonly latencyMs: number | undefined;
  /** Why the last question to the history failed; cleared by the next that is answered. */
  readonly problem: AppError | undefined;
}

export type PlaybackStore = StoreApi<PlaybackStoreState>;

/** A timeline that knows of no history yet. */
export function createPlaybackStore(): PlaybackStore {
  return createStore<PlaybackStoreState>(() => ({
    playback: undefined,
    extent: undefined,
    latencyMs: undefined,
    problem: undefined,
  }));
}

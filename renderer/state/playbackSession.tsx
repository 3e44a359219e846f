import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { invariant } from '../../shared/lib/invariant';
import type { PersonEvent, PlaybackState } from '../../shared/playback/playbackMachine';
import { createZoneClock, type ZoneClock } from '../../shared/playback/zoneClock';
import { useModel } from './appContext';
import type { OfflineStore, OfflineStoreState } from './offlineStore';
import type { PlaybackStore, PlaybackStoreState } from './playbackStore';
import type { ReplayPastState, ReplayPastStore } from './replayPastStore';
import type { ValueFrameStore } from './valueFrameStore';

/** What a person may ask of the clock. */
export interface PlaybackActions {
  /** Brings the playhead to a moment. The newest wins. */
  readonly seek: (toMs: number) => void;
  readonly send: (event: PersonEvent) => void;
  /** Shows now and goes on with it. Nothing happens where the history does not grow. */
  readonly goLive: () => void;
}

/** What a person has set beside the clock, and points at. */
export interface TimelineControls {
  /** The moment under the pointer. */
  readonly hoverMs: number | undefined;
  readonly typingTime: boolean;
  /** How far an arrow key steps. */
  readonly stepMs: number;
  /** Moments of the events and notes that stand alone on the rail, ascending. */
  readonly glyphsMs: readonly number[];
}

/** Playback of one window: the clock, its values, and what is set beside it. */
export interface PlaybackSession {
  readonly store: PlaybackStore;
  readonly frames: ValueFrameStore;
  readonly actions: PlaybackActions;
  readonly controls: StoreApi<TimelineControls>;
  readonly offline: OfflineStore;
  readonly past: ReplayPastStore;
}

/** Nothing pointed at, steps of 10 s. */
export function createTimelineControls(): StoreApi<TimelineControls> {
  return createStore<TimelineControls>(() => ({ hoverMs: undefined, typingTime: false, stepMs: 10_000, glyphsMs: [] }));
}

/** Hands playback down the tree of Operate mode. */
export const PlaybackContext = createContext<PlaybackSession | undefined>(undefined);

/** The playback of this window. */
export function usePlaybackSession(): PlaybackSession {
  const session = useContext(PlaybackContext);
  invariant(session !== undefined, 'used outside of Operate mode');
  return session;
}

/** A part of what is known about the history; redraws when that part changes. */
export function useHistory<Part>(part: (state: PlaybackStoreState) => Part): Part {
  return useStore(usePlaybackSession().store, part);
}

/** A part of the timeline's state, undefined while nothing is stored. Parts that run with the clock do not belong here. */
export function usePlayback<Part>(part: (state: PlaybackState) => Part): Part | undefined {
  return useStore(usePlaybackSession().store, ({ playback }) => (playback === undefined ? undefined : part(playback)));
}

/** A part of what is known about histories kept here; redraws when that part changes. */
export function useOffline<Part>(part: (state: OfflineStoreState) => Part): Part {
  return useStore(usePlaybackSession().offline, part);
}

/** A part of what the replay knows of the plant's revisions; redraws when that part changes. */
export function useReplayPast<Part>(part: (state: ReplayPastState) => Part): Part {
  return useStore(usePlaybackSession().past, part);
}

/** The wall clock of the open plant. */
export function useZoneClock(): ZoneClock {
  const timeZone = useModel((state) => state.model?.plant.timeZone ?? 'UTC');
  return useMemo(() => createZoneClock(timeZone), [timeZone]);
}

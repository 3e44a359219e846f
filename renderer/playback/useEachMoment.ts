import { useEffect, useRef } from 'react';
import type { PlaybackState } from '../../shared/playback/playbackMachine';
import { usePlaybackSession } from '../state/playbackSession';

/** Calls back now and whenever the clock has moved, outside of React: for what moves with the playhead. */
export function useEachMoment(show: (playback: PlaybackState) => void): void {
  const { store } = usePlaybackSession();
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
    const { playback } = store.getState();
    if (playback !== undefined) {
      show(playback);
    }
  });
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.playback !== undefined && state.playback !== before.playback) {
          latest.current(state.playback);
        }
      }),
    [store],
  );
}

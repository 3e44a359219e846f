import type { TimeRange } from '../../shared/history/timeRange';
import { awaitedSpan } from '../../shared/playback/awaitedSpan';
import { usePlayback, usePlaybackSession } from '../state/playbackSession';

/** What is being waited for so long that it has to be shown; undefined while nothing is. */
export function useAwaited(): TimeRange | undefined {
  const { store } = usePlaybackSession();
  const isSlow = usePlayback((state) => state.phase === 'seeking' && state.slow) ?? false;
  // A further seek while this one is slow waits for another moment.
  usePlayback((state) => (state.phase === 'seeking' ? state.timeMs : undefined));
  const { playback } = store.getState();
  return isSlow && playback !== undefined ? awaitedSpan(playback) : undefined;
}

import { useMemo } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import { holdStill } from '../../shared/playback/holdStill';
import type { PlaybackState } from '../../shared/playback/playbackMachine';
import { usePlayback } from '../state/playbackSession';

/** Remembers what is drawn: in live the window is the same object until it has moved by a pixel. */
function windowHolder(widthPx: number): (state: PlaybackState) => TimeRange {
  let drawn: TimeRange | undefined;
  return ({ window, phase }) => {
    drawn = phase === 'live' ? holdStill(drawn, window, widthPx) : window;
    return drawn;
  };
}

function rangeHolder(widthPx: number): (state: PlaybackState) => TimeRange {
  let drawn: TimeRange | undefined;
  return ({ range }) => {
    drawn = holdStill(drawn, range, widthPx);
    return drawn;
  };
}

/** Window and range as what stands still on the timeline is drawn from. Undefined while nothing is stored. */
export function useStillRanges(widthPx: number): { readonly window?: TimeRange; readonly range?: TimeRange } {
  const window = usePlayback(useMemo(() => windowHolder(widthPx), [widthPx]));
  const range = usePlayback(useMemo(() => rangeHolder(widthPx), [widthPx]));
  return { ...(window && { window }), ...(range && { range }) };
}

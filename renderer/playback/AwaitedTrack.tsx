import type { ReactElement } from 'react';
import { awaitedWords } from '../../shared/playback/awaitedSpan';
import { gutterPx, xOfTime } from '../../shared/playback/timelineScale';
import { usePlayback, useZoneClock } from '../state/playbackSession';
import styles from './AwaitedTrack.module.css';
import { useAwaited } from './useAwaited';

/** What the track is laid over. */
export interface AwaitedTrackProps {
  readonly widthPx: number;
  /** Where the ruler begins, from the top of the timeline. */
  readonly rulerTopPx: number;
}

/** Room for the playhead's handle beside the words, and for the words themselves. */
const handlePx = 44;
const wordsPx = 190;
const shortestPx = 6;

/** On the ruler's track: what the clock waits for, hollow, with its times. Nothing while it need not wait. */
export function AwaitedTrack({ widthPx, rulerTopPx }: AwaitedTrackProps): ReactElement | null {
  const clock = useZoneClock();
  const window = usePlayback((state) => state.window);
  const awaited = useAwaited();
  if (awaited === undefined || window === undefined) {
    return null;
  }
  const clip = (timeMs: number): number => Math.min(Math.max(xOfTime(timeMs, window, widthPx), 0), widthPx);
  const [left, right] = [clip(awaited.startMs), clip(awaited.endMs)];
  const isCramped = left + handlePx + wordsPx > widthPx;
  const place = isCramped ? { right: widthPx - left + handlePx } : { left: left + handlePx };
  return (
    <div className={styles.layer} style={{ left: gutterPx, top: rulerTopPx, width: widthPx }}>
      <i className={styles.span} style={{ left, width: Math.max(right - left, shortestPx) }} />
      <span className={styles.words} style={place} role="status" data-testid="buffering">
        {awaitedWords(awaited, clock)}
      </span>
    </div>
  );
}

import { type ReactElement, useCallback, useRef } from 'react';
import { formatFromNow, formatMoment, formatOffset } from '../../shared/playback/formatTime';
import type { PlaybackState } from '../../shared/playback/playbackMachine';
import { Icon } from '../components/Icon';
import { useHistory, usePlayback, usePlaybackSession, useZoneClock } from '../state/playbackSession';
import { useWhyNotLive } from './notLive';
import banner from '../components/PastBanner.module.css';
import styles from './ReplayBanner.module.css';
import { useDrawingNotice } from './drawingNotice';
import { useEachMoment } from './useEachMoment';

/** Says, whenever the playhead is not now, that the past is shown, and which moment of it. */
export function ReplayBanner(): ReactElement {
  const clock = useZoneClock();
  const { actions } = usePlaybackSession();
  const drawing = useDrawingNotice(clock);
  const clockSkewMs = useHistory((state) => state.extent?.clockSkewMs ?? 0);
  const hasCaughtUp = usePlayback((state) => state.phase === 'paused' && state.ranOut) ?? false;
  const notLive = useWhyNotLive();
  const isOffered = hasCaughtUp && notLive === undefined;
  const moment = useRef<HTMLSpanElement>(null);
  const distance = useRef<HTMLSpanElement>(null);
  const show = useCallback(
    ({ timeMs }: PlaybackState): void => {
      if (moment.current !== null && distance.current !== null) {
        moment.current.textContent = formatMoment(timeMs, clock);
        moment.current.title = formatOffset(clock.offsetMs(timeMs));
        distance.current.textContent = formatFromNow(timeMs, Date.now() + clockSkewMs);
      }
    },
    [clock, clockSkewMs],
  );
  useEachMoment(show);
  return (
    <div className={banner.banner} role="status" aria-label="Replay" aria-live="off" data-testid="replay-banner">
      <span className={banner.word}>
        <Icon name="replay" />
        REPLAY
      </span>
      <span className={banner.moment} ref={moment} data-testid="replay-moment" />
      <span ref={distance} />
      <span className={styles.separator} />
      <span className={banner.about} data-testid="replay-drawing">
        {isOffered ? 'Replay has come to now. Go live to go on' : drawing.words}
      </span>
      {drawing.choice === undefined ? null : (
        <button type="button" className={styles.quiet} onClick={drawing.onChoose}>
          {drawing.choice}
        </button>
      )}
      <button
        type="button"
        className={banner.button}
        aria-disabled={notLive !== undefined}
        title={notLive}
        onClick={actions.goLive}
      >
        <i className={banner.dot} />
        Go live <kbd>L</kbd>
      </button>
    </div>
  );
}

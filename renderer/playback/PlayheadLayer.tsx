import { type ReactElement, useCallback, useEffect, useRef } from 'react';
import { formatClock, formatDistance } from '../../shared/playback/formatTime';
import type { PlaybackState } from '../../shared/playback/playbackMachine';
import { gutterPx, overviewPx, rulerPx, scalePx, xOfTime } from '../../shared/playback/timelineScale';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { usePlayback, usePlaybackSession } from '../state/playbackSession';
import styles from './PlayheadLayer.module.css';
import { useEachMoment } from './useEachMoment';

/** What the layer is laid over. */
export interface PlayheadLayerProps {
  readonly widthPx: number;
  /** Height of the trends. */
  readonly trendsPx: number;
  /** Height of the events between the trends and the ruler. */
  readonly railPx: number;
  readonly clock: ZoneClock;
}

function moveTo(element: HTMLElement | null, x: number | undefined): void {
  if (element !== null) {
    element.style.visibility = x === undefined ? 'hidden' : 'inherit';
    element.style.transform = `translateX(${(x ?? 0).toFixed(2)}px)`;
  }
}

/** The one playhead: a line through everything, its handle, the past's track. The only part of the timeline that moves. */
export function PlayheadLayer({ widthPx, trendsPx, railPx, clock }: PlayheadLayerProps): ReactElement {
  const { controls, store } = usePlaybackSession();
  const isLive = usePlayback((state) => state.phase === 'live') ?? false;
  const line = useRef<HTMLDivElement>(null);
  const veil = useRef<HTMLDivElement>(null);
  const passed = useRef<HTMLDivElement>(null);
  const small = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const hover = useRef<HTMLDivElement>(null);
  const hoverWords = useRef<HTMLSpanElement>(null);

  const show = useCallback(
    ({ timeMs, window, range }: PlaybackState): void => {
      const x = xOfTime(timeMs, window, widthPx);
      const isInside = x >= -0.5 && x <= widthPx + 1;
      const clipped = Math.min(Math.max(x, 0), widthPx);
      moveTo(line.current, isInside ? x : undefined);
      moveTo(veil.current, clipped);
      moveTo(small.current, xOfTime(timeMs, range, widthPx));
      if (passed.current !== null) {
        passed.current.style.transform = `scaleX(${clipped / Math.max(widthPx, 1)})`;
      }
      if (handle.current !== null) {
        handle.current.textContent = formatClock(clock.wallTime(timeMs));
      }
    },
    [widthPx, clock],
  );
  useEachMoment(show);

  useEffect(
    () =>
      controls.subscribe(({ hoverMs }) => {
        const { playback } = store.getState();
        if (playback === undefined || hoverMs === undefined) {
          moveTo(hover.current, undefined);
          return;
        }
        moveTo(hover.current, xOfTime(hoverMs, playback.window, widthPx));
        if (hoverWords.current !== null) {
          const distance = formatDistance(hoverMs - playback.timeMs);
          hoverWords.current.textContent = `${formatClock(clock.wallTime(hoverMs))}  ${distance}`;
        }
      }),
    [controls, store, widthPx, clock],
  );

  const aboveRulerPx = trendsPx + railPx;
  return (
    <div className={styles.layer} style={{ left: gutterPx, right: scalePx }} data-live={isLive} aria-hidden="true">
      <div className={styles.clip} style={{ height: trendsPx }}>
        <div ref={veil} className={styles.veil} />
      </div>
      <div ref={passed} className={styles.passed} style={{ top: aboveRulerPx + 24 }} />
      <div ref={hover} className={styles.hover} style={{ height: aboveRulerPx + rulerPx }}>
        <span ref={hoverWords} className={styles.hoverWords} />
      </div>
      <div ref={line} className={styles.playhead} style={{ height: aboveRulerPx + 26 }} data-testid="playhead">
        <svg className={styles.handle} style={{ top: aboveRulerPx + 4 }} width={72} height={25}>
          <path d="M0 0H72V18H42L36 25L30 18H0Z" />
        </svg>
        <div ref={handle} className={styles.handleTime} style={{ top: aboveRulerPx + 4 }} />
      </div>
      <div className={styles.clip} style={{ top: aboveRulerPx + rulerPx, height: overviewPx }}>
        <div ref={small} className={styles.small} />
      </div>
    </div>
  );
}

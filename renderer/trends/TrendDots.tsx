import { type ReactElement, useEffect, useRef } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import { gutterPx, xOfTime } from '../../shared/playback/timelineScale';
import { usePlaybackSession } from '../state/playbackSession';
import { indexOfSensor } from '../state/valueFrameStore';
import { penAt } from './pens';
import type { TrendPen } from './TrendRow';
import styles from './TrendRow.module.css';

/** What the dots stand on. */
export interface TrendDotsProps {
  readonly pens: readonly TrendPen[];
  readonly scale: { readonly low: number; readonly high: number };
  readonly window: TimeRange;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A dot on each line where the playhead meets it. Moves with the values; the lines below are not drawn. */
export function TrendDots({ pens, scale, window, widthPx, heightPx }: TrendDotsProps): ReactElement {
  const { frames, store } = usePlaybackSession();
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (): void => {
      const frame = frames.current();
      const { playback } = store.getState();
      const dots = layer.current?.children;
      if (frame === undefined || playback === undefined || dots === undefined) {
        return;
      }
      const x = xOfTime(playback.timeMs, window, widthPx);
      pens.forEach(({ sensor }, index) => {
        const dot = dots[index];
        const value = frame.values[indexOfSensor(frame, sensor.id) ?? -1] ?? NaN;
        const y = ((scale.high - value) / (scale.high - scale.low)) * heightPx;
        // In live the lines stand still until now has moved on by a pixel.
        const isInside = x >= 0 && x <= widthPx + 1 && y >= 0 && y <= heightPx;
        if (dot instanceof HTMLElement) {
          dot.style.visibility = isInside ? 'visible' : 'hidden';
          dot.style.transform = `translate(${x.toFixed(2)}px, ${Number.isNaN(y) ? 0 : y.toFixed(2)}px)`;
        }
      });
    };
    show();
    const stops = [frames.subscribe(show), store.subscribe(show)];
    return () => stops.forEach((stop) => stop());
  }, [frames, store, pens, scale, window, widthPx, heightPx]);
  return (
    <div ref={layer} className={styles.dots} style={{ left: gutterPx, width: widthPx }} aria-hidden="true">
      {pens.map(({ sensor }, index) => (
        <i key={sensor.id} className={styles.dot} style={{ background: `var(${penAt(index).token})` }} />
      ))}
    </div>
  );
}

import { memo, type ReactElement, useMemo, useRef } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import { formatSpan } from '../../shared/playback/formatTime';
import { layOutTicks } from '../../shared/playback/rulerTicks';
import { gutterPx, rulerPx, xOfTime } from '../../shared/playback/timelineScale';
import { spanOf } from '../../shared/playback/timeWindow';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import styles from './Timeline.module.css';

/** What the ruler is drawn from. Nothing of it moves with the playhead. */
export interface RulerProps {
  readonly window: TimeRange;
  readonly widthPx: number;
  readonly clock: ZoneClock;
}

const labelPx = 88;
/** Labels nearer to an edge than this lean inwards. */
const edgePx = 24;

function anchorAt(x: number, widthPx: number): 'start' | 'middle' | 'end' {
  return x < edgePx ? 'start' : x > widthPx - edgePx ? 'end' : 'middle';
}

/** The time scale under the trends. Counts how often it was drawn, so that a test can see that playing draws nothing. */
export const Ruler = memo(function Ruler({ window, widthPx, clock }: RulerProps): ReactElement {
  const drawn = useRef(0);
  drawn.current += 1;
  const ticks = useMemo(() => layOutTicks({ window, widthPx, labelPx, clock }), [window, widthPx, clock]);
  return (
    <div className={styles.ruler} data-testid="ruler" data-drawn={drawn.current}>
      <div className={styles.gutter}>
        <span className={styles.rowName}>Window</span>
        <span className={styles.rowValue}>{formatSpan(spanOf(window))}</span>
      </div>
      <svg className={styles.plotSvg} width={widthPx} height={rulerPx} style={{ left: gutterPx }} aria-hidden="true">
        {ticks.map(({ timeMs, label }) => {
          const x = xOfTime(timeMs, window, widthPx);
          return (
            <path
              key={timeMs}
              className={label === undefined ? styles.tick : styles.tickMajor}
              d={`M${x.toFixed(1)} 0v${label === undefined ? 4 : 8}`}
            />
          );
        })}
        {ticks.map(({ timeMs, label, startsDay }) => {
          const x = xOfTime(timeMs, window, widthPx);
          return label === undefined ? null : (
            <text
              key={timeMs}
              x={x}
              y={20}
              className={startsDay ? styles.dayLabel : styles.label}
              textAnchor={anchorAt(x, widthPx)}
            >
              {label}
            </text>
          );
        })}
        <rect x={0} y={24} width={widthPx} height={4} rx={2} className={styles.track} />
      </svg>
    </div>
  );
});

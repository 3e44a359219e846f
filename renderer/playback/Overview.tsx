import { memo, type PointerEvent, type ReactElement, useMemo, useRef } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import { formatSpan } from '../../shared/playback/formatTime';
import { percentWords, storedFraction } from '../../shared/playback/storedWords';
import { layOutTicks } from '../../shared/playback/rulerTicks';
import { gutterPx, overviewPx, timeOfX, xOfTime } from '../../shared/playback/timelineScale';
import { spanOf } from '../../shared/playback/timeWindow';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import type { SheetCoverage } from '../state/offlineStore';
import { usePlaybackSession } from '../state/playbackSession';
import styles from './Timeline.module.css';

/** What the overview is drawn from. */
export interface OverviewProps {
  readonly range: TimeRange;
  readonly window: TimeRange;
  readonly loop: TimeRange | undefined;
  /** What of the sheet is stored here; undefined: all of the range. */
  readonly coverage: SheetCoverage | undefined;
  readonly widthPx: number;
  readonly clock: ZoneClock;
}

const labelPx = 120;
/** Nearer than this to an edge of the brush, the edge is meant. */
const grabPx = 6;
/** A window of this many px can still be taken by its middle. */
const smallestBrushPx = 3;

type Grip = 'start' | 'end' | 'whole';

interface Drag {
  readonly grip: Grip;
  readonly fromMs: number;
  readonly window: TimeRange;
}

function gripAt(x: number, brush: { readonly left: number; readonly right: number }): Grip | undefined {
  const isWide = brush.right - brush.left > 3 * grabPx;
  if (isWide && Math.abs(x - brush.left) <= grabPx) {
    return 'start';
  }
  if (isWide && Math.abs(x - brush.right) <= grabPx) {
    return 'end';
  }
  return x >= brush.left - grabPx && x <= brush.right + grabPx ? 'whole' : undefined;
}

function dragged(drag: Drag, timeMs: number): TimeRange {
  const { grip, window, fromMs } = drag;
  const byMs = timeMs - fromMs;
  const startMs = grip === 'end' ? window.startMs : window.startMs + byMs;
  const endMs = grip === 'start' ? window.endMs : window.endMs + byMs;
  return grip === 'whole' ? { startMs, endMs } : { startMs: Math.min(startMs, endMs), endMs: Math.max(startMs, endMs) };
}

/** The ticks of all that is stored; drawn once. */
const OverviewTicks = memo(function OverviewTicks(props: {
  readonly range: TimeRange;
  readonly widthPx: number;
  readonly clock: ZoneClock;
}): ReactElement {
  const { range, widthPx, clock } = props;
  const ticks = useMemo(
    () => layOutTicks({ window: range, widthPx, labelPx, clock }).filter((tick) => tick.label !== undefined),
    [range, widthPx, clock],
  );
  return (
    <>
      {ticks.map(({ timeMs, label }) => (
        <text key={timeMs} x={xOfTime(timeMs, range, widthPx) + 4} y={14} className={styles.label}>
          {label}
        </text>
      ))}
      {ticks.map(({ timeMs }) => (
        <path key={timeMs} className={styles.tick} d={`M${xOfTime(timeMs, range, widthPx).toFixed(1)} 2v24`} />
      ))}
    </>
  );
});

/** A solid ground where everything is stored here, a hollow one where it is not. */
const StoredGround = memo(function StoredGround(props: {
  readonly range: TimeRange;
  readonly stored: readonly TimeRange[] | undefined;
  readonly widthPx: number;
}): ReactElement {
  const { range, stored = [range], widthPx } = props;
  const clip = (timeMs: number): number => Math.min(Math.max(xOfTime(timeMs, range, widthPx), 0), widthPx);
  const solid = stored
    .map(({ startMs, endMs }) => ({ left: clip(startMs), right: clip(endMs) }))
    .filter(({ left, right }) => right > left)
    .map(({ left, right }) => `M${left.toFixed(1)} 2H${right.toFixed(1)}V26H${left.toFixed(1)}Z`);
  return (
    <>
      {props.stored === undefined ? null : (
        <rect x={0.5} y={2.5} width={Math.max(widthPx - 1, 0)} height={23} className={styles.hollow} />
      )}
      <path d={solid.join('')} className={styles.stored} data-testid="stored-here" />
    </>
  );
});

function storedWords(range: TimeRange, coverage: SheetCoverage | undefined): string {
  const span = formatSpan(spanOf(range));
  return coverage === undefined ? span : `${span}, ${percentWords(storedFraction(coverage.stored, range))} here`;
}

/** All that is stored, with the window as a brush: drag it to pan, its edges to zoom, double-click to see all. */
export const Overview = memo(function Overview(props: OverviewProps): ReactElement {
  const { range, window, loop, coverage, widthPx, clock } = props;
  const { actions } = usePlaybackSession();
  const drag = useRef<Drag | undefined>(undefined);
  const left = xOfTime(window.startMs, range, widthPx);
  const right = Math.max(xOfTime(window.endMs, range, widthPx), left + smallestBrushPx);
  const timeUnder = (event: PointerEvent<SVGSVGElement>): number =>
    timeOfX(event.clientX - event.currentTarget.getBoundingClientRect().left, range, widthPx);

  const onPointerDown = (event: PointerEvent<SVGSVGElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const timeMs = timeUnder(event);
    const grip = gripAt(xOfTime(timeMs, range, widthPx), { left, right });
    const half = spanOf(window) / 2;
    const centred = { startMs: timeMs - half, endMs: timeMs + half };
    drag.current = { grip: grip ?? 'whole', fromMs: timeMs, window: grip === undefined ? centred : window };
    if (grip === undefined) {
      actions.send({ type: 'window-set', window: centred });
    }
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    if (drag.current !== undefined) {
      actions.send({ type: 'window-set', window: dragged(drag.current, timeUnder(event)) });
    }
  };
  return (
    <div className={styles.overview}>
      <div className={styles.gutter}>
        <span className={styles.rowName}>{coverage === undefined ? 'Stored here' : 'History'}</span>
        <span className={styles.rowValue}>{storedWords(range, coverage)}</span>
      </div>
      <svg
        className={styles.plotSvg}
        style={{ left: gutterPx }}
        width={widthPx}
        height={overviewPx}
        role="img"
        aria-label="All that is stored, and the window shown above"
        data-testid="overview"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => (drag.current = undefined)}
        onPointerCancel={() => (drag.current = undefined)}
        onDoubleClick={() => actions.send({ type: 'window-set', window: range })}
      >
        <StoredGround range={range} stored={coverage?.stored} widthPx={widthPx} />
        <OverviewTicks range={range} widthPx={widthPx} clock={clock} />
        {loop === undefined ? null : (
          <rect
            x={xOfTime(loop.startMs, range, widthPx)}
            y={22}
            width={Math.max(2, xOfTime(loop.endMs, range, widthPx) - xOfTime(loop.startMs, range, widthPx))}
            height={4}
            className={styles.loop}
          />
        )}
        <rect x={left} y={1} width={right - left} height={26} className={styles.brush} data-testid="brush" />
        <path d={`M${left} 8v12M${right} 8v12`} className={styles.brushEdge} />
      </svg>
    </div>
  );
});

import { type ReactElement, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { gutterPx, railPx, scalePx } from '../../shared/playback/timelineScale';
import { AwaitedTrack } from '../playback/AwaitedTrack';
import { Overview } from '../playback/Overview';
import { PlayheadLayer } from '../playback/PlayheadLayer';
import { Ruler } from '../playback/Ruler';
import { Transport } from '../playback/Transport';
import { useTimelinePointer } from '../playback/useTimelinePointer';
import { useSession } from '../state/appContext';
import { useOffline, usePlayback, useZoneClock } from '../state/playbackSession';
import { trendHeight, type TrendStore } from '../trends/trendStore';
import { TrendRows } from '../trends/TrendRows';
import { EventRail } from './eventRail/EventRail';
import type { NotesDesk } from './notes/notesDesk';
import styles from './OperateMode.module.css';
import { SourceStrip } from './SourceStrip';
import { useStillRanges } from './useStillRanges';
import { useTimelineModel } from './timelineModel';

function usePlotWidth(host: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return undefined;
    }
    const observer = new ResizeObserver(() => setWidthPx(Math.max(0, element.clientWidth - gutterPx - scalePx)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [host]);
  return widthPx;
}

/** In a low window one trend leaves the drawing the room it needs. */
const lowWindow = '(max-height: 799px)';

function useLowWindow(): boolean {
  const [isLow, setIsLow] = useState(() => matchMedia(lowWindow).matches);
  useEffect(() => {
    const query = matchMedia(lowWindow);
    const look = (): void => setIsLow(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return isLow;
}

/** What the foot of Operate mode takes. */
export interface TimelineDockProps {
  readonly trends: TrendStore;
  readonly notes: NotesDesk;
}

/** Rows over one time scale, with the playhead on top of them all. */
function Rows({ trends, notes }: TimelineDockProps): ReactElement | null {
  const host = useRef<HTMLDivElement>(null);
  const widthPx = usePlotWidth(host);
  const clock = useZoneClock();
  const model = useTimelineModel();
  const open = useStore(trends, (state) => state.rows);
  const isLow = useLowWindow();
  const rows = useMemo(() => (isLow ? open.slice(-1) : open), [isLow, open]);
  const { window, range } = useStillRanges(widthPx);
  const coverage = useOffline((state) => state.coverage);
  const loop = usePlayback((state) => state.loop);
  const trendsPx = rows.reduce((sum, row) => sum + trendHeight(row), 0);
  useTimelinePointer(host, trendsPx + railPx);
  return (
    <div ref={host} className={styles.rows} data-testid="timeline">
      {window === undefined || range === undefined || model === undefined || widthPx === 0 ? null : (
        <>
          <TrendRows {...{ trends, rows, model, window, widthPx, clock }} />
          <EventRail {...{ notes, model, window, range, widthPx, clock }} />
          <Ruler window={window} widthPx={widthPx} clock={clock} />
          <AwaitedTrack widthPx={widthPx} rulerTopPx={trendsPx + railPx} />
          <Overview {...{ range, window, loop, coverage, widthPx, clock }} />
          <PlayheadLayer widthPx={widthPx} trendsPx={trendsPx} railPx={railPx} clock={clock} />
        </>
      )}
    </div>
  );
}

/** The foot of Operate mode: trends, events, ruler, overview and the transport; folded, only the transport. */
export function TimelineDock(props: TimelineDockProps): ReactElement {
  const isOpen = useSession((state) => state.dockOpen);
  return (
    <section className={styles.dock} aria-label="Timeline">
      <SourceStrip />
      {isOpen ? <Rows {...props} /> : null}
      <Transport />
    </section>
  );
}

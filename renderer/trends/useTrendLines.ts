import { useEffect, useMemo, useRef, useState } from 'react';
import type { PlantWindow } from '../../shared/contract/calls';
import type { TimeRange } from '../../shared/history/timeRange';
import type { SensorId } from '../../shared/model/ids';
import { type TrendLine, trendLineOf } from '../../shared/playback/trendLine';
import { useApp } from '../state/appContext';
import { readTrendSamples } from '../state/readTrendSamples';
import { useHistory, usePlaybackSession } from '../state/playbackSession';
import { useStoredCount } from '../state/useStoredCount';

/** Points a px of plot: first, last, lowest and highest of each column draw the same picture as all samples. */
const pointsPerPx = 4;
/** While a window is dragged, lines are asked for this long after its last move. */
const settleMs = 60;

interface Loaded {
  readonly sensorIds: readonly SensorId[];
  readonly windows: readonly PlantWindow[];
  /** What was asked for, up to where the record ends. Lines are cut anew when an answer comes, not while the window moves. */
  readonly asked: TimeRange;
  /** What one px of the plot stands for. Within one, samples are left out, so nearer ones say nothing of gaps. */
  readonly columnMs: number;
}

const nothingLoaded: Loaded = { sensorIds: [], windows: [], asked: { startMs: 0, endMs: 0 }, columnMs: 0 };

/** History that came elsewhere leaves the lines as they are: then nothing is drawn anew. */
function isSame(before: Loaded, next: Loaded): boolean {
  const isAlike = (one: Float64Array, other: Float64Array | undefined): boolean =>
    other?.length === one.length && one.every((number, index) => Object.is(number, other[index]));
  return (
    before.sensorIds === next.sensorIds &&
    before.columnMs === next.columnMs &&
    before.asked.startMs === next.asked.startMs &&
    before.asked.endMs === next.asked.endMs &&
    next.windows.every(({ timesMs, values, maximumAgeMs }, index) => {
      const known = before.windows[index];
      return known?.maximumAgeMs === maximumAgeMs && isAlike(timesMs, known?.timesMs) && isAlike(values, known?.values);
    })
  );
}

function linesOf({ sensorIds, windows, asked, columnMs }: Loaded): ReadonlyMap<SensorId, TrendLine> {
  const lines = new Map<SensorId, TrendLine>();
  sensorIds.forEach((id, index) => {
    const samples = windows[index];
    if (samples !== undefined) {
      const maximumAgeMs = samples.maximumAgeMs && Math.max(samples.maximumAgeMs, columnMs);
      lines.set(id, trendLineOf({ ...samples, maximumAgeMs }, asked));
    }
  });
  return lines;
}

/** The lines of some sensors over the window, as the engine reduces them for the plot's width. Undefined until they are here. */
export function useTrendLines(
  sensorIds: readonly SensorId[],
  window: TimeRange,
  widthPx: number,
): ReadonlyMap<SensorId, TrendLine> {
  const { client } = useApp();
  const { store } = usePlaybackSession();
  const extent = useHistory((state) => state.extent);
  const storedCount = useStoredCount(window);
  const [loaded, setLoaded] = useState<Loaded>(nothingLoaded);
  const isFirst = useRef(true);
  const { startMs, endMs } = window;

  useEffect(() => {
    if (sensorIds.length === 0 || widthPx <= 0) {
      return undefined;
    }
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      const points = Math.min(100_000, Math.max(4, Math.round(widthPx) * pointsPerPx));
      const range = { startMs, endMs };
      const windows = await readTrendSamples(client, { sensorIds, range, points, signal: controller.signal });
      if (windows !== undefined) {
        const recordEndMs = store.getState().playback?.range.endMs ?? endMs;
        const asked = { startMs, endMs: Math.min(endMs, recordEndMs) };
        const next = { sensorIds, windows, asked, columnMs: (endMs - startMs) / widthPx };
        setLoaded((before) => (isSame(before, next) ? before : next));
      }
    };
    const timer = globalThis.setTimeout(() => void ask(), isFirst.current ? 0 : settleMs);
    isFirst.current = false;
    return () => {
      globalThis.clearTimeout(timer);
      controller.abort();
    };
  }, [client, store, sensorIds, startMs, endMs, widthPx, extent, storedCount]);

  return useMemo(() => linesOf(loaded), [loaded]);
}

import { type ReactElement, useEffect, useState } from 'react';
import type { Sensor } from '../../shared/model/plantModel';
import { scaleOf, type TrendLine, trendLineOf } from '../../shared/playback/trendLine';
import { useApp } from '../state/appContext';
import { usePlaybackSession } from '../state/playbackSession';
import { readTrendSamples } from '../state/readTrendSamples';
import styles from './OperateMode.module.css';

const hourMs = 3_600_000;
const widthPx = 72;
const heightPx = 20;
const insetPx = 2;
const points = widthPx * 4;
/** While the playhead moves, the last hour is read so often at most. */
const readEveryMs = 400;

interface Hour {
  readonly endMs: number;
  readonly line: TrendLine;
}

/** The hour before the playhead, read anew when it has moved on by a px or more, at most so often. */
function useLastHour(sensor: Sensor): Hour | undefined {
  const { client } = useApp();
  const { store } = usePlaybackSession();
  const [hour, setHour] = useState<Hour | undefined>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    let timer: number | undefined;
    let readMs: number | undefined;
    const read = async (): Promise<void> => {
      timer = undefined;
      const endMs = store.getState().playback?.timeMs;
      if (endMs === undefined || (readMs !== undefined && Math.abs(endMs - readMs) < hourMs / widthPx)) {
        return;
      }
      readMs = endMs;
      const range = { startMs: endMs - hourMs, endMs };
      const answer = await readTrendSamples(client, {
        sensorIds: [sensor.id],
        range,
        points,
        signal: controller.signal,
      });
      const samples = answer?.[0];
      if (samples !== undefined) {
        setHour({ endMs, line: trendLineOf(samples, range) });
      }
    };
    const soon = (): void => {
      timer ??= window.setTimeout(() => void read(), readEveryMs);
    };
    void read();
    const stops = [
      store.subscribe(soon),
      client.on('history:stored', ({ startMs, endMs }) => {
        if (readMs !== undefined && startMs <= readMs && endMs >= readMs - hourMs) {
          readMs = undefined;
          soon();
        }
      }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [client, store, sensor]);
  return hour;
}

function pathOf({ endMs, line }: Hour, scale: { low: number; high: number }): string {
  const xOf = (timeMs: number): string => (((timeMs - endMs + hourMs) / hourMs) * widthPx).toFixed(1);
  const yOf = (value: number): string =>
    (insetPx + ((scale.high - value) / (scale.high - scale.low)) * (heightPx - 2 * insetPx)).toFixed(1);
  let isDrawing = false;
  return line.values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const x = xOf(Math.max(line.timesMs[index] ?? endMs, endMs - hourMs));
      const step = isDrawing ? `H${x}V${yOf(value)}` : `M${x} ${yOf(value)}`;
      isDrawing = true;
      return step;
    })
    .join('');
}

/** The last 60 minutes of a sensor beside its value. */
export function Sparkline({ sensor }: { readonly sensor: Sensor }): ReactElement {
  const hour = useLastHour(sensor);
  const scale = hour && scaleOf([hour.line], { limits: [] });
  const last = hour?.line.values.at(-1);
  const isKnown = scale !== undefined && last !== undefined && last !== null;
  return (
    <svg className={styles.spark} width={widthPx} height={heightPx} aria-hidden="true">
      <rect className={styles.sparkBand} y={insetPx} width={widthPx} height={heightPx - 2 * insetPx} />
      {hour === undefined || scale === undefined ? null : <path className={styles.sparkLine} d={pathOf(hour, scale)} />}
      {isKnown ? (
        <circle
          className={styles.sparkDot}
          cx={widthPx - insetPx}
          cy={insetPx + ((scale.high - last) / (scale.high - scale.low)) * (heightPx - 2 * insetPx)}
          r={2.5}
        />
      ) : null}
    </svg>
  );
}

import { type ReactElement, useMemo } from 'react';
import type { TimeRange } from '../../shared/history/timeRange';
import type { SensorId } from '../../shared/model/ids';
import type { PlantModel } from '../../shared/model/plantModel';
import type { TrendLine } from '../../shared/playback/trendLine';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { sensorLabel } from './sensorLabel';
import { TrendRow, type TrendPen } from './TrendRow';
import { closeTrend, trendHeight, type TrendRow as Row, type TrendStore } from './trendStore';
import { useNotHere } from './useNotHere';
import { useTrendLines } from './useTrendLines';

/** What all open trends are drawn from. */
export interface TrendRowsProps {
  readonly trends: TrendStore;
  readonly rows: readonly Row[];
  readonly model: PlantModel;
  readonly window: TimeRange;
  readonly widthPx: number;
  readonly clock: ZoneClock;
}

interface RowHostProps extends Omit<TrendRowsProps, 'rows' | 'trends'> {
  readonly notHere: readonly TimeRange[];
  readonly row: Row;
  readonly lines: ReadonlyMap<SensorId, TrendLine>;
  readonly onClose: (sensorId: SensorId) => void;
}

function RowHost({ row, lines, model, ...rest }: RowHostProps): ReactElement {
  const pens = useMemo(
    () =>
      row.sensorIds.flatMap((id): readonly TrendPen[] => {
        const sensor = model.sensors.get(id);
        return sensor === undefined ? [] : [{ sensor, label: sensorLabel(model, sensor), line: lines.get(id) }];
      }),
    [row, lines, model],
  );
  const heightPx = trendHeight(row);
  return <TrendRow {...{ ...rest, pens, heightPx }} />;
}

/** The open trends, one below the other, on the timeline's own scale. */
export function TrendRows({ trends, rows, model, window, widthPx, clock }: TrendRowsProps): ReactElement {
  const sensorIds = useMemo(() => rows.flatMap((row) => row.sensorIds), [rows]);
  const lines = useTrendLines(sensorIds, window, widthPx);
  const notHere = useNotHere(window);
  const onClose = useMemo(
    () => (sensorId: SensorId) => trends.setState((state) => ({ rows: closeTrend(state.rows, sensorId) })),
    [trends],
  );
  return (
    <>
      {rows.map((row) => (
        <RowHost key={row.id} {...{ row, lines, model, window, notHere, widthPx, clock, onClose }} />
      ))}
    </>
  );
}

import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { valueState, valueStateWords } from '../../shared/history/valueState';
import type { SensorId } from '../../shared/model/ids';
import type { PlantModel } from '../../shared/model/plantModel';
import { formatMoment } from '../../shared/playback/formatTime';
import type { ValueFrame } from '../../shared/playback/valueFrame';
import { valueText } from '../../shared/schematic/valueText';
import { useModelOnShow } from '../state/appContext';
import { usePlaybackSession, useZoneClock } from '../state/playbackSession';
import { sensorLabel } from '../trends/sensorLabel';
import { useSheetSensors } from './sheetSensors';

/** More rows than this nobody listens to, and they would cost what the drawing needs. */
const mostRows = 500;

interface Row {
  readonly id: SensorId;
  readonly label: string;
  readonly words: string;
  readonly state: string;
}

function rowsOf(frame: ValueFrame, model: PlantModel, onSheet: ReadonlySet<SensorId>): readonly Row[] {
  const rows = frame.sensorIds.flatMap((id, index): readonly Row[] => {
    const sensor = onSheet.has(id) ? model.sensors.get(id) : undefined;
    const state = valueStateWords[frame.states[index] ?? valueState.noData] ?? 'no data';
    const value = frame.values[index] ?? NaN;
    const unit = sensor?.unit ? ` ${sensor.unit}` : '';
    const words = sensor === undefined || Number.isNaN(value) ? '' : `${valueText(sensor, value)}${unit}`;
    return sensor === undefined ? [] : [{ id, label: sensorLabel(model, sensor), words, state }];
  });
  return rows.slice(0, mostRows);
}

/** The sheet's values as a table for screen readers: what a canvas shows and does not say. Read at rest. */
export function ValueTable(): ReactElement | null {
  const { frames } = usePlaybackSession();
  const model = useModelOnShow((state) => state.model);
  const clock = useZoneClock();
  const onSheet = useSheetSensors();
  const [frame, setFrame] = useState<ValueFrame | undefined>(frames.current());
  useEffect(() => frames.subscribe((next) => next.exact && setFrame(next)), [frames]);
  const rows = useMemo(() => (frame && model ? rowsOf(frame, model, onSheet) : []), [frame, model, onSheet]);
  if (frame === undefined) {
    return null;
  }
  return (
    <table className="visually-hidden" data-testid="value-table" data-time-ms={frame.timeMs}>
      <caption>
        {Number.isNaN(frame.timeMs) ? 'No history yet' : `Values on this sheet at ${formatMoment(frame.timeMs, clock)}`}
      </caption>
      <thead>
        <tr>
          <th>Tag</th>
          <th>Value</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, label, words, state }) => (
          <tr key={id} data-sensor={id}>
            <th scope="row">{label}</th>
            <td>{words}</td>
            <td>{state}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

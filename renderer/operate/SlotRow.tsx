import { type ReactElement, useEffect, useState } from 'react';
import { valueState, type ValueState, valueStateWords } from '../../shared/history/valueState';
import type { SensorId } from '../../shared/model/ids';
import type { Sensor } from '../../shared/model/plantModel';
import { ageText, valueText } from '../../shared/schematic/valueText';
import { usePlaybackSession } from '../state/playbackSession';
import { indexOfSensor } from '../state/valueFrameStore';
import { Sparkline } from './Sparkline';
import { StateGlyph } from './StateGlyph';
import styles from './OperateMode.module.css';

interface Shown {
  readonly words: string;
  readonly state: ValueState;
  /** Age or reason beside the value; empty for one that is as it should be. */
  readonly beside: string;
}

const unknown: Shown = { words: '', state: valueState.measured, beside: '' };

function isState(number: number): number is ValueState {
  return Number.isInteger(number) && number >= 0 && number < valueStateWords.length;
}

function wordsOf(sensor: Sensor, value: number, state: ValueState): string {
  if (state === valueState.bad) {
    return 'Bad';
  }
  if (state === valueState.noData || Number.isNaN(value)) {
    return 'No data';
  }
  const unit = sensor.unit === '' ? '' : ` ${sensor.unit}`;
  const sign = state === valueState.approximate ? '≈\u2009' : '';
  return `${sign}${valueText(sensor, value)}${unit}`;
}

function useShown(sensor: Sensor): Shown {
  const { frames } = usePlaybackSession();
  const [shown, setShown] = useState(unknown);
  useEffect(() => {
    const show = (): void => {
      const frame = frames.current();
      const at = frame && indexOfSensor(frame, sensor.id);
      if (frame === undefined || at === undefined) {
        setShown(unknown);
        return;
      }
      const raw = frame.states[at] ?? valueState.noData;
      const state = isState(raw) ? raw : valueState.noData;
      const words = wordsOf(sensor, frame.values[at] ?? NaN, state);
      const isOld = state === valueState.held || state === valueState.stale || state === valueState.noData;
      const beside = isOld ? ageText(frame.agesMs[at] ?? NaN) : '';
      setShown((before) =>
        before.words === words && before.state === state && before.beside === beside
          ? before
          : { words, state, beside },
      );
    };
    show();
    return frames.subscribe(show);
  }, [frames, sensor]);
  return shown;
}

/** One slot of the selected component: its name, its value now, its last hour. A click opens the trend. */
export function SlotRow(props: {
  readonly name: string;
  readonly sensor: Sensor;
  readonly onTrend: (sensorId: SensorId) => void;
}): ReactElement {
  const { name, sensor, onTrend } = props;
  const { words, state, beside } = useShown(sensor);
  const title = `${sensor.name}: ${valueStateWords[state]}. Open its trend`;
  return (
    <button type="button" className={styles.fact} title={title} onClick={() => onTrend(sensor.id)}>
      <span className={styles.factName}>{name}</span>
      <span className={styles.factValue} data-state={state}>
        {words}
        <StateGlyph state={state} />
        {beside}
      </span>
      <Sparkline sensor={sensor} />
    </button>
  );
}

import { type ReactElement, useEffect, useState } from 'react';
import { valueState, type ValueState, valueStateWords } from '../../shared/history/valueState';
import type { SensorId } from '../../shared/model/ids';
import type { Sensor } from '../../shared/model/plantModel';
import { ageText } from '../../shared/schematic/valueText';
import { usePlaybackSession } from '../state/playbackSession';
import { readingOf, readingWords } from './slotWords';
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

function useShown(sensor: Sensor): Shown {
  const { frames } = usePlaybackSession();
  const [shown, setShown] = useState(unknown);
  useEffect(() => {
    const show = (): void => {
      const frame = frames.current();
      const reading = frame && readingOf(frame, sensor);
      if (reading === undefined) {
        setShown(unknown);
        return;
      }
      const { state, ageMs } = reading;
      const words = readingWords(reading);
      const isOld = state === valueState.held || state === valueState.stale || state === valueState.noData;
      const beside = isOld ? ageText(ageMs) : '';
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

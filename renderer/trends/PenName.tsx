import { type ReactElement, useEffect, useRef } from 'react';
import { valueState } from '../../shared/history/valueState';
import type { SensorId } from '../../shared/model/ids';
import { valueOnLine } from '../../shared/playback/trendLine';
import { absentWord, valueText } from '../../shared/schematic/valueText';
import { Icon } from '../components/Icon';
import { usePlaybackSession } from '../state/playbackSession';
import { indexOfSensor } from '../state/valueFrameStore';
import { penAt } from './pens';
import type { TrendPen } from './TrendRow';
import styles from './TrendRow.module.css';

/** The words for one value in a gutter: the number with its unit, or why there is none. */
export function gutterText(pen: TrendPen, value = NaN, state?: number): string {
  const absent = absentWord(state, value);
  if (absent !== undefined) {
    return absent;
  }
  const unit = pen.sensor.unit === '' ? '' : ` ${pen.sensor.unit}`;
  const sign = state === valueState.approximate ? '≈\u2009' : '';
  return `${sign}${valueText(pen.sensor, value)}${unit}`;
}

/** One line of a trend's gutter: a sample of the pen, the name, the value at the playhead or under the pointer. */
export function PenName(props: {
  readonly pen: TrendPen;
  readonly index: number;
  readonly onClose: (sensorId: SensorId) => void;
}): ReactElement {
  const { pen, index, onClose } = props;
  const { frames, controls } = usePlaybackSession();
  const value = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (): void => {
      const element = value.current;
      if (element === null) {
        return;
      }
      const { hoverMs } = controls.getState();
      const frame = frames.current();
      const at = frame && indexOfSensor(frame, pen.sensor.id);
      const isHover = hoverMs !== undefined && pen.line !== undefined;
      element.dataset['hover'] = String(isHover);
      element.textContent = isHover
        ? gutterText(pen, pen.line && valueOnLine(pen.line, hoverMs), undefined)
        : at === undefined
          ? ''
          : gutterText(pen, frame?.values[at], frame?.states[at]);
    };
    show();
    const stops = [frames.subscribe(show), controls.subscribe(show)];
    return () => stops.forEach((stop) => stop());
  }, [frames, controls, pen]);
  const { token, widthPx, dash } = penAt(index);
  return (
    <div
      className={styles.pen}
      title={`${pen.sensor.name}${pen.sensor.description === '' ? '' : `, ${pen.sensor.description}`}`}
    >
      <svg width={14} height={4} aria-hidden="true">
        <path d="M0 2H14" style={{ stroke: `var(${token})`, strokeWidth: widthPx, strokeDasharray: dash.join(' ') }} />
      </svg>
      <span className={styles.name}>{pen.label}</span>
      <span ref={value} className={styles.value} data-testid={`trend-value-${pen.sensor.id}`} />
      <button
        type="button"
        className={styles.close}
        aria-label={`Remove the trend of ${pen.label}`}
        title="Remove this trend"
        onClick={() => onClose(pen.sensor.id)}
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}

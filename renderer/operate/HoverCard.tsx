import type { ReactElement } from 'react';
import { valueState, valueStateWords } from '../../shared/history/valueState';
import { bindingsOf } from '../../shared/model/modelIndex';
import type { ComponentId } from '../../shared/model/ids';
import type { PlantModel, Sensor } from '../../shared/model/plantModel';
import { formatMoment, formatSpan } from '../../shared/playback/formatTime';
import type { ValueFrame } from '../../shared/playback/valueFrame';
import { useModelOnShow } from '../state/appContext';
import { usePlaybackSession, useZoneClock } from '../state/playbackSession';
import { sensorLabel } from '../trends/sensorLabel';
import styles from './OperateMode.module.css';
import { readingOf, readingWords } from './slotWords';

/** What the pointer rests on, in px of the drawing. */
export interface Hovered {
  readonly id: ComponentId;
  readonly x: number;
  readonly y: number;
}

/** The size of the drawing. */
interface Room {
  readonly width: number;
  readonly height: number;
}

/** More sensors than this would make the card cover what is looked at. */
const mostSensors = 4;
const offsetPx = 16;
const widthPx = 264;

function trustWords(sensor: Sensor): string | undefined {
  if (sensor.trust === 'trusted') {
    return undefined;
  }
  const by = [sensor.trustBy, sensor.trustWhy].filter((part) => part !== '').join(': ');
  const word = sensor.trust === 'suspect' ? 'Suspect' : 'Not trusted';
  return by === '' ? word : `${word}, ${by}`;
}

function SensorFacts({ sensor, frame }: { readonly sensor: Sensor; readonly frame: ValueFrame }): ReactElement | null {
  const model = useModelOnShow((state) => state.model);
  const clock = useZoneClock();
  const reading = readingOf(frame, sensor);
  if (reading === undefined || model === undefined) {
    return null;
  }
  const sampleMs = frame.timeMs - reading.ageMs;
  const absent = reading.state === valueState.approximate ? 'Not stored here' : 'No sample before this moment';
  const sampled = Number.isNaN(reading.ageMs)
    ? absent
    : `Sample of ${formatMoment(sampleMs, clock)}, ${formatSpan(reading.ageMs)} before`;
  const trust = trustWords(sensor);
  return (
    <>
      <div className={styles.cardHead}>
        <span>{sensorLabel(model, sensor)}</span>
        <span>{readingWords(reading)}</span>
      </div>
      <p>{[sensor.name, sensor.description].filter((part) => part !== '').join(', ')}</p>
      <p>{`Value ${valueStateWords[reading.state]}. ${sampled}`}</p>
      {trust === undefined ? null : <p>{trust}</p>}
    </>
  );
}

function sensorsOf(model: PlantModel, id: ComponentId): readonly Sensor[] {
  return bindingsOf(model, id)
    .flatMap(({ sensorId }) => model.sensors.get(sensorId) ?? [])
    .slice(0, mostSensors);
}

/** What is known of the thing under the pointer: name, source, quality, time of the sample, trust. */
export function HoverCard(props: { readonly hovered: Hovered; readonly room: Room }): ReactElement | null {
  const { hovered, room } = props;
  const { frames } = usePlaybackSession();
  const model = useModelOnShow((state) => state.model);
  const frame = frames.current();
  const sensors = model === undefined ? [] : sensorsOf(model, hovered.id);
  if (frame === undefined || sensors.length === 0) {
    return null;
  }
  const left = hovered.x + offsetPx + widthPx > room.width ? hovered.x - offsetPx - widthPx : hovered.x + offsetPx;
  const isLow = hovered.y > room.height / 2;
  const place = isLow ? { bottom: room.height - hovered.y + offsetPx } : { top: hovered.y + offsetPx };
  return (
    <div className={styles.card} style={{ left, ...place }} role="tooltip" data-testid="hover-card">
      {sensors.map((sensor) => (
        <SensorFacts key={sensor.id} sensor={sensor} frame={frame} />
      ))}
    </div>
  );
}

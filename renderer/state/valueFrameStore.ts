import type { SensorId } from '../../shared/model/ids';
import type { ValueFrame } from '../../shared/playback/valueFrame';

/** What the drawing shows now, outside React: who draws values listens here and redraws what changed. */
export interface ValueFrameStore {
  /** Undefined until the first values are here. */
  readonly current: () => ValueFrame | undefined;
  /** Called with each new frame, at most once a drawn frame. Returns the function that stops listening. */
  readonly subscribe: (listener: (frame: ValueFrame) => void) => () => void;
  readonly publish: (frame: ValueFrame) => void;
}

const indexesOfSensors = new WeakMap<readonly SensorId[], ReadonlyMap<SensorId, number>>();

/** Which entry of a frame's columns belongs to a sensor; undefined: it is not watched. */
export function indexOfSensor({ sensorIds }: Pick<ValueFrame, 'sensorIds'>, sensorId: SensorId): number | undefined {
  let indexes = indexesOfSensors.get(sensorIds);
  if (indexes === undefined) {
    indexes = new Map(sensorIds.map((id, index) => [id, index]));
    indexesOfSensors.set(sensorIds, indexes);
  }
  return indexes.get(sensorId);
}

/** A store without values. */
export function createValueFrameStore(): ValueFrameStore {
  const listeners = new Set<(frame: ValueFrame) => void>();
  let latest: ValueFrame | undefined;
  return {
    current: () => latest,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish: (frame) => {
      latest = frame;
      listeners.forEach((listener) => listener(frame));
    },
  };
}

import { valueState, type ValueState, valueStateWords } from '../../shared/history/valueState';
import { bindingsOf } from '../../shared/model/modelIndex';
import type { ComponentId } from '../../shared/model/ids';
import type { PlantModel, Sensor } from '../../shared/model/plantModel';
import type { ValueFrame } from '../../shared/playback/valueFrame';
import type { SlotReading, SlotReadings } from '../../shared/schematic/componentLook';
import { absentWord, valueText } from '../../shared/schematic/valueText';
import { indexOfSensor } from '../state/valueFrameStore';

function isState(number: number): number is ValueState {
  return Number.isInteger(number) && number >= 0 && number < valueStateWords.length;
}

/** What a frame says of a sensor; undefined: it is not watched. */
export function readingOf(frame: ValueFrame, sensor: Sensor): SlotReading | undefined {
  const at = indexOfSensor(frame, sensor.id);
  if (at === undefined) {
    return undefined;
  }
  const raw = frame.states[at] ?? valueState.noData;
  return {
    sensor,
    value: frame.values[at] ?? NaN,
    state: isState(raw) ? raw : valueState.noData,
    ageMs: frame.agesMs[at] ?? NaN,
  };
}

/** The readings of a component by slot. */
export function readingsOf(frame: ValueFrame, model: PlantModel, componentId: ComponentId): SlotReadings {
  const bindings = bindingsOf(model, componentId);
  return (slot) => {
    const sensorId = bindings.find((binding) => binding.slot === slot)?.sensorId;
    const sensor = sensorId === undefined ? undefined : model.sensors.get(sensorId);
    return sensor === undefined ? undefined : readingOf(frame, sensor);
  };
}

/** A reading in words: the value with its unit, or why there is none. */
export function readingWords({ sensor, value, state }: SlotReading): string {
  const absent = absentWord(state, value);
  if (absent !== undefined) {
    return absent;
  }
  const unit = sensor.unit === '' ? '' : ` ${sensor.unit}`;
  const sign = state === valueState.approximate ? '≈\u2009' : '';
  return `${sign}${valueText(sensor, value)}${unit}`;
}

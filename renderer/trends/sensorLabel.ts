import { bindingsToSensor } from '../../shared/model/modelIndex';
import type { PlantModel, Sensor, SlotName } from '../../shared/model/plantModel';

/** What a slot is called beside a tag; empty where the tag alone says it. */
const slotSuffixes: Readonly<Record<SlotName, string>> = {
  value: '',
  'set-point': ' set point',
  position: ' position',
  command: ' command',
  state: ' state',
  speed: ' speed',
  level: ' level',
  fault: ' fault',
  power: ' power',
};

/** What a sensor goes by on the drawing: its component's tag and slot, or its own name where it is not bound. */
export function sensorLabel(model: PlantModel, sensor: Sensor): string {
  for (const { componentId, slot } of bindingsToSensor(model, sensor.id)) {
    const tag = model.components.get(componentId)?.tag ?? '';
    if (tag !== '') {
      return `${tag}${slotSuffixes[slot]}`;
    }
  }
  return sensor.name;
}

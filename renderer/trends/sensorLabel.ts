import { bindingsToSensor } from '../../shared/model/modelIndex';
import type { Binding, PlantModel, Sensor, SlotName } from '../../shared/model/plantModel';

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

function rankOf({ slot }: Binding): number {
  return slotSuffixes[slot] === '' ? 0 : 1;
}

/** What a sensor goes by on the drawing: its component's tag and slot, or its own name where it is not bound. */
export function sensorLabel(model: PlantModel, sensor: Sensor): string {
  // A sensor shown in several places goes by the one whose value it is.
  const bindings = bindingsToSensor(model, sensor.id).toSorted((a, b) => rankOf(a) - rankOf(b));
  for (const { componentId, slot } of bindings) {
    const tag = model.components.get(componentId)?.tag ?? '';
    if (tag !== '') {
      return `${tag}${slotSuffixes[slot]}`;
    }
  }
  return sensor.name;
}

import { entityFromFields } from '../entityFields';
import { asId, bindingIdOf, type BindingId, type ComponentId, type SensorId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { FieldValue } from '../modelPatch';
import type { Sensor, SlotName, TrustLevel } from '../plantModel';
import { type CommandContext, type CommandResult, countText, editOf, found } from './commandContext';

/** A sensor to be added: its historian name, and whatever else is known of it. */
export type NewSensor = Pick<Sensor, 'name'> & Partial<Omit<Sensor, 'name'>>;

/** The whole sensor, with the usual values for what is not given. */
export function completeSensor(id: SensorId, sensor: NewSensor): Sensor {
  const { id: _id, ...fields } = sensor;
  const given: Readonly<Record<string, FieldValue>> = { ...fields };
  return entityFromFields('sensor', id, given);
}

/** Adds sensors to the plant. */
export function addSensors(
  context: CommandContext,
  request: { readonly sensors: readonly NewSensor[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  for (const sensor of request.sensors) {
    draft.put('sensor', completeSensor(sensor.id ?? asId(context.newId()), sensor));
  }
  return editOf(context, draft, `Add ${countText(request.sensors.length, 'sensor')}`);
}

/** Deletes sensors and unbinds them. Their history stays in the historian. */
export function deleteSensors(context: CommandContext, request: { readonly ids: readonly SensorId[] }): CommandResult {
  const draft = new ModelDraft(context.model);
  const sensors = found(draft, 'sensor', request.ids);
  if (!sensors.ok) {
    return sensors;
  }
  for (const { id } of sensors.value) {
    draft.bindingsToSensor(id).forEach((binding) => draft.remove('binding', binding.id));
    draft.remove('sensor', id);
  }
  return editOf(context, draft, `Delete ${countText(sensors.value.length, 'sensor')}`);
}

/** Says how far sensors are to be trusted, by whom and why. */
export function setTrust(
  context: CommandContext,
  request: {
    readonly ids: readonly SensorId[];
    readonly trust: TrustLevel;
    readonly by: string;
    readonly why: string;
    readonly atMs: number;
  },
): CommandResult {
  const { ids, trust, by, why, atMs } = request;
  const draft = new ModelDraft(context.model);
  const sensors = found(draft, 'sensor', ids);
  if (!sensors.ok) {
    return sensors;
  }
  for (const sensor of sensors.value) {
    draft.put('sensor', { ...sensor, trust, trustBy: by.trim(), trustWhy: why.trim(), trustAtMs: atMs });
  }
  return editOf(context, draft, `Set trust of ${countText(sensors.value.length, 'sensor')}`);
}

/** Which sensor a slot of a component shows. */
export interface NewBinding {
  readonly componentId: ComponentId;
  readonly slot: SlotName;
  readonly sensorId: SensorId;
}

/** Binds sensors to slots; a slot that had one gets the new one. */
export function bindSensors(
  context: CommandContext,
  request: { readonly bindings: readonly NewBinding[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  for (const { componentId, slot, sensorId } of request.bindings) {
    draft.put('binding', { id: bindingIdOf(componentId, slot), componentId, slot, sensorId });
  }
  return editOf(context, draft, `Bind ${countText(request.bindings.length, 'sensor')}`);
}

/** Takes bindings away; the sensors stay. */
export function unbindSensors(context: CommandContext, request: { readonly ids: readonly BindingId[] }): CommandResult {
  const draft = new ModelDraft(context.model);
  const bindings = found(draft, 'binding', request.ids);
  if (!bindings.ok) {
    return bindings;
  }
  bindings.value.forEach(({ id }) => draft.remove('binding', id));
  return editOf(context, draft, `Unbind ${countText(bindings.value.length, 'sensor')}`);
}

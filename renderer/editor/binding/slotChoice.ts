import type { Binding, Sensor, SlotName } from '../../../shared/model/plantModel';

/** What dropping a sensor on a component means. */
export type SlotChoice =
  /** The class shows nothing that is measured. */
  | { readonly kind: 'none' }
  /** One slot fits. */
  | { readonly kind: 'one'; readonly slot: SlotName }
  /** Several fit: the person chooses; the likeliest is first. */
  | { readonly kind: 'several'; readonly slots: readonly SlotName[] };

const percentUnits: ReadonlySet<string> = new Set(['%', 'pct', 'percent']);
const powerUnits: ReadonlySet<string> = new Set(['W', 'kW', 'MW', 'VA', 'kVA']);
const speedUnits: ReadonlySet<string> = new Set(['Hz', 'rpm', '1/min', 'min⁻¹', 'r/min']);

/** Slots that a sensor of such a unit and kind can fill. */
function slotsForSensor(sensor: Pick<Sensor, 'unit' | 'kind'>): ReadonlySet<SlotName> {
  if (sensor.kind === 'state') {
    return new Set(['state', 'command', 'fault', 'value']);
  }
  if (powerUnits.has(sensor.unit)) {
    return new Set(['power', 'value']);
  }
  if (speedUnits.has(sensor.unit)) {
    return new Set(['speed', 'value', 'set-point']);
  }
  if (percentUnits.has(sensor.unit)) {
    return new Set(['position', 'level', 'speed', 'command', 'value', 'set-point']);
  }
  return new Set(['value', 'set-point', 'level', 'position', 'speed', 'command', 'state', 'power']);
}

/**
 * Which slot of a component a dropped sensor goes to: among the free slots of its class those that fit its unit and
 * kind, else all free ones, else all (the person then says which binding to replace).
 */
export function slotChoiceFor(
  sensor: Pick<Sensor, 'unit' | 'kind'>,
  classSlots: readonly SlotName[],
  bound: readonly Pick<Binding, 'slot'>[],
): SlotChoice {
  const taken = new Set(bound.map((binding) => binding.slot));
  const free = classSlots.filter((slot) => !taken.has(slot));
  const fitting = slotsForSensor(sensor);
  const candidates = [free.filter((slot) => fitting.has(slot)), free, classSlots].find((slots) => slots.length > 0);
  const [first, ...others] = candidates ?? [];
  if (first === undefined) {
    return { kind: 'none' };
  }
  const replaces = free.length === 0;
  return others.length === 0 && !replaces
    ? { kind: 'one', slot: first }
    : { kind: 'several', slots: [first, ...others] };
}

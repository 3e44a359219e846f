import type { SymbolBehaviour, SymbolClass } from './symbolClass';

/** One property of a component as the inspector shows it. Kept as text in `properties[name]`. */
export interface PropertyField {
  readonly name: string;
  readonly title: string;
  readonly unit?: string;
  /** Closed choice; else free text. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

const service: PropertyField = { name: 'service', title: 'Service' };
const size: PropertyField = { name: 'size', title: 'Size' };
const notSet = { value: '', label: 'Not set' } as const;

const normalPosition: PropertyField = {
  name: 'normalPosition',
  title: 'Normal position',
  choices: [notSet, { value: 'open', label: 'Open' }, { value: 'closed', label: 'Closed' }],
};
const lossOfPower: PropertyField = {
  name: 'onLossOfPower',
  title: 'On loss of power',
  choices: [
    notSet,
    { value: 'FL', label: 'Stays in place (FL)' },
    { value: 'FO', label: 'Opens (FO)' },
    { value: 'FC', label: 'Closes (FC)' },
    { value: 'FI', label: 'Not known (FI)' },
  ],
};
const travelTime: PropertyField = { name: 'travelTimeS', title: 'Travel time', unit: 's' };
const ratedPower: PropertyField = { name: 'ratedPowerKw', title: 'Rated power', unit: 'kW' };
const designPressure: PropertyField = { name: 'designPressureBar', title: 'Design pressure', unit: 'bar' };
const volume: PropertyField = { name: 'volumeM3', title: 'Volume', unit: 'm³' };

const fieldsOfBehaviour: Partial<Record<SymbolBehaviour, readonly PropertyField[]>> = {
  valve: [service, size, designPressure, normalPosition],
  'check-valve': [service, size],
  rotating: [service, designPressure, ratedPower],
  vessel: [service, designPressure, volume],
  fitting: [service, size],
  junction: [],
  tap: [],
  text: [{ name: 'text', title: 'Text' }],
  'off-page': [{ name: 'text', title: 'Goes to' }, service],
};

/** The properties that an engineer writes for a class, besides tag, line and placing. */
export function propertyFieldsOf(symbol: SymbolClass | undefined): readonly PropertyField[] {
  if (symbol === undefined) {
    return [service];
  }
  const fields = fieldsOfBehaviour[symbol.behaviour] ?? [service];
  const hasActuator =
    symbol.group === 'actuated-valves' || (symbol.behaviour === 'valve' && symbol.slots.includes('command'));
  return hasActuator ? [...fields, lossOfPower, travelTime] : fields;
}

/** The fields that all of several classes have. */
export function commonFieldsOf(symbols: readonly (SymbolClass | undefined)[]): readonly PropertyField[] {
  const [first = [], ...others] = symbols.map(propertyFieldsOf);
  return first.filter((field) => others.every((fields) => fields.includes(field)));
}

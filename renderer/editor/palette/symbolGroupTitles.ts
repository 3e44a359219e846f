import type { SymbolGroup } from '../../../shared/symbols/symbolClass';

/** The headings of the palette. */
export const symbolGroupTitles: Readonly<Record<SymbolGroup, string>> = {
  valves: 'Valves',
  'actuated-valves': 'Valves with actuator',
  safety: 'Safety',
  'pumps-and-fans': 'Pumps and fans',
  vessels: 'Vessels and tanks',
  heat: 'Heat',
  'air-handling': 'Air handling',
  separation: 'Separation',
  fittings: 'Fittings',
  'flow-elements': 'Flow elements',
  instruments: 'Instruments',
  drives: 'Drives',
  connectors: 'Lines and connectors',
};

import type { SlotName } from './plantModel';

/** The words of each slot as screens write them, in the order in which they list them. */
export const slotTitles: Readonly<Record<SlotName, string>> = {
  value: 'Value',
  'set-point': 'Set point',
  position: 'Position',
  command: 'Command',
  state: 'State',
  speed: 'Speed',
  level: 'Level',
  fault: 'Fault',
  power: 'Power',
};

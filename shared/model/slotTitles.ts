import type { SlotName } from './plantModel';

/** The slots a component may have, in the order in which lists show them. */
export const slotNames: readonly SlotName[] = [
  'value',
  'set-point',
  'position',
  'command',
  'state',
  'speed',
  'level',
  'fault',
  'power',
];

/** The words of each slot as screens write them, in the same order. */
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

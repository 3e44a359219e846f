import { expect, test } from 'vitest';
import { slotChoiceFor } from './slotChoice';

const analog = (unit: string) => ({ unit, kind: 'analog' as const });

test('[E30] one fitting free slot needs no question', () => {
  expect(slotChoiceFor(analog('kW'), ['state', 'speed', 'power'], [])).toEqual({ kind: 'one', slot: 'power' });
  expect(slotChoiceFor(analog('m³/h'), ['value'], [])).toEqual({ kind: 'one', slot: 'value' });
});

test('[E30] several fitting slots are offered in the order of the class', () => {
  expect(slotChoiceFor(analog('%'), ['position', 'command', 'state'], [])).toEqual({
    kind: 'several',
    slots: ['position', 'command'],
  });
});

test('[E30] a slot that is taken is not offered while another fits', () => {
  expect(slotChoiceFor(analog('%'), ['position', 'command', 'state'], [{ slot: 'position' }])).toEqual({
    kind: 'one',
    slot: 'command',
  });
});

test('[E30] replacing a binding is always asked', () => {
  expect(slotChoiceFor(analog('m³/h'), ['value'], [{ slot: 'value' }])).toEqual({ kind: 'several', slots: ['value'] });
});

test('[E30] a class without slots takes no sensor', () => {
  expect(slotChoiceFor(analog('%'), [], [])).toEqual({ kind: 'none' });
});

import { expect, test } from 'vitest';
import type { Command } from './command';
import { chordOf, commandForPress, type KeyPress } from './keyChord';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  ...held,
});
const command = (id: string, keys: readonly string[], repeats = false): Command => ({
  id,
  title: id,
  group: 'Edit',
  keys,
  repeats,
  unavailable: () => undefined,
  run: () => undefined,
});

test('[E40] a press is written as on the key caps', () => {
  expect(chordOf(press('z', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl Shift Z');
  expect(chordOf(press('ArrowLeft', { shiftKey: true }))).toBe('Shift ←');
  expect(chordOf(press('/'))).toBe('/');
  expect(chordOf(press('+', { shiftKey: true }))).toBe('+');
  expect(chordOf(press('Escape'))).toBe('Esc');
});

test('[E40] a key held down repeats only what may be repeated', () => {
  const commands = [command('nudge', ['→'], true), command('rotate', ['R'])];
  expect(commandForPress(commands, press('ArrowRight', { repeat: true }))?.id).toBe('nudge');
  expect(commandForPress(commands, press('r', { repeat: true }))).toBeUndefined();
  expect(commandForPress(commands, press('r'))?.id).toBe('rotate');
});

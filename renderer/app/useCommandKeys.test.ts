import { expect, test } from 'vitest';
import { passesTyping } from './useCommandKeys';

test('chords that mean something in a text stay with it', () => {
  for (const chord of [
    'A',
    'Delete',
    'Shift+A',
    'Ctrl+Z',
    'Ctrl+Shift+Z',
    'Ctrl+C',
    'Ctrl+ArrowLeft',
    'Ctrl+Backspace',
  ]) {
    expect(passesTyping(chord), chord).toBe(false);
  }
});

test('chords of the program work while someone types', () => {
  for (const chord of ['Ctrl+1', 'Ctrl+2', 'Ctrl+K', 'Ctrl+O', 'Ctrl+N', 'Ctrl+Shift+S', 'Ctrl+.']) {
    expect(passesTyping(chord), chord).toBe(true);
  }
});

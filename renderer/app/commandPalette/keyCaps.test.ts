import { expect, test } from 'vitest';
import { keyCapsOf } from './keyCaps';

test('[E40] a shortcut is shown as its key caps', () => {
  expect(keyCapsOf('Ctrl+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keyCapsOf('Shift+ArrowLeft')).toEqual(['Shift', '←']);
  expect(keyCapsOf('Ctrl++')).toEqual(['Ctrl', '+']);
  expect(keyCapsOf('+')).toEqual(['+']);
});

import { expect, test } from 'vitest';
import { sharedValue } from './sharedValue';

test('[E22] several selected show a value only where all have it', () => {
  expect(sharedValue([{ size: 'DN 100' }, { size: 'DN 100' }], ({ size }) => size)).toEqual({
    kind: 'same',
    value: 'DN 100',
  });
  expect(sharedValue([{ size: 'DN 100' }, { size: 'DN 150' }], ({ size }) => size)).toEqual({ kind: 'mixed' });
});

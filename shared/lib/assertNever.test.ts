import { expect, test } from 'vitest';
import { assertNever } from './assertNever';

test('names the value that no case expected', () => {
  expect(() => assertNever('odd' as never, 'kind of thing')).toThrow('"odd"');
});

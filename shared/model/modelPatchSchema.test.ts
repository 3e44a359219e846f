import { expect, test } from 'vitest';
import { modelPatchSchema } from './modelPatchSchema';

function isPatch(change: unknown): boolean {
  return modelPatchSchema.safeParse({ changes: [change] }).success;
}

const update = { change: 'update', kind: 'component', id: 'c' };

test('[M5] lets fields of plain JSON through, set or not', () => {
  expect(isPatch({ change: 'create', kind: 'component', id: 'c', fields: { x: 1, route: [{ x: 1, y: 2 }] } })).toBe(
    true,
  );
  expect(isPatch({ ...update, fields: { areaId: { before: undefined, after: 'a' } } })).toBe(true);
  expect(isPatch({ ...update, fields: { areaId: { after: 'a' } } })).toBe(true);
});

test('[M5] refuses everything else', () => {
  const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, null, () => 1, 1n, Symbol('s'), nest(100)];
  expect(odd.filter((value) => isPatch({ ...update, fields: { x: { before: 1, after: value } } }))).toEqual([]);
  expect(isPatch({ ...update, fields: { x: { before: 1, after: 2, note: 3 } } })).toBe(false);
  expect(isPatch({ ...update, fields: [] })).toBe(false);
  expect(isPatch({ ...update, kind: 'planet', fields: {} })).toBe(false);
  expect(isPatch({ ...update, fields: JSON.parse('{"__proto__":{"before":1,"after":2}}') })).toBe(false);
});

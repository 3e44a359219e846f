import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Extent } from '../symbols/symbolClass';
import { SpatialIndex } from './spatialIndex';

const extent = fc.record({
  x: fc.integer({ min: -2_000, max: 2_000 }),
  y: fc.integer({ min: -2_000, max: 2_000 }),
  width: fc.integer({ min: 0, max: 900 }),
  height: fc.integer({ min: 0, max: 900 }),
});

function touches(a: Extent, b: Extent): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

it('[SC11] finds exactly what a search through everything finds, after any additions, moves and removals', () => {
  const change = fc.record({ key: fc.integer({ min: 0, max: 20 }), extent: fc.option(extent, { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), extent, (changes, asked) => {
      const index = new SpatialIndex<number>();
      const plain = new Map<number, Extent>();
      for (const { key, extent: next } of changes) {
        if (next === undefined) {
          index.delete(key);
          plain.delete(key);
        } else {
          index.set(key, next);
          plain.set(key, next);
        }
      }
      const found: number[] = [];
      index.visit(asked, (key) => found.push(key));
      const expected = [...plain].filter(([, own]) => touches(own, asked)).map(([key]) => key);
      expect(found.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      expect(index.size()).toBe(plain.size);
    }),
  );
});

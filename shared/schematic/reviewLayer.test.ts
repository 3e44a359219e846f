import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Extent } from '../symbols/symbolClass';
import { placeReview, type ReviewLayer } from './reviewLayer';

const extent = fc.record({
  x: fc.integer({ min: 0, max: 400 }),
  y: fc.integer({ min: 0, max: 400 }),
  width: fc.integer({ min: 8, max: 80 }),
  height: fc.integer({ min: 8, max: 80 }),
});

function area(one: Extent, other: Extent): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}

it('[R32] no label or pin lies over another', () => {
  fc.assert(
    fc.property(fc.array(extent, { maxLength: 4 }), fc.constantFrom(0.5, 1, 2), (extents, zoom) => {
      const layer: ReviewLayer = {
        ghosts: extents.flatMap((at) => [
          { side: 'mine', shape: { kind: 'label' }, label: 'Edited by me', at } as const,
          { side: 'theirs', shape: { kind: 'label' }, label: 'Deleted by theirs', at } as const,
        ]),
        pins: extents.map((at, index) => ({ number: index + 1, at, focused: false, decided: false })),
      };
      const { labels, pins } = placeReview(layer, zoom, (text) => text.length * 6);
      const boxes = [...labels.map(({ box }) => box), ...pins.map(({ box }) => box)];
      expect(boxes).toHaveLength(extents.length * 3);
      for (const [index, box] of boxes.entries()) {
        expect(boxes.slice(index + 1).filter((other) => area(box, other) > 0)).toEqual([]);
      }
    }),
  );
});

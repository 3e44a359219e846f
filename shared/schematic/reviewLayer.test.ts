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
        obstacles: extents,
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

it('[R32] a pin goes beside its thing where above it another thing would be covered', () => {
  const at = { x: 100, y: 100, width: 48, height: 24 };
  const pins = [{ number: 1, at, focused: false, decided: false }];
  const placed = (obstacles: readonly Extent[]) =>
    placeReview({ ghosts: [], pins, obstacles }, 1, () => 0).pins[0]?.box;
  expect(placed([at])?.y).toBeLessThan(100);
  const beside = placed([at, { x: 90, y: 60, width: 70, height: 36 }]);
  expect(beside === undefined ? 0 : beside.y + beside.height).toBeGreaterThan(96);
});

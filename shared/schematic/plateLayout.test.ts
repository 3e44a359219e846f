import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlaps } from './extents';
import { layoutPlates, type PlateWish } from './plateLayout';

const at = fc.record({ x: fc.integer({ min: 0, max: 600 }), y: fc.integer({ min: 0, max: 400 }) });

function wishes(points: readonly { readonly x: number; readonly y: number }[]): readonly PlateWish<number>[] {
  return points.map((centre, id) => ({
    id,
    centre,
    width: 104,
    height: 38,
    barWidth: 12,
    unitWidth: 24,
    tap: { x: centre.x, y: centre.y + 60 },
  }));
}

it('[SC31] no two plates overlap, and every value is on exactly one', () => {
  fc.assert(
    fc.property(fc.array(at, { maxLength: 60 }), (points) => {
      const places = [...layoutPlates(wishes(points)).values()];
      places.forEach((a, i) => {
        places.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false));
      });
      const members = places.flatMap((place) => [...place.members]).sort((a, b) => a - b);
      expect(members).toEqual(points.map((_, id) => id));
    }),
  );
});

it('[SC32] a plate with room stands where it was put, whole', () => {
  const [place] = layoutPlates(wishes([{ x: 100, y: 100 }])).values();
  expect(place).toEqual({ x: 48, y: 81, width: 104, height: 38, withBar: true, withUnit: true, members: [0] });
});

it('[SC33] moves along the leader, then drops the bar, then the unit, then speaks for several', () => {
  const same = Array.from({ length: 16 }, () => ({ x: 200, y: 200 }));
  const places = [...layoutPlates(wishes(same)).values()];
  expect(places.length).toBeLessThan(16);
  expect(places[1]).toMatchObject({ x: 148, withBar: true });
  expect(places.some((place) => place.members.length > 1)).toBe(true);
});

it('[SC34] moves off a symbol where there is room, and never leaves anything out for one', () => {
  const [moved] = layoutPlates(wishes([{ x: 100, y: 100 }]), [{ x: 80, y: 90, width: 10, height: 10 }]).values();
  expect(moved).toMatchObject({ withBar: true, withUnit: true, x: 48 });
  expect(moved?.y).not.toBe(81);
  const [kept] = layoutPlates(wishes([{ x: 100, y: 100 }]), [{ x: 0, y: 0, width: 400, height: 400 }]).values();
  expect(kept).toMatchObject({ x: 48, y: 81, withBar: true, withUnit: true });
});

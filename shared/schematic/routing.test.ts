import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction, Point } from '../model/plantModel';
import type { PlacedPort } from '../symbols/symbolPlacement';
import { eachLeg, lengthOf, nearestSpot, splitAt } from './polyline';
import { alternativeRoutes, isProperRoute, routeOf, shortestStub } from './routing';

const directions: readonly Direction[] = ['north', 'east', 'south', 'west'];
const port = fc.record({
  name: fc.constant('p'),
  x: fc.integer({ min: -50, max: 50 }).map((n) => n * 4),
  y: fc.integer({ min: -50, max: 50 }).map((n) => n * 4),
  direction: fc.constantFrom(...directions),
});
const apart = fc
  .record({ from: port, to: port })
  .filter(({ from, to }) => Math.abs(from.x - to.x) + Math.abs(from.y - to.y) >= 64);
const bend = fc.record({
  x: fc.integer({ min: -30, max: 30 }).map((n) => n * 8),
  y: fc.integer({ min: -30, max: 30 }).map((n) => n * 8),
});

function at(x: number, y: number, direction: Direction): PlacedPort {
  return { name: 'p', x, y, direction };
}

function legsAreOrthogonal(points: readonly Point[]): boolean {
  let straight = true;
  eachLeg(points, (a, b) => {
    straight &&= (a.x === b.x) !== (a.y === b.y);
  });
  return straight;
}

describe('[SC1] a route', () => {
  it('[SC1] runs from port to port along x and y, and leaves both ports the way they point', () => {
    fc.assert(
      fc.property(apart, fc.array(bend, { maxLength: 4 }), (ends, bends) => {
        const points = routeOf(bends, ends);
        expect(points[0]).toEqual({ x: ends.from.x, y: ends.from.y });
        expect(points.at(-1)).toEqual({ x: ends.to.x, y: ends.to.y });
        expect(legsAreOrthogonal(points)).toBe(true);
        expect(isProperRoute(points, ends)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[SC2] bends no nearer than the shortest stub when it is free', () => {
    fc.assert(
      fc.property(apart, (ends) => {
        const points = routeOf([], ends);
        const first = lengthOf(points.slice(0, 2));
        expect(points.length === 2 || first >= shortestStub).toBe(true);
      }),
    );
  });

  it('[SC3] is straight between ports that face each other', () => {
    expect(routeOf([], { from: at(0, 0, 'east'), to: at(200, 0, 'west') })).toEqual([
      { x: 0, y: 0 },
      { x: 200, y: 0 },
    ]);
  });

  it('[SC3] takes one bend where one is enough, two where two are', () => {
    expect(routeOf([], { from: at(0, 0, 'east'), to: at(200, 120, 'north') })).toHaveLength(3);
    expect(routeOf([], { from: at(0, 0, 'east'), to: at(200, 120, 'west') })).toHaveLength(4);
  });

  it('[SC4] offers every route once, the one it would take first', () => {
    fc.assert(
      fc.property(apart, (ends) => {
        const routes = alternativeRoutes(ends).map((points) => JSON.stringify(points));
        expect(new Set(routes).size).toBe(routes.length);
        expect(JSON.parse(routes[0] ?? '')).toEqual(routeOf([], ends));
      }),
    );
  });

  it('[SC5] keeps the engineer’s bends, and its first and last leg follow moved ports', () => {
    const bends = [
      { x: 80, y: 0 },
      { x: 80, y: 160 },
    ];
    const before = routeOf(bends, { from: at(0, 0, 'east'), to: at(200, 160, 'west') });
    expect(before.slice(1, 3)).toEqual(bends);
    const after = routeOf(bends, { from: at(0, 24, 'east'), to: at(240, 200, 'west') });
    expect(after).toEqual([
      { x: 0, y: 24 },
      { x: 80, y: 24 },
      { x: 80, y: 200 },
      { x: 240, y: 200 },
    ]);
  });

  it('[SC6] goes round what it should avoid when there is a way', () => {
    const avoid = [{ x: -48, y: -24, width: 48, height: 48 }];
    const [best] = alternativeRoutes({ from: at(0, 0, 'east'), to: at(-200, 0, 'east'), avoid });
    expect(best?.some((point) => Math.abs(point.y) >= 24)).toBe(true);
  });
});

describe('[SC7] cutting a line', () => {
  it('[SC7] leaves two parts that make up the whole', () => {
    fc.assert(
      fc.property(apart, bend, (ends, point) => {
        const points = routeOf([], ends);
        const spot = nearestSpot(points, point);
        expect(spot).toBeDefined();
        if (spot !== undefined) {
          const { before, after } = splitAt(points, spot);
          expect(lengthOf(before) + lengthOf(after)).toBe(lengthOf(points));
          expect(before.at(-1)).toEqual(after[0]);
        }
      }),
    );
  });
});

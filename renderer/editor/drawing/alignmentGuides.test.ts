import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlignBox, guidedMove } from './alignmentGuides';

const box = (axisX: number, axisY: number): AlignBox => ({
  x: axisX - 24,
  y: axisY - 12,
  width: 48,
  height: 24,
  axisX,
  axisY,
});
const snap = { gridPx: 8, reachPx: 6 };

test('[E12] without anything near the drag ends on the grid', () => {
  const move = guidedMove(box(100, 100), { x: 13, y: -5 }, { others: [box(900, 900)], snap });
  expect(move).toEqual({ dx: 12, dy: -4, guides: [] });
});

test('[E13] an axis within reach catches, and the guide tells the distance', () => {
  const move = guidedMove(box(100, 100), { x: 97, y: 0 }, { others: [box(200, 380)], snap });
  expect(move.dx).toBe(100);
  expect(move.guides).toEqual([{ direction: 'vertical', at: 200, from: 40, to: 444, distance: 276 }]);
});

test('[E13] of two in the same column the nearer one is measured', () => {
  const move = guidedMove(box(0, 0), { x: 0, y: 100 }, { others: [box(0, 400), box(0, 200)], snap });
  expect(move.guides[0]?.distance).toBe(96);
});

test('[E12] a snapped drag never strays further than the grid and the reach allow', () => {
  const coordinate = fc.integer({ min: -2_000, max: 2_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate)), coordinate, coordinate, (others, x, y) => {
      const move = guidedMove(box(0, 0), { x, y }, { others: others.map(([ax, ay]) => box(ax, ay)), snap });
      return Math.abs(move.dx - x) <= 6 && Math.abs(move.dy - y) <= 6;
    }),
  );
});

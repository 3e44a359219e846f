import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clusterGlyphs,
  clusterHalfPx,
  layOutGaps,
  pillBelowPx,
  rowsOf,
  sensorCountOf,
  type SensorGap,
} from './eventRail';

describe('glyphs and pills', () => {
  test('[P47] glyphs nearer than 8 px become a pill in their middle; others stand at their own moments', () => {
    expect(clusterGlyphs([10, 18, 40, 47, 90])).toEqual([
      { x: 10, first: 0, count: 1 },
      { x: 18, first: 1, count: 1 },
      { x: 43.5, first: 2, count: 2 },
      { x: 90, first: 4, count: 1 },
    ]);
  });

  test('[P47] a pill takes in what it would cover', () => {
    expect(clusterGlyphs([0, 9, 12])).toEqual([{ x: 6, first: 0, count: 3 }]);
  });

  const places = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 80 }).map((steps) =>
    steps.map(
      (
        (x) => (step: number) =>
          (x += step)
      )(0),
    ),
  );

  test('[P47] no event is lost, nothing lies over another, every pill stands among its own', () => {
    fc.assert(
      fc.property(places, (xs) => {
        const clusters = clusterGlyphs(xs);
        expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(xs.length);
        clusters.forEach(({ x, first, count }, index) => {
          const next = clusters[index + 1];
          expect(next?.first ?? xs.length).toBe(first + count);
          expect(x).toBeGreaterThanOrEqual(xs[first] ?? NaN);
          expect(x).toBeLessThanOrEqual(xs[first + count - 1] ?? NaN);
          if (next !== undefined) {
            const isPill = count > 1 || next.count > 1;
            const leastPx = isPill ? clusterHalfPx(count) + clusterHalfPx(next.count) : pillBelowPx;
            expect(next.x - x).toBeGreaterThanOrEqual(leastPx);
          }
        });
      }),
    );
  });

  test('[P47] pills do not run on through a dense stretch: they stay about as near as they are wide', () => {
    const clusters = clusterGlyphs(Array.from({ length: 500 }, (_, index) => 2 * index));
    expect(clusters.length).toBeGreaterThan(20);
    expect(Math.max(...clusters.map(({ count }) => count))).toBeLessThan(40);
  });
});

function gap(sensorId: string, timeMs: number, endMs?: number): SensorGap {
  return { sensorId, timeMs, endMs };
}

describe('gaps', () => {
  test('[P48] gaps that began and ended together share a bar; others keep their own', () => {
    const bars = layOutGaps([gap('a', 0, 100), gap('b', 4, 98), gap('c', 6, 300), gap('d', 400, 410)], 1);
    expect(bars.map(({ startMs, endMs, gaps }) => [startMs, endMs, gaps.map(({ sensorId }) => sensorId)])).toEqual([
      [0, 100, ['a', 'b']],
      [6, 300, ['c']],
      [400, 410, ['d']],
    ]);
  });

  test('[P48] open gaps share a bar with open ones only', () => {
    const bars = layOutGaps([gap('a', 0), gap('b', 0, 1_000), gap('c', 1)], 2);
    expect(bars.map(({ endMs, gaps }) => [endMs, gaps.length])).toEqual([
      [undefined, 2],
      [1_000, 1],
    ]);
  });

  test('[P48] bars that overlap lie in different rows, three at most', () => {
    const stretches = [
      { left: 0, right: 100 },
      { left: 50, right: 200 },
      { left: 110, right: 400 },
    ];
    expect(rowsOf(stretches).map(({ row }) => row)).toEqual([0, 1, 0]);
    const many = Array.from({ length: 9 }, (_, index) => ({ left: index * 20, right: 1_000 - index }));
    expect(rowsOf(many).map(({ row }) => row)).toEqual([0, 1, 2, 2, 2, 2, 2, 2, 2]);
    expect(rowsOf([...stretches, { left: 400, right: 420 }]).map(({ rowCount }) => rowCount)).toEqual([2, 2, 2, 1]);
  });

  test('[P48] a sensor with two gaps in a bar counts once', () => {
    const [bar] = layOutGaps([gap('a', 0, 100), gap('b', 1, 101), gap('a', 2, 102)], 5);
    expect(bar && sensorCountOf(bar)).toBe(2);
  });

  test('[P48] every gap is in exactly one bar, and within it', () => {
    const gaps = fc
      .array(fc.tuple(fc.nat(500), fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined })))
      .map((list) =>
        list
          .map(([timeMs, length], index) =>
            gap(String(index), timeMs, length === undefined ? undefined : timeMs + length),
          )
          .sort((left, right) => left.timeMs - right.timeMs),
      );
    fc.assert(
      fc.property(gaps, fc.nat(20), (list, leastMs) => {
        const bars = layOutGaps(list, leastMs);
        expect(bars.flatMap((bar) => bar.gaps).length).toBe(list.length);
        for (const bar of bars) {
          for (const { timeMs, endMs = Infinity } of bar.gaps) {
            expect(timeMs).toBeGreaterThanOrEqual(bar.startMs);
            expect(endMs).toBeLessThanOrEqual(bar.endMs ?? Infinity);
          }
        }
      }),
    );
  });
});

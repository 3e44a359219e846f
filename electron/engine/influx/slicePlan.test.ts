import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimeRange } from '../../../shared/history/timeRange';
import { SlicePlan } from './slicePlan';

/** Walks over a range whose samples lie `densityMs` apart from `sinceMs` on; slices of more than `most` fail. */
function walk(range: TimeRange, given: { densityMs: number; sinceMs: number; gridMs: number; firstMs: number }) {
  const targetRows = 1_000;
  const plan = new SlicePlan(range, { gridMs: given.gridMs, firstMs: given.firstMs, targetRows });
  const read: TimeRange[] = [];
  let tries = 0;
  for (let slice = plan.current(); slice !== undefined; slice = plan.current()) {
    tries += 1;
    const rows = Math.max(0, (slice.endMs - Math.max(slice.startMs, given.sinceMs)) / given.densityMs);
    if (rows <= 4 * targetRows || !plan.shorten()) {
      read.push(slice);
      plan.read(rows);
    }
  }
  return { read, tries };
}

test('[I66] slices follow each other over the whole range, cut at the grid', () => {
  const span = fc.record({
    startMs: fc.integer({ min: -1e9, max: 1e9 }),
    lengthMs: fc.integer({ min: 1, max: 1e9 }),
    densityMs: fc.integer({ min: 10_000, max: 1e6 }),
    sinceMs: fc.integer({ min: -1e9, max: 2e9 }),
    gridMs: fc.constantFrom(1, 1_000, 960_000),
    firstMs: fc.double({ min: 0.001, max: 1e12, noNaN: true }),
  });
  fc.assert(
    fc.property(span, ({ startMs, lengthMs, ...given }) => {
      const range = { startMs, endMs: startMs + lengthMs };
      const { read } = walk(range, given);
      expect(read[0]?.startMs).toBe(range.startMs);
      expect(read.at(-1)?.endMs).toBe(range.endMs);
      for (const [at, slice] of read.entries()) {
        expect(slice.endMs).toBeGreaterThan(slice.startMs);
        const next = read[at + 1];
        if (next !== undefined) {
          expect(next.startMs).toBe(slice.endMs);
          expect(Math.abs(slice.endMs % given.gridMs)).toBe(0);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('[I66] slices grow over empty years and shrink where samples are dense', () => {
  const day = 86_400_000;
  const range = { startMs: 0, endMs: 20_000 * day };
  const { read, tries } = walk(range, { densityMs: 3_600_000, sinceMs: 19_900 * day, gridMs: 1_000, firstMs: day });
  // 2,400 samples after 54 empty years.
  expect(read.length).toBeLessThan(20);
  expect(tries).toBeLessThan(30);
});

test('[I66] what cannot be cut any more is not cut', () => {
  const plan = new SlicePlan({ startMs: 500, endMs: 9_000 }, { gridMs: 1_000, firstMs: 1e9, targetRows: 1 });
  expect(plan.current()).toEqual({ startMs: 500, endMs: 9_000 });
  expect(plan.shorten()).toBe(true);
  expect(plan.current()).toEqual({ startMs: 500, endMs: 1_000 });
  expect(plan.shorten()).toBe(false);
});

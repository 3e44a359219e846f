import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageOfRanges, gapsOf, lengthOf } from '../../../../shared/history/coverage';
import { planReads, type PlanRules } from './readPlan';

const rules: PlanRules = {
  expectedSamples: (_, { startMs, endMs }) => (endMs - startMs) / 1_000,
  samplesPerMs: () => 1 / 1_000,
  mostSamples: 50_000,
};

const gap = fc
  .tuple(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 1, max: 90_000_000 }))
  .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }));
const missing = fc
  .array(fc.array(gap, { maxLength: 3 }), { maxLength: 12 })
  .map((all) => all.map((gaps, at) => ({ name: `s${at}`, gaps: coverageOfRanges(gaps) })));

test('[T3] every gap is read, by reads of bearable size, and little besides', () => {
  fc.assert(
    fc.property(missing, (all) => {
      const reads = planReads(all, rules);
      let twice = 0;
      for (const { name, gaps } of all) {
        const mine = reads.filter(({ names }) => names.includes(name)).map(({ range }) => range);
        const read = coverageOfRanges(mine);
        gaps.forEach((one) => expect(gapsOf(read, one)).toEqual([]));
        const sum = mine.reduce((ms, { startMs, endMs }) => ms + endMs - startMs, 0);
        twice += (sum - lengthOf(gaps)) / 1_000;
      }
      const gapCount = all.reduce((sum, { gaps }) => sum + gaps.length, 0);
      expect(twice).toBeLessThanOrEqual(1_000 * gapCount);
      for (const { names, range } of reads) {
        expect(new Set(names).size).toBe(names.length);
        expect(names.length * rules.expectedSamples('', range)).toBeLessThanOrEqual(rules.mostSamples * 1.5);
      }
    }),
  );
});

test('[T3] series that lack the same are one read', () => {
  const gaps = [{ startMs: 0, endMs: 1_000_000 }];
  const all = ['a', 'b', 'c'].map((name) => ({ name, gaps }));
  expect(planReads(all, rules)).toEqual([{ names: ['a', 'b', 'c'], range: gaps[0] }]);
});

test('[T3] planning ten thousand series that all lack something else does not take long', { timeout: 5_000 }, () => {
  const all = Array.from({ length: 10_000 }, (_, at) => ({
    name: `s${at}`,
    gaps: [{ startMs: 0, endMs: 3_600_000 + at * 7 }],
  }));
  const reads = planReads(all, { ...rules, mostSamples: 500_000 });
  expect(new Set(reads.flatMap(({ names }) => names)).size).toBe(10_000);
  expect(reads.length).toBeLessThan(200);
});

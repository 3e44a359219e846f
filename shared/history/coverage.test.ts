import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Coverage,
  coverageOfRanges,
  differenceOf,
  gapsOf,
  intersectionOf,
  lengthOf,
  stretchAt,
  unionOf,
} from './coverage';
import { bridgeUnbelieved, type CoveredPiece, clipPieces, rewritePieces } from './coveredPieces';
import type { TimeRange } from './timeRange';

const edge = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(-Infinity, Infinity) },
);
const range = fc.tuple(edge, edge).map(([startMs, endMs]): TimeRange => ({ startMs, endMs }));
const coverage = fc.array(range, { maxLength: 8 }).map(coverageOfRanges);
/** Every whole moment that a range can begin or end at, and one far out on either side. */
const moments = [-1e9, ...Array.from({ length: 42 }, (_, at) => at - 1), 1e9];

const holds = (ranges: readonly TimeRange[], timeMs: number): boolean =>
  ranges.some(({ startMs, endMs }) => startMs <= timeMs && timeMs < endMs);

function expectApart(found: Coverage): void {
  found.forEach(({ startMs, endMs }, at) => {
    const before = found[at - 1];
    expect(startMs < endMs && (before === undefined || before.endMs < startMs)).toBe(true);
  });
}

function expectMoments(found: Coverage, isExpected: (timeMs: number) => boolean): void {
  expect(moments.filter((timeMs) => holds(found, timeMs))).toEqual(moments.filter(isExpected));
  expectApart(found);
}

test('[T1] ranges in any order become ascending stretches that do not touch, and hold the same moments', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
      expectMoments(coverageOfRanges(ranges), (timeMs) => holds(ranges, timeMs));
    }),
  );
});

test('[T1] union, intersection, difference and gaps are those of sets of moments', () => {
  fc.assert(
    fc.property(coverage, coverage, range, (left, right, asked) => {
      const inLeft = (timeMs: number): boolean => holds(left, timeMs);
      const inRight = (timeMs: number): boolean => holds(right, timeMs);
      expectMoments(unionOf(left, right), (timeMs) => inLeft(timeMs) || inRight(timeMs));
      expectMoments(intersectionOf(left, right), (timeMs) => inLeft(timeMs) && inRight(timeMs));
      expectMoments(differenceOf(left, right), (timeMs) => inLeft(timeMs) && !inRight(timeMs));
      expectMoments(gapsOf(left, asked), (timeMs) => holds([asked], timeMs) && !inLeft(timeMs));
      expect(coverageOfRanges([...gapsOf(left, asked), ...intersectionOf(left, coverageOfRanges([asked]))])).toEqual(
        coverageOfRanges([asked]),
      );
    }),
  );
});

test('[T1] the stretch that holds a moment is found, and no other', () => {
  fc.assert(
    fc.property(coverage, fc.constantFrom(...moments), (covered, timeMs) => {
      expect(stretchAt(covered, timeMs)).toEqual(covered.find((one) => holds([one], timeMs)));
    }),
  );
});

test('[T1] what is covered and what is missing add up to the range', () => {
  const asked = { startMs: 0, endMs: 40 };
  fc.assert(
    fc.property(coverage, (covered) => {
      const here = lengthOf(intersectionOf(covered, [asked]));
      expect(here + lengthOf(gapsOf(covered, asked))).toBe(40);
    }),
  );
});

const facts = fc.record({ readAtMs: fc.constantFrom(-Infinity, 5, Infinity), usedAtMs: fc.constantFrom(1, 2) });
const change = fc.tuple(range, fc.option(facts, { nil: undefined }), fc.boolean());

test('[T1] pieces say of every moment what was last said of it, and neighbours that say the same are one', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let pieces: readonly CoveredPiece[] = [];
      const said = new Map<number, CoveredPiece | undefined>();
      for (const [asked, next, onlyGaps] of changes) {
        pieces = rewritePieces(pieces, asked, (piece) => (onlyGaps && piece !== undefined ? piece : next));
        for (const timeMs of moments.filter((moment) => holds([asked], moment))) {
          const before = said.get(timeMs);
          said.set(timeMs, onlyGaps && before !== undefined ? before : next && { ...asked, ...next });
        }
      }
      for (const timeMs of moments) {
        const { readAtMs, usedAtMs } = pieces.find((piece) => holds([piece], timeMs)) ?? {};
        expect([readAtMs, usedAtMs]).toEqual([said.get(timeMs)?.readAtMs, said.get(timeMs)?.usedAtMs]);
      }
      pieces.forEach((piece, at) => {
        const before = pieces[at - 1];
        expect(piece.startMs).toBeLessThan(piece.endMs);
        expect(before === undefined || before.endMs <= piece.startMs).toBe(true);
        const isAlike = before?.readAtMs === piece.readAtMs && before.usedAtMs === piece.usedAtMs;
        expect(isAlike && before.endMs === piece.startMs).toBe(false);
      });
    }),
  );
});

test('[T1] pieces are clipped to a range', () => {
  const piece = { startMs: 0, endMs: 10, readAtMs: 1, usedAtMs: 1 };
  expect(clipPieces([piece], { startMs: 3, endMs: Infinity })).toEqual([{ ...piece, startMs: 3 }]);
  expect(clipPieces([piece], { startMs: 10, endMs: 12 })).toEqual([]);
});

test('[T1] pieces that are not believed are joined across short gaps, and nothing else is', () => {
  const piece = (startMs: number, readAtMs: number) => ({ startMs, endMs: startMs + 1, readAtMs, usedAtMs: 1 });
  const pieces = [piece(0, -Infinity), piece(5, -Infinity), piece(20, -Infinity), piece(25, 7), piece(30, -Infinity)];
  expect(bridgeUnbelieved(pieces, 10)).toEqual([{ ...piece(0, -Infinity), endMs: 6 }, ...pieces.slice(2)]);
});

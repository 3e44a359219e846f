import { expect, test } from 'vitest';
import { type MarkedRevision, revisionTimes } from './sentParts';

// Rule numbers refer to docs/spec/plant-history.md.

function revision(seq: number, label: string, madeAtMs: number): MarkedRevision {
  return { seq, label, madeAtMs, by: 'Ada', atMs: seq * 1_000 };
}

const published = [1, 2, 3].map((seq) => revision(seq, 'Publish Works', 500));
const moved = revision(4, 'Move P-101', 900);

test('[R54] an edit that was sent in parts counts once, when its last part came', () => {
  expect(revisionTimes([...published, moved], [])).toEqual([
    { seq: 3, atMs: 3_000 },
    { seq: 4, atMs: 4_000 },
  ]);
});

test('[R54] while parts of it wait to be sent it does not count', () => {
  expect(revisionTimes(published, [revision(0, 'Publish Works', 500)])).toEqual([]);
  expect(revisionTimes([...published, moved], [revision(0, 'Move P-102', 950)])).toHaveLength(2);
});

test('[R54] the same words of another moment or of somebody else are another edit', () => {
  const same = [
    revision(1, 'Move P-101', 5),
    revision(2, 'Move P-101', 6),
    { ...revision(3, 'Move P-101', 6), by: 'Ben' },
  ];
  expect(revisionTimes(same, []).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('[R53] moments ascend although the clock of the service once went back', () => {
  const times = revisionTimes(
    [revision(1, 'a', 1), { ...revision(2, 'b', 2), atMs: 400 }, { ...revision(3, 'c', 3), atMs: 1_200 }],
    [],
  );
  expect(times.map(({ atMs }) => atMs)).toEqual([1_000, 1_000, 1_200]);
});

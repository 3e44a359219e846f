import { expect, test } from 'vitest';
import { meet, type MeetingEdit, taggedWorks } from '../../../testing/meetingEdits';
import { rowsOf } from '../../../testing/meetingReview';
import { afterCommand } from '../../../testing/modelGestures';
import { addArea } from '../../model/commands/editSheets';
import { setProperty } from '../../model/commands/setFields';
import { asId } from '../../model/ids';
import { symbolCatalogue } from '../../symbols/symbolCatalogue';
import { buildReview } from './buildReview';
import { nounOf, proposalsOf } from './proposals';
import type { Review } from './review';

// Rule numbers refer to docs/spec/review.md.

const setSize =
  (tag: string, text: string): MeetingEdit =>
  (context) => {
    const ids = [...context.model.components.values()].flatMap((one) => (one.tag === tag ? [one.id] : []));
    return setProperty(context, { ids, name: 'size', text });
  };

/** Two proposals, of which one is for an area that is not in the plant any more, and one conflict. */
function reviewWith(frozen: ReadonlySet<string> | undefined): Review {
  const works = afterCommand(taggedWorks(), 'area', (context) =>
    addArea(context, { name: 'North', id: asId('north') }),
  );
  const tags = ['A-3', 'A-4', 'A-5'];
  const edits = (text: string): MeetingEdit[] => tags.map((tag) => setSize(tag, text));
  const { model, conflicts } = meet(works, { mine: edits('DN 125'), theirs: edits('DN 200') });
  const areas = ['north', 'gone'];
  const parked = conflicts.map((conflict, index) => {
    const id = areas[index];
    const other = { kind: 'area', id: id ?? '' };
    const refused = conflict.conflicts.map(({ op }) => ({ op, kind: 'frozen' as const, other }));
    return id === undefined ? conflict : { ...conflict, conflicts: refused };
  });
  const sources = { model, catalogue: symbolCatalogue, deletions: new Map(), conflicts: parked };
  return buildReview(frozen === undefined ? sources : { ...sources, frozen });
}

function notes(review: Review): readonly (string | undefined)[] {
  return rowsOf(review).map((row) => row.notes[0]);
}

test('[R15] proposals wait for their areas, and can be sent again when these are released', () => {
  const held = new Set(['north']);
  expect(proposalsOf(reviewWith(held), held)).toEqual({ waiting: 1, free: 1 });
  expect(proposalsOf(reviewWith(held), new Set())).toEqual({ waiting: 0, free: 2 });
  expect(proposalsOf(reviewWith(undefined), undefined)).toEqual({ waiting: 2, free: 0 });
});

test('[R15] each says whether its area is still frozen, where that is known', () => {
  expect(notes(reviewWith(new Set(['north'])))).toEqual([
    'North is frozen: this is kept as a proposal, to be sent again when the area is released',
    'The area was released: this can be sent again',
    undefined,
  ]);
  expect(notes(reviewWith(new Set()))[0]).toBe('North was released: this can be sent again');
  const kept = 'was frozen when this was sent: this is kept as a proposal, to be sent again when the area is released';
  expect(notes(reviewWith(undefined))).toEqual([`North ${kept}`, `The area ${kept}`, undefined]);
});

test('[R15] what waits is called proposals when all of it is, else conflicts', () => {
  const review = reviewWith(undefined);
  const only = (from: number, to: number): Review => ({ ...review, items: review.items.slice(from, to) });
  expect([nounOf(only(0, 2)), nounOf(only(0, 3)), nounOf(only(2, 3)), nounOf(only(0, 0))]).toEqual([
    ...['proposal', 'conflict', 'conflict', 'conflict'],
  ]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meet, type MeetingEdit, taggedWorks } from '../../../testing/meetingEdits';
import { reviewOf } from '../../../testing/meetingReview';
import { type Dice, randomGesture, testLookup, valueOf } from '../../../testing/modelGestures';
import { applyPatch } from '../../model/applyPatch';
import { setProperty } from '../../model/commands/setFields';
import { moveComponents } from '../../model/commands/transformComponents';
import { createZoneClock } from '../../playback/zoneClock';
import { symbolCatalogue } from '../../symbols/symbolCatalogue';
import { wordingOf } from './buildReview';
import { deletionsIn } from './knownRevision';
import { mergedRows, undoMerged } from './mergedRows';
import { reviewSentence, sideHeads, whenText } from './reviewWords';

function mergedOf(met: ReturnType<typeof meet>) {
  const { review } = reviewOf(met);
  const { model, conflicts, revisions } = met;
  const wording = wordingOf({ model, conflicts, catalogue: symbolCatalogue, deletions: deletionsIn(revisions) });
  return { review, rows: mergedRows(wording, revisions, review) };
}

const setOf =
  (tag: string, name: string, text: string): MeetingEdit =>
  (context) => {
    const ids = [...context.model.components.values()].flatMap((one) => (one.tag === tag ? [one.id] : []));
    return setProperty(context, { ids, name, text });
  };
const move =
  (tag: string, dx: number): MeetingEdit =>
  (context) => {
    const ids = [...context.model.components.values()].flatMap((one) => (one.tag === tag ? [one.id] : []));
    return moveComponents(context, { ids, dx, dy: 0 });
  };

describe('merged without conflict', () => {
  it('[R20] lists what others and I changed and nobody has to decide, with base, result and from whom', () => {
    const met = meet(taggedWorks(), {
      mine: [setOf('A-3', 'size', 'DN 125'), setOf('A-3', 'service', 'chilled water')],
      theirs: [setOf('A-3', 'size', 'DN 200'), setOf('A-2', 'ratedPowerKw', '18.5'), move('A-4', 16)],
    });
    const { rows } = mergedOf(met);
    expect(rows.map(({ name, title, base, result, from }) => [name, title, base, result, from.isOwn])).toEqual([
      ['A-2', 'Rated power', 'none', '18.5 kW', false],
      ['A-3', 'Service', 'none', 'chilled water', true],
      ['A-4', 'Position', 'x 480, y 80', 'x 496, y 80', false],
    ]);
  });

  it('[R20] several changes of one field are one row; what came back is none', () => {
    const met = meet(taggedWorks(), {
      mine: [],
      theirs: [setOf('A-3', 'size', 'DN 100'), setOf('A-3', 'size', 'DN 200'), move('A-4', 16), move('A-4', -16)],
    });
    expect(mergedOf(met).rows.map(({ base, result }) => [base, result])).toEqual([['none', 'DN 200']]);
  });

  it('[R21] taking a row back touches that field only, and is refused once it has changed again', () => {
    const met = meet(taggedWorks(), { mine: [], theirs: [move('A-4', 16), setOf('A-4', 'size', 'DN 80')] });
    const { rows } = mergedOf(met);
    const position = rows.find(({ title }) => title === 'Position');
    expect(position).toBeDefined();
    if (position !== undefined) {
      const edit = valueOf(undoMerged(met.model, position, testLookup));
      expect(edit.label).toBe('Take back position of A-4');
      expect(edit.patch.changes.flatMap(({ fields }) => Object.keys(fields))).toEqual(['x']);
      const model = applyPatch(met.model, edit.patch);
      expect(undoMerged(model, position, testLookup).ok).toBe(false);
    }
  });

  it('[R21] taking back everything that can be taken back, one row after the other, breaks no rule', () => {
    const dice = fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000)) as fc.Arbitrary<Dice>;
    const edit: fc.Arbitrary<MeetingEdit> = fc.tuple(fc.nat(60), dice).map(
      ([which, rolled]) =>
        (context) =>
          randomGesture(context, which, rolled),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), fc.array(edit, { maxLength: 6 }), (mine, theirs) => {
        const met = meet(taggedWorks(), { mine, theirs });
        mergedOf(met).rows.reduce((model, row) => {
          const taken = undoMerged(model, row, testLookup);
          return taken.ok ? applyPatch(model, taken.value.patch) : model;
        }, met.model);
      }),
      { numRuns: 100 },
    );
  });
});

describe('words', () => {
  const clock = createZoneClock('UTC');
  const tuesdayMs = Date.UTC(2026, 2, 10, 15, 41);

  it('[R22] says who and when in few words', () => {
    expect(whenText(tuesdayMs, tuesdayMs + 86_400_000, clock)).toBe('Tue 15:41');
    expect(whenText(tuesdayMs, tuesdayMs + 10 * 86_400_000, clock)).toBe('10 Mar 15:41');
    const heads = sideHeads(
      {
        base: 205,
        mine: { by: 'Me', atMs: tuesdayMs, isOwn: true },
        theirs: { seq: 210, by: 'Colleague', atMs: tuesdayMs },
      },
      tuesdayMs,
      clock,
    );
    expect(heads.theirs).toEqual({ title: 'Theirs, rev 210', detail: 'Colleague, Tue 15:41' });
    expect(heads.mine.title).toBe('Mine, Tue 15:41');
  });

  it('[R22] says how much met how much and what is left', () => {
    const met = meet(taggedWorks(), {
      mine: [setOf('A-3', 'size', 'DN 125'), setOf('A-3', 'service', 'chilled water')],
      theirs: [setOf('A-3', 'size', 'DN 200'), setOf('A-2', 'ratedPowerKw', '18.5')],
    });
    const { review, rows } = mergedOf(met);
    const nowMs = (review.conflicts[0]?.atMs ?? 0) + 4 * 86_400_000;
    expect(reviewSentence(review, met.revisions, { rows, nowMs })).toBe(
      'My 2 changes from 4 days meet 2 changes by others. 2 fields merged by themselves, 1 field on 1 component needs a decision.',
    );
  });
});

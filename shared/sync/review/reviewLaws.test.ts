import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meet, type MeetingEdit, taggedWorks as works } from '../../../testing/meetingEdits';
import { decideAll, reviewOf, rowsOf } from '../../../testing/meetingReview';
import { type Dice, randomGesture, testLookup, valueOf } from '../../../testing/modelGestures';
import { applyPatch } from '../../model/applyPatch';
import { checkPatch } from '../../model/checkPatch';
import { setProperty } from '../../model/commands/setFields';
import { composePatches } from '../../model/composePatches';
import { entitiesOf } from '../../model/entityCollections';
import { fieldsOf } from '../../model/entityFields';
import type { EntityKind } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import { keyText } from '../entityRecord';
import { patchOf, problemsOf, resolutionsOf } from './resolve';
import { type ReviewDecisions, takeSide } from './review';

const dice = fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000)) as fc.Arbitrary<Dice>;
const anyEdit: fc.Arbitrary<MeetingEdit> = fc.tuple(fc.nat(60), dice).map(
  ([which, rolled]) =>
    (context) =>
      randomGesture(context, which, rolled),
);
/** A few fields that both sides keep writing. */
const hotEdit: fc.Arbitrary<MeetingEdit> = fc.tuple(fc.nat(2), fc.nat(3)).map(([place, text]) => (context) => {
  const ids = [...context.model.components.keys()].slice(place, place + 1);
  return setProperty(context, { ids, name: 'service', text: `service ${text}` });
});
const edit = fc.oneof({ weight: 2, arbitrary: anyEdit }, { weight: 1, arbitrary: hotEdit });
const meeting = fc
  .tuple(fc.array(edit, { minLength: 2, maxLength: 8 }), fc.array(edit, { minLength: 2, maxLength: 8 }))
  .map(([mine, theirs]) => meet(works(), { mine, theirs }));
const runs = { numRuns: 150 };

describe('laws', () => {
  it('[R9] nothing parked is without a question: every op of every open conflict is in exactly one row', () => {
    fc.assert(
      fc.property(meeting, (met) => {
        const { review } = reviewOf(met);
        const parked = met.conflicts.flatMap(({ id, ops }) => ops.map((_, index) => `${id} ${index}`));
        const asked = rowsOf(review).flatMap(({ ops }) => ops.map(({ conflict, index }) => `${conflict.id} ${index}`));
        expect([...asked].sort()).toEqual([...parked].sort());
        const rows = rowsOf(review);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        // Not one is decided as long as one of its rows is open.
        const [open, ...others] = rows;
        const decisions = new Map(others.map(({ id }) => [id, { take: 'theirs' } as const]));
        const decided = resolutionsOf(reviewOf(met).plant, review, decisions).map(({ conflictId }) => conflictId);
        expect(decided.filter((id) => open?.conflictIds.includes(id))).toEqual([]);
      }),
      runs,
    );
  });

  it('[R11] deciding everything for theirs changes nothing and closes every conflict', () => {
    fc.assert(
      fc.property(meeting, (met) => {
        const { review, plant } = reviewOf(met);
        const resolutions = resolutionsOf(plant, review, decideAll(review, { take: 'theirs' }));
        expect(resolutions.map(({ conflictId }) => conflictId).sort()).toEqual(
          met.conflicts.map(({ id }) => id).sort(),
        );
        expect(resolutions.every(({ take, patch }) => take === 'theirs' && patch.changes.length === 0)).toBe(true);
      }),
      runs,
    );
  });

  it('[R12] what is decided for mine and fits stands afterwards as I wanted it, and nothing else is touched', () => {
    let fitting = 0;
    fc.assert(
      fc.property(meeting, (met) => {
        const { review, plant } = reviewOf(met);
        for (const row of rowsOf(review)) {
          const decisions: ReviewDecisions = new Map([[row.id, { take: 'mine' } as const]]);
          if (problemsOf(plant, review, decisions).size > 0) {
            continue;
          }
          const patch = patchOf(plant, review, decisions);
          valueOf(checkPatch(met.model, patch, testLookup));
          const model = applyPatch(met.model, patch);
          if (row.field !== undefined && row.ops.every(({ op }) => op.op === 'set')) {
            fitting += 1;
            const last = row.ops.flatMap(({ op }) => (op.op === 'set' && op.id === row.key.id ? [op] : [])).at(-1);
            expect(valueIn(model, row.key, row.field)).toEqual(last?.value);
            const touched = patch.changes.flatMap((change) =>
              Object.keys(change.fields).map((field) => `${keyText(change)} ${field}`),
            );
            const said = row.ops.flatMap(({ op }) => (op.op === 'set' ? [`${keyText(op)} ${op.field}`] : []));
            const isBack = row.ops.some(({ why }) => why?.kind === 'dangling');
            expect(isBack ? [] : touched.filter((field) => !said.includes(field))).toEqual([]);
          }
        }
      }),
      runs,
    );
    expect(fitting).toBeGreaterThan(10);
  });

  it('[R13] the patches of all resolutions are one step: together, in order, they do what was decided', () => {
    fc.assert(
      fc.property(meeting, fc.array(fc.boolean(), { maxLength: 20 }), (met, sides) => {
        const { review, plant } = reviewOf(met);
        let decisions: ReviewDecisions = decideAll(review, { take: 'theirs' });
        rowsOf(review).forEach((row, index) => {
          const taken = sides[index] === true ? takeSide(decisions, [row], 'mine') : decisions;
          decisions = problemsOf(plant, review, taken).size === 0 ? taken : decisions;
        });
        const resolutions = resolutionsOf(plant, review, decisions);
        const together = resolutions.map(({ patch }) => patch).reduce(composePatches, { changes: [] });
        const wanted = patchOf(plant, review, decisions);
        valueOf(checkPatch(met.model, together, testLookup));
        expect(applyPatch(met.model, together)).toEqual(applyPatch(met.model, wanted));
        // So deciding comes to an end: what is decided now does not wait for a decision again.
        expect(met.takes(together)).toBe(true);
        expect(new Set(resolutions.map(({ conflictId }) => conflictId))).toEqual(
          new Set(met.conflicts.map(({ id }) => id)),
        );
        for (const { take, patch } of resolutions) {
          expect(take !== 'theirs' || patch.changes.length === 0).toBe(true);
        }
      }),
      runs,
    );
  });
});

function valueIn(model: PlantModel, key: { readonly kind: string; readonly id: string }, field: string) {
  const kind = key.kind as EntityKind;
  const entity = entitiesOf(model, kind).get(key.id);
  return entity === undefined ? undefined : fieldsOf(kind, entity)[field];
}

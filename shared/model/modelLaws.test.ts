import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOf, type Dice, randomGesture, startedWorks, testLookup } from '../../testing/modelGestures';
import { applyPatch } from './applyPatch';
import { checkModel, checkPatch } from './checkPatch';
import { composePatches } from './composePatches';
import { diffModels } from './diffModels';
import { entitiesOf } from './entityCollections';
import { invertPatch } from './invertPatch';
import {
  bindingsOf,
  bindingsToSensor,
  componentsOnSheet,
  componentsTagged,
  connectionsAt,
  connectionsOfClass,
  connectionsOnSheet,
  lineClassesCoded,
  sensorsNamed,
  sheetsOfArea,
} from './modelIndex';
import { entityKinds, type ModelPatch } from './modelPatch';
import { documentFromModel, modelFromDocument } from './plantDocument';
import type { PlantModel } from './plantModel';
import { plantDocumentText, readPlantDocument } from './readPlantDocument';

interface TakenStep {
  readonly before: PlantModel;
  readonly patch: ModelPatch;
  readonly after: PlantModel;
}

// Without bias: small numbers would pick the same few gestures again and again.
const roll = fc.noBias(fc.nat(1_000_000));
const history = fc.array(fc.tuple(roll, roll, roll, roll), { minLength: 1, maxLength: 60, size: 'max' });
const start = startedWorks();

/** Plays gestures one after the other; those that are refused change nothing. */
function play(rolls: readonly (readonly [number, number, number, number])[]): readonly TakenStep[] {
  let model = start;
  return rolls.flatMap(([which, a, b, c], index) => {
    const dice: Dice = [a, b, c];
    const edit = randomGesture(contextOf(model, `n${index}`), which, dice);
    if (edit === undefined || !edit.ok) {
      return [];
    }
    const before = model;
    model = applyPatch(model, edit.value.patch);
    return [{ before, patch: edit.value.patch, after: model }];
  });
}

/** The same model in maps of its own, so that its indexes are built from nothing. */
function rebuilt(model: PlantModel): PlantModel {
  return modelFromDocument(documentFromModel(model));
}

function indexAnswers(model: PlantModel): unknown {
  // In the order in which they are answered: what a command makes of a model must not depend on what was asked before.
  const idsOf = (entities: readonly { readonly id: string }[]): readonly string[] => entities.map(({ id }) => id);
  return [
    [...model.components.values()].map(({ id, tag }) => [
      id,
      idsOf(connectionsAt(model, id)),
      idsOf(bindingsOf(model, id)),
      idsOf(componentsTagged(model, tag)),
    ]),
    [...model.sheets.keys()].map((id) => [idsOf(componentsOnSheet(model, id)), idsOf(connectionsOnSheet(model, id))]),
    [...model.sensors.values()].map(({ id, name }) => [
      idsOf(bindingsToSensor(model, id)),
      idsOf(sensorsNamed(model, name)),
    ]),
    [...model.lineClasses.values()].map(({ id, code }) => [
      idsOf(connectionsOfClass(model, id)),
      idsOf(lineClassesCoded(model, code)),
    ]),
    [...model.areas.keys()].map((id) => idsOf(sheetsOfArea(model, id))),
  ].map((answers) => (answers as unknown[]).map((answer) => JSON.stringify(answer)).sort());
}

test('[M1] an edit keeps every entity and every map that it does not name', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      for (const { before, patch, after } of play(rolls)) {
        for (const kind of entityKinds) {
          const named = new Set(patch.changes.filter((change) => change.kind === kind).map(({ id }) => id));
          const [old, current] = [entitiesOf(before, kind), entitiesOf(after, kind)];
          expect(named.size > 0 || old === current).toBe(true);
          const kept = [...old].filter(([id]) => !named.has(id));
          expect(kept.every(([id, entity]) => current.get(id) === entity)).toBe(true);
          expect(current.size - kept.length).toBeLessThanOrEqual(named.size);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('[M2] [M6] a patch taken back leaves exactly what was there, and the rules allow it', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      for (const { before, patch, after } of play(rolls)) {
        expect(checkPatch(after, invertPatch(patch), testLookup).ok).toBe(true);
        expect(applyPatch(after, invertPatch(patch))).toEqual(before);
      }
    }),
    { numRuns: 60 },
  );
});

test('[M3] a composed patch does what its parts do in turn', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      const steps = play(rolls);
      const patch = steps.reduce<ModelPatch>((all, step) => composePatches(all, step.patch), { changes: [] });
      expect(applyPatch(start, patch)).toEqual(steps.at(-1)?.after ?? start);
      const back = steps.reduceRight<ModelPatch>((all, step) => composePatches(all, invertPatch(step.patch)), patch);
      expect(back.changes).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('[M3] composing is associative in what it does', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      const [one, two, three] = play(rolls).slice(-3);
      if (one === undefined || two === undefined || three === undefined) {
        return;
      }
      const left = composePatches(composePatches(one.patch, two.patch), three.patch);
      const right = composePatches(one.patch, composePatches(two.patch, three.patch));
      expect(applyPatch(one.before, left)).toEqual(three.after);
      expect(applyPatch(one.before, right)).toEqual(three.after);
    }),
    { numRuns: 100 },
  );
});

test('[M4] the difference of two models leads from the one to the other', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      const last = play(rolls).at(-1)?.after ?? start;
      expect(applyPatch(start, diffModels(start, last))).toEqual(last);
      expect(applyPatch(last, diffModels(last, start))).toEqual(start);
      expect(diffModels(last, rebuilt(last)).changes).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('look-ups answer after any history what they would if built anew', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      for (const { before, after } of play(rolls)) {
        expect(indexAnswers(after)).toEqual(indexAnswers(rebuilt(after)));
        expect(indexAnswers(before)).toEqual(indexAnswers(rebuilt(before)));
      }
    }),
    { numRuns: 20 },
  );
});

test('[M7] to [M20] every command leaves a plant that keeps all rules, with nothing dangling', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      for (const { after } of play(rolls)) {
        expect(checkModel(after, testLookup)).toBeUndefined();
      }
    }),
    { numRuns: 100 },
  );
});

test('[M32] undoing every edit of any history restores the plant exactly', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      const steps = play(rolls);
      const end = steps.at(-1)?.after ?? start;
      const undone = steps.reduceRight((model, { patch }) => applyPatch(model, invertPatch(patch)), end);
      expect(undone).toEqual(start);
      const redone = steps.reduce((model, { patch }) => applyPatch(model, patch), undone);
      expect(redone).toEqual(end);
    }),
    { numRuns: 100 },
  );
});

test('[X1] a plant comes back from the exchange format as it went in', () => {
  fc.assert(
    fc.property(history, (rolls) => {
      const model = play(rolls).at(-1)?.after ?? start;
      const text = plantDocumentText(documentFromModel(model));
      const read = readPlantDocument(text, { path: 'works.plant.json', lookup: testLookup });
      expect(read).toEqual({ ok: true, value: model });
      expect(read.ok && plantDocumentText(documentFromModel(read.value))).toBe(text);
    }),
    { numRuns: 60 },
  );
});

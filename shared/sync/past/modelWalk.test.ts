import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOf, type Dice, randomGesture, startedWorks } from '../../../testing/modelGestures';
import { applyPatch } from '../../model/applyPatch';
import { collectionsOf } from '../../model/entityCollections';
import { entityKinds, type ModelPatch } from '../../model/modelPatch';
import { documentFromModel } from '../../model/plantDocument';
import type { PlantModel } from '../../model/plantModel';
import type { LoggedChange } from '../logEntry';
import { modelAfter, modelBefore, ModelWalk } from './modelWalk';
import { PastModels } from './pastModels';

// Rule numbers refer to docs/spec/plant-history.md.

const roll = fc.noBias(fc.nat(1_000_000));
const gestures = fc.array(fc.tuple(roll, roll, roll, roll), { minLength: 1, maxLength: 60, size: 'max' });
const start = startedWorks();

interface Played {
  /** The plant after so many revisions. */
  readonly models: readonly PlantModel[];
  readonly log: readonly ModelPatch[];
}

function play(rolls: readonly (readonly [number, number, number, number])[]): Played {
  const models = [start];
  const log: ModelPatch[] = [];
  rolls.forEach(([which, a, b, c], index) => {
    const model = models.at(-1) ?? start;
    const dice: Dice = [a, b, c];
    const edit = randomGesture(contextOf(model, `n${index}`), which, dice);
    if (edit?.ok === true && edit.value.patch.changes.length > 0) {
      log.push(edit.value.patch);
      models.push(applyPatch(model, edit.value.patch));
    }
  });
  return { models, log };
}

const same = (one: PlantModel, other: PlantModel): void =>
  expect(documentFromModel(one)).toEqual(documentFromModel(other));

describe('going back', () => {
  test('[R40] every revision comes out as it was, back and forth', () => {
    fc.assert(
      fc.property(gestures, (rolls) => {
        const { models, log } = play(rolls);
        const last = models.at(-1) ?? start;
        models.forEach((model, seq) => {
          const later = log.slice(seq).map(({ changes }) => changes);
          const back = modelBefore(last, later.toReversed());
          same(back, model);
          same(modelAfter(back, later), last);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('[R40] what is the same in two revisions is the same object', () => {
    fc.assert(
      fc.property(gestures, (rolls) => {
        const { models, log } = play(rolls);
        const last = models.at(-1) ?? start;
        const touched = new Set(log.flatMap(({ changes }) => changes.map(({ kind, id }) => `${kind} ${id}`)));
        const back = collectionsOf(
          modelBefore(
            last,
            log.toReversed().map(({ changes }) => changes),
          ),
        );
        const now = collectionsOf(last);
        for (const kind of entityKinds) {
          for (const [id, entity] of now[kind]) {
            if (!touched.has(`${kind} ${id}`)) {
              expect(back[kind].get(id)).toBe(entity);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('[R40] a walk that comes back to where it began ends at the very model it began with', () => {
    fc.assert(
      fc.property(gestures, (rolls) => {
        const { models, log } = play(rolls);
        const last = models.at(-1) ?? start;
        const walk = new ModelWalk(last);
        log.toReversed().forEach(({ changes }) => walk.back(changes));
        log.forEach(({ changes }) => walk.forth(changes));
        expect(walk.model()).toBe(last);
      }),
      { numRuns: 30 },
    );
  });

  test('[R41] kinds, fields and values of a newer program are passed over', () => {
    const [component] = start.components.values();
    const id = component?.id ?? '';
    const strange: readonly LoggedChange[] = [
      { change: 'create', kind: 'hologram', id: 'h1', fields: { depth: 3 } },
      {
        change: 'update',
        kind: 'component',
        id,
        fields: { glow: { before: 1, after: 2 }, x: { before: 7, after: 8 } },
      },
      { change: 'update', kind: 'component', id, fields: { rotation: { before: 45, after: 90 } } },
      { change: 'delete', kind: 'area', id: 'a9', fields: { name: 'North', order: 1, shade: 'teal' } },
      { change: 'delete', kind: 'sensor', id: 's9', fields: { name: 'TI_9', kind: 'quantum' } },
    ];
    const before = modelBefore(start, [strange]);
    expect(before.components.get(component?.id ?? ('' as never))).toEqual({ ...component, x: 7 });
    expect([...before.areas.values()]).toEqual([{ id: 'a9', name: 'North', order: 1 }]);
    expect(before.sensors.size).toBe(start.sensors.size + 1);
    expect(before.plant).toBe(start.plant);
  });

  test('the plant itself never goes, however far back one looks', () => {
    const { id, name, timeZone } = start.plant;
    const created: LoggedChange = { change: 'create', kind: 'plant', id, fields: { name, timeZone } };
    expect(modelBefore(start, [[created]]).plant).toBe(start.plant);
  });
});

/** A plant whose one component moves with every revision. */
function movedOften(count: number): { readonly log: readonly (readonly LoggedChange[])[]; readonly head: PlantModel } {
  const [component] = start.components.values();
  const id = component?.id ?? '';
  const x = component?.x ?? 0;
  const log = Array.from({ length: count }, (_, index): readonly LoggedChange[] => [
    { change: 'update', kind: 'component', id, fields: { x: { before: x + index, after: x + index + 1 } } },
  ]);
  return { log, head: modelAfter(start, log) };
}

describe('finding a revision among many', () => {
  test('[R42] no walk is longer than from the nearest state that is kept', () => {
    const { log, head } = movedOften(3_000);
    let read = 0;
    const past = new PastModels(
      {
        changesOf: (seq) => {
          read += 1;
          return log[seq - 1] ?? [];
        },
      },
      { seq: 3_000, model: head },
    );
    const xAt = (seq: number): number => [...past.at(seq).components.values()][0]?.x ?? NaN;
    const first = xAt(0);
    expect(read).toBe(3_000);
    for (const seq of [2_999, 1_240, 2_260, 260, 1_750, 3_000]) {
      read = 0;
      expect(xAt(seq)).toBe(first + seq);
      expect(read).toBeLessThanOrEqual(250);
    }
  });

  test('[R40] a log that grows keeps what is known of it', () => {
    const { log, head } = movedOften(20);
    const past = new PastModels(
      { changesOf: (seq) => log[seq - 1] ?? [] },
      { seq: 10, model: modelAfter(start, log.slice(0, 10)) },
    );
    const tenth = past.at(10);
    past.headIs({ seq: 20, model: head });
    same(past.at(10), tenth);
    same(past.at(4), modelAfter(start, log.slice(0, 4)));
    expect(past.at(20)).toBe(head);
  });
});

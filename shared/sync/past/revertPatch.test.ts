import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOf, type Dice, randomGesture, startedWorks, testLookup, valueOf } from '../../../testing/modelGestures';
import { applyPatch } from '../../model/applyPatch';
import { checkModel } from '../../model/checkPatch';
import { bindSensors } from '../../model/commands/editSensors';
import type { CommandContext, CommandResult } from '../../model/commands/commandContext';
import { deleteItems } from '../../model/commands/deleteItems';
import { placeComponents } from '../../model/commands/placeComponents';
import { setProperty, setFields } from '../../model/commands/setFields';
import { collectionsOf, entitiesOf } from '../../model/entityCollections';
import { fieldsOf } from '../../model/entityFields';
import { isSameValue } from '../../model/fieldValue';
import { entityKinds, type ModelPatch } from '../../model/modelPatch';
import { documentFromModel } from '../../model/plantDocument';
import type { PlantComponent, PlantModel } from '../../model/plantModel';
import { revertPatch } from './revertPatch';

// Rule numbers refer to docs/spec/plant-history.md.

const roll = fc.noBias(fc.nat(1_000_000));
const gestures = fc.array(fc.tuple(roll, roll, roll, roll), { minLength: 1, maxLength: 25, size: 'max' });
const start = startedWorks();

interface World {
  model: PlantModel;
  count: number;
}

/** Makes an edit in a world and answers what it changed. */
function make(world: World, command: (context: CommandContext) => CommandResult): ModelPatch {
  world.count += 1;
  const { patch } = valueOf(command(contextOf(world.model, `e${world.count}`)));
  world.model = applyPatch(world.model, patch);
  return patch;
}

function newWorld(): World {
  return { model: start, count: 0 };
}

function tagged(model: PlantModel, tag: string): PlantComponent {
  const found = [...model.components.values()].find((component) => component.tag === tag);
  expect(found).toBeDefined();
  return found as PlantComponent;
}

function play(rolls: readonly (readonly [number, number, number, number])[]) {
  let model = start;
  const patches: ModelPatch[] = [];
  rolls.forEach(([which, a, b, c], index) => {
    const dice: Dice = [a, b, c];
    const edit = randomGesture(contextOf(model, `n${index}`), which, dice);
    if (edit?.ok === true && edit.value.patch.changes.length > 0) {
      patches.push(edit.value.patch);
      model = applyPatch(model, edit.value.patch);
    }
  });
  return { model, patches };
}

describe('reverting', () => {
  test('[R44] the newest revision is taken back exactly', () => {
    fc.assert(
      fc.property(gestures, (rolls) => {
        const { patches } = play(rolls);
        let model = start;
        for (const patch of patches) {
          const after = applyPatch(model, patch);
          const reversal = valueOf(revertPatch(after, patch.changes, testLookup));
          expect(reversal.kept).toEqual([]);
          expect(documentFromModel(applyPatch(after, reversal.patch))).toEqual(documentFromModel(model));
          model = after;
        }
      }),
      { numRuns: 40 },
    );
  });

  test('[R44] a revert writes no field that stands otherwise than the revision left it, and keeps the rules', () => {
    fc.assert(
      fc.property(gestures, fc.nat(), (rolls, which) => {
        const { model, patches } = play(rolls);
        const reverted = patches[which % Math.max(1, patches.length)];
        const reversal = reverted && revertPatch(model, reverted.changes, testLookup);
        if (reverted === undefined || reversal?.ok !== true) {
          return;
        }
        for (const change of reversal.value.patch.changes) {
          const logged = reverted.changes.find(({ kind, id }) => kind === change.kind && id === change.id);
          const standing = entitiesOf(model, change.kind).get(change.id);
          if (change.change === 'update' && logged?.change === 'update' && standing !== undefined) {
            for (const [path, sides] of Object.entries(change.fields)) {
              expect(isSameValue(fieldsOf(change.kind, standing)[path], logged.fields[path]?.after)).toBe(true);
              expect(isSameValue(sides.after, logged.fields[path]?.before)).toBe(true);
            }
          } else {
            expect([change.change, logged?.change]).toEqual(
              change.change === 'create' ? ['create', 'delete'] : ['delete', 'create'],
            );
          }
        }
        const after = applyPatch(model, reversal.value.patch);
        expect(checkModel(after, testLookup)).toBeUndefined();
        const named = new Set(reverted.changes.map(({ kind, id }) => `${kind} ${id}`));
        for (const kind of entityKinds) {
          for (const [id, entity] of collectionsOf(model)[kind]) {
            if (!named.has(`${kind} ${id}`)) {
              expect(entitiesOf(after, kind).get(id)).toBe(entity);
            }
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  test('[R44] what another set since stays and is told', () => {
    const world = newWorld();
    const id = tagged(world.model, 'V-101').id;
    const mine = make(world, (context) =>
      setFields(context, { kind: 'component', ids: [id], fields: { x: 40, tag: 'V-900' } }),
    );
    make(world, (context) => setFields(context, { kind: 'component', ids: [id], fields: { tag: 'V-777' } }));
    const { patch, kept } = valueOf(revertPatch(world.model, mine.changes, testLookup));
    expect(kept).toEqual(['V-777 keeps its tag, which was changed since.']);
    const after = applyPatch(world.model, patch).components.get(id);
    expect(after).toMatchObject({ tag: 'V-777', x: start.components.get(id)?.x });
  });

  test('[R45] what was created and is used since stays, with whatever hangs on it', () => {
    const world = newWorld();
    const sheetId = [...world.model.sheets.keys()][0] ?? ('' as never);
    const placed = make(world, (context) =>
      placeComponents(context, { sheetId, components: [{ symbolId: 'bubble-field', x: 800, y: 400, tag: 'TI-9' }] }),
    );
    const [sensor] = world.model.sensors.values();
    const { id: componentId } = tagged(world.model, 'TI-9');
    make(world, (context) =>
      bindSensors(context, { bindings: [{ componentId, slot: 'value', sensorId: sensor?.id ?? ('' as never) }] }),
    );
    const refused = revertPatch(world.model, placed.changes, testLookup);
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'rule-broken',
        rule: 'R46',
        detail: 'Nothing is left to take back: TI-9 stays: something made since belongs to it',
      },
    });
  });

  test('[R45] what was deleted does not come back where its tag is taken', () => {
    const world = newWorld();
    const first = tagged(world.model, 'V-101');
    const gone = make(world, (context) => deleteItems(context, { componentIds: [first.id] }));
    make(world, (context) =>
      placeComponents(context, {
        sheetId: first.sheetId,
        components: [{ symbolId: first.symbolId, x: 0, y: 600, tag: 'V-101' }],
      }),
    );
    expect(revertPatch(world.model, gone.changes, testLookup)).toMatchObject({
      ok: false,
      error: { code: 'rule-broken', detail: expect.stringContaining('V-101') as string },
    });
  });

  test('[R45] a deleted component comes back with its lines', () => {
    const world = newWorld();
    const first = tagged(world.model, 'V-101');
    const gone = make(world, (context) => deleteItems(context, { componentIds: [first.id] }));
    const { patch } = valueOf(revertPatch(world.model, gone.changes, testLookup));
    expect(documentFromModel(applyPatch(world.model, patch))).toEqual(documentFromModel(start));
  });

  test('[R46] a revision of which nothing stands any more is refused in words', () => {
    const world = newWorld();
    const id = tagged(world.model, 'V-101').id;
    const mine = make(world, (context) => setProperty(context, { ids: [id], name: 'service', text: 'Feed' }));
    make(world, (context) => setProperty(context, { ids: [id], name: 'service', text: 'Return' }));
    expect(revertPatch(world.model, mine.changes, testLookup)).toMatchObject({
      ok: false,
      error: { rule: 'R46', detail: 'Nothing is left to take back: V-101 keeps its service, which was changed since' },
    });
  });

  test('kinds that this program does not know are left as they are and told', () => {
    const strange = [{ change: 'create', kind: 'hologram', id: 'h', fields: {} }] as const;
    const refused = revertPatch(start, strange, testLookup);
    expect(JSON.stringify(refused)).toContain('What this program does not know stays as it is (hologram)');
  });
});

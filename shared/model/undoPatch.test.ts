import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterCommand, contextOf, randomGesture, startedWorks, testLookup, valueOf } from '../../testing/modelGestures';
import { applyPatch } from './applyPatch';
import { checkModel, checkPatch } from './checkPatch';
import { connectPorts } from './commands/connectPorts';
import { deleteItems } from './commands/deleteItems';
import { placeComponents } from './commands/placeComponents';
import { setProperty } from './commands/setFields';
import { moveComponents } from './commands/transformComponents';
import { entitiesOf } from './entityCollections';
import { fieldsOf } from './entityFields';
import { isSameValue } from './fieldValue';
import { invertPatch } from './invertPatch';
import type { EntityChange, ModelEdit } from './modelPatch';
import type { PlantComponent, PlantModel } from './plantModel';
import { undoPatch } from './undoPatch';

const start = startedWorks();
const roll = fc.noBias(fc.nat(1_000_000));
const gesture = fc.tuple(roll, roll, roll, roll);

function gestureOn(
  model: PlantModel,
  prefix: string,
  [which, a, b, c]: readonly [number, number, number, number],
): ModelEdit | undefined {
  const edit = randomGesture(contextOf(model, prefix), which, [a, b, c]);
  return edit?.ok === true ? edit.value : undefined;
}

function played(model: PlantModel, prefix: string, rolls: readonly (readonly [number, number, number, number])[]) {
  return rolls.reduce((current, dice, index) => {
    const edit = gestureOn(current, `${prefix}${index}`, dice);
    return edit === undefined ? current : applyPatch(current, edit.patch);
  }, model);
}

/** Whether a change of an undo writes over nothing but what the edit left there. */
function isOwn(model: PlantModel, change: EntityChange, wanted: readonly EntityChange[]): boolean {
  const meant = wanted.find(({ kind, id }) => kind === change.kind && id === change.id);
  const entity = entitiesOf(model, change.kind).get(change.id);
  if (meant?.change !== change.change) {
    return false;
  }
  if (change.change === 'create') {
    return entity === undefined && isSameValue(change.fields, meant.fields as typeof change.fields);
  }
  const current = entity && fieldsOf(change.kind, entity);
  if (change.change === 'delete') {
    return isSameValue(current, meant.fields as typeof change.fields);
  }
  return (
    meant.change === 'update' &&
    Object.entries(change.fields).every(
      ([path, { before, after }]) =>
        isSameValue(current?.[path], before) &&
        isSameValue(meant.fields[path]?.before, before) &&
        isSameValue(meant.fields[path]?.after, after),
    )
  );
}

test('[Y20] where nobody else changed anything, undo is the exact inverse', () => {
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 20 }), gesture, (before, dice) => {
      const model = played(start, 'n', before);
      const edit = gestureOn(model, 'own', dice);
      if (edit !== undefined) {
        const inverse = invertPatch(edit.patch);
        const undone = valueOf(undoPatch(applyPatch(model, edit.patch), inverse, testLookup));
        expect(undone).toEqual({ patch: inverse, kept: [] });
      }
    }),
    { numRuns: 100 },
  );
});

test('[Y21] undo after foreign edits writes over nothing but what the own edit left, and keeps the rules', () => {
  let [partly, whole, refused] = [0, 0, 0];
  const history = fc.array(gesture, { minLength: 1, maxLength: 12, size: 'max' });
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 12, size: 'max' }), gesture, history, (before, dice, foreign) => {
      const model = played(start, 'n', before);
      const edit = gestureOn(model, 'own', dice);
      if (edit === undefined || edit.patch.changes.length === 0) {
        return;
      }
      const now = played(applyPatch(model, edit.patch), 'foreign', foreign);
      const wanted = invertPatch(edit.patch);
      const undone = undoPatch(now, wanted, testLookup);
      if (!undone.ok) {
        refused += 1;
        expect(undone.error.code).toBe('rule-broken');
        return;
      }
      const { patch, kept } = undone.value;
      expect(patch.changes.every((change) => isOwn(now, change, wanted.changes))).toBe(true);
      expect(checkPatch(now, patch, testLookup).ok).toBe(true);
      expect(checkModel(applyPatch(now, patch), testLookup)).toBeUndefined();
      expect(kept.every((sentence) => /^[A-Z].*\.$/.test(sentence))).toBe(true);
      partly += kept.length > 0 ? 1 : 0;
      whole += kept.length === 0 ? 1 : 0;
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(partly).toBeGreaterThan(20);
  expect(whole).toBeGreaterThan(20);
  expect(refused).toBeLessThan(20);
});

function portOf(component: PlantComponent | undefined): string {
  return (component && testLookup.portsOf(component)?.[0]?.name) ?? 'missing';
}

const [first, second] = [...start.components.values()];
const move = valueOf(moveComponents(contextOf(start, 'm'), { ids: first ? [first.id] : [], dx: 80, dy: 40 }));

test('[Y21] a field that a colleague changed since stays, the others go back, and it is said', () => {
  const moved = applyPatch(start, move.patch);
  const further = afterCommand(moved, 'f', (context) =>
    moveComponents(context, { ids: first ? [first.id] : [], dx: 8, dy: 0 }),
  );
  const { patch, kept } = valueOf(undoPatch(further, invertPatch(move.patch), testLookup));
  const undone = applyPatch(further, patch).components.get(first?.id ?? ('' as never));
  expect(undone).toMatchObject({ x: (first?.x ?? 0) + 88, y: first?.y });
  expect(kept).toEqual([`${first?.tag ?? ''} keeps its x, which was changed since.`]);
});

test('[Y22] a creation stays when somebody built on it or changed it', () => {
  const sheetId = first?.sheetId;
  const placing = valueOf(
    placeComponents(contextOf(start, 'p'), {
      sheetId: sheetId ?? ('' as never),
      components: [{ symbolId: 'pump', x: 0, y: 400 }],
    }),
  );
  const placed = applyPatch(start, placing.patch);
  const pumpId = placing.patch.changes[0]?.id ?? '';
  const pump = placed.components.get(pumpId as never);
  const described = afterCommand(placed, 'd', (context) =>
    setProperty(context, { ids: [pumpId as never], name: 'service', text: 'brine' }),
  );
  expect(undoPatch(described, invertPatch(placing.patch), testLookup)).toEqual({
    ok: true,
    value: { patch: { changes: [] }, kept: [`${pump?.tag ?? ''} stays: it was changed since.`] },
  });
  const piped = afterCommand(placed, 'c', (context) =>
    connectPorts(context, {
      from: { componentId: pumpId as never, port: portOf(pump) },
      to: { componentId: second?.id ?? ('' as never), port: portOf(second) },
      size: 'DN 50',
    }),
  );
  expect(undoPatch(piped, invertPatch(placing.patch), testLookup)).toEqual({
    ok: true,
    value: { patch: { changes: [] }, kept: [`${pump?.tag ?? ''} stays: something made since belongs to it.`] },
  });
});

test('[Y22] what was deleted comes back without the lines whose other end is gone', () => {
  const chain = [...start.connections.values()][0];
  const deletion = valueOf(deleteItems(contextOf(start, 'd'), { componentIds: first ? [first.id] : [] }));
  const deleted = applyPatch(start, deletion.patch);
  const other = chain?.from.componentId === first?.id ? chain?.to.componentId : chain?.from.componentId;
  const without = afterCommand(deleted, 'o', (context) =>
    deleteItems(context, { componentIds: other === undefined ? [] : [other] }),
  );
  const { patch, kept } = valueOf(undoPatch(without, invertPatch(deletion.patch), testLookup));
  expect(patch.changes).toMatchObject([{ change: 'create', kind: 'component', id: first?.id }]);
  expect(kept).toEqual(['A line does not come back: what it belongs to is gone.']);
});

test('[Y22] what cannot be taken back without breaking a rule is refused in words', () => {
  const deletion = valueOf(deleteItems(contextOf(start, 'd'), { componentIds: first ? [first.id] : [] }));
  const deleted = applyPatch(start, deletion.patch);
  const taken = afterCommand(deleted, 'p', (context) =>
    placeComponents(context, {
      sheetId: first?.sheetId ?? ('' as never),
      components: [{ symbolId: first?.symbolId ?? '', x: 0, y: 400, tag: first?.tag ?? '' }],
    }),
  );
  const undone = undoPatch(taken, invertPatch(deletion.patch), testLookup);
  expect(undone).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'M13' } });
});

import { invertPatch } from '../../../../shared/model/invertPatch';
import { entitiesOf } from '../../../../shared/model/entityCollections';
import { fieldsOf } from '../../../../shared/model/entityFields';
import type { EntityChange, ModelPatch } from '../../../../shared/model/modelPatch';
import type { PlantModel } from '../../../../shared/model/plantModel';
import { checkPatch } from '../../../../shared/model/checkPatch';
import { testLookup } from '../../../modelGestures';
import { type Mutant, programMutant } from './mutant';

/** Takes a gesture back whatever stands there now. */
function blindlyTakenBack(shown: PlantModel, gesture: ModelPatch): ModelPatch | undefined {
  const changes = invertPatch(gesture).changes.flatMap((change): readonly EntityChange[] => {
    const entity = entitiesOf(shown, change.kind).get(change.id);
    const standing = entity && fieldsOf(change.kind, entity);
    if (change.change === 'create') {
      return standing === undefined ? [change] : [];
    }
    if (standing === undefined) {
      return [];
    }
    if (change.change === 'delete') {
      return [{ ...change, fields: standing }];
    }
    const fields = Object.entries(change.fields).map(
      ([path, { after }]) => [path, { before: standing[path], after }] as const,
    );
    return [{ ...change, fields: Object.fromEntries(fields) }];
  });
  return changes.length > 0 && checkPatch(shown, { changes }, testLookup).ok ? { changes } : undefined;
}

/** Bugs in what a program does around its copy of the plant: what it sends, and what it writes together. */
export const programMutants: readonly Mutant[] = [
  programMutant('base-raised', 'a pending edit claims to have seen whatever was read since', {
    nextToSend: (replica) => {
      const [row] = replica.outbox();
      return row && { ...row.changeset, base: replica.state().cursor };
    },
  }),
  programMutant('own-forgotten', 'an edit does not say which unconfirmed edits it stands on', {
    nextToSend: (replica) => {
      const [row] = replica.outbox();
      return row && { ...row.changeset, ops: row.changeset.ops.map((op) => ({ ...op, own: [] })) };
    },
  }),
  programMutant('newest-first', 'the newest edit is sent first', {
    nextToSend: (replica) => replica.outbox().at(-1)?.changeset,
  }),
  programMutant('outbox-apart', 'the outbox is written in another transaction than the edit', {
    survives: (before, after) => ({ ...after, outbox: before.outbox }),
  }),
  programMutant('cursor-apart', 'the cursor is written before what was read', {
    survives: (before, after) => ({ ...before, state: after.state, past: after.past }),
  }),
  programMutant('parked-apart', 'what was parked is written after it left the outbox', {
    survives: (before, after) => ({ ...after, parked: before.parked }),
  }),
  programMutant('plant-apart', 'the plant on show is written in another transaction than what was read', {
    survives: (before, after) => ({ ...after, shown: before.shown }),
  }),
  programMutant('blind-undo', 'undo takes back whatever stands there now', { takenBack: blindlyTakenBack }),
];

import { assertNever } from '../../lib/assertNever';
import { removeItems } from '../../model/commands/deleteItems';
import { withFields } from '../../model/entityFields';
import type { ModelDraft } from '../../model/modelDraft';
import type { EntityKind, FieldValue } from '../../model/modelPatch';
import type { ConnectionEnd, PlantComponent } from '../../model/plantModel';
import type { EntityKey, SyncOp } from '../changeset';
import { isKnownKind } from '../recordEntity';
import { readFieldText } from './readFieldText';
import { entityOf, restoreEntity, type ReviewPlant } from './restoreEntity';
import type { ReviewChoice, ReviewRow } from './review';

const notUnderstood = 'A newer program made this; it cannot be done here';

interface Work {
  readonly plant: ReviewPlant;
  readonly draft: ModelDraft;
}

function removeComponent({ plant, draft }: Work, component: PlantComponent): void {
  const context = { model: plant.model, lookup: plant.lookup, newId: () => component.id };
  removeItems(context, draft, { components: [component], connections: [] });
}

/** Takes an entity away with what refers to it by now, as deleting it by hand would. */
function removeEntity(work: Work, kind: EntityKind, id: string): void {
  const { draft } = work;
  switch (kind) {
    case 'component': {
      const component = draft.get('component', id);
      if (component !== undefined) {
        removeComponent(work, component);
      }
      return;
    }
    case 'sensor': {
      const sensor = draft.get('sensor', id);
      if (sensor !== undefined) {
        draft.bindingsToSensor(sensor.id).forEach((binding) => draft.remove('binding', binding.id));
      }
      draft.remove(kind, id);
      return;
    }
    case 'sheet':
      draft.componentsOnSheet(id).forEach((component) => removeComponent(work, component));
      draft.remove(kind, id);
      return;
    default:
      draft.remove(kind, id);
  }
}

function writeField(
  draft: ModelDraft,
  key: EntityKey,
  written: { field: string; value: FieldValue },
): string | undefined {
  const entity = isKnownKind(key.kind) ? draft.get(key.kind, key.id) : undefined;
  if (!isKnownKind(key.kind) || entity === undefined) {
    return 'It is not in the plant any more';
  }
  draft.put(key.kind, withFields(entity, { [written.field]: written.value }));
  return undefined;
}

function doOp(work: Work, op: SyncOp): string | undefined {
  const { draft } = work;
  if (!isKnownKind(op.kind)) {
    return notUnderstood;
  }
  switch (op.op) {
    case 'create': {
      const standing = draft.get(op.kind, op.id);
      const made = standing === undefined ? entityOf(op.kind, op.id, op.fields) : withFields(standing, op.fields);
      if (made === undefined) {
        return notUnderstood;
      }
      draft.put(op.kind, made);
      return undefined;
    }
    case 'set':
      return writeField(draft, op, { field: op.field, value: op.value });
    case 'delete':
      removeEntity(work, op.kind, op.id);
      return undefined;
    default:
      return assertNever(op, 'SyncOp');
  }
}

/** What the ops of a row need and others deleted. */
function missingFor(draft: ModelDraft, row: ReviewRow): readonly EntityKey[] {
  return row.ops.flatMap(({ conflict, index, op }) => {
    if (op.op === 'delete') {
      return [];
    }
    const reasons = conflict.conflicts.filter((one) => one.op === index && one.kind === 'dangling');
    const needed = [...(op.op === 'set' ? [op] : []), ...reasons.flatMap(({ other }) => other ?? [])];
    return needed.filter(({ kind, id }) => isKnownKind(kind) && draft.get(kind, id) === undefined);
  });
}

/** Whether the parked ops make this entity themselves. */
function isMadeBy(row: ReviewRow, key: EntityKey): boolean {
  return row.ops.some(({ op }) => op.op === 'create' && op.kind === key.kind && op.id === key.id);
}

function doMine(work: Work, row: ReviewRow, isRestoring: boolean): string | undefined {
  const missing = isRestoring ? missingFor(work.draft, row).filter((key) => !isMadeBy(row, key)) : [];
  for (const key of missing) {
    const problem = restoreEntity(work.plant, work.draft, key);
    if (problem !== undefined) {
      return problem;
    }
  }
  for (const { op } of row.ops) {
    // A follower of a deleted line that is gone by itself has nothing left to do.
    const isGone = op.op === 'set' && isKnownKind(op.kind) && work.draft.get(op.kind, op.id) === undefined;
    const problem = isGone && op.id !== row.key.id ? undefined : doOp(work, op);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

function doTyped(work: Work, row: ReviewRow, text: string): string | undefined {
  const { field } = row;
  if (field === undefined) {
    return 'There is no value to write';
  }
  const read = readFieldText({ kind: row.key.kind, field }, text);
  if (!read.ok) {
    return read.error;
  }
  return doMine(work, row, true) ?? writeField(work.draft, row.key, { field, value: read.value });
}

/** The end of a parked line that led to what is gone. */
function lostEnd({ draft }: Work, row: ReviewRow): 'from' | 'to' | undefined {
  if (row.field === 'from' || row.field === 'to') {
    return row.field;
  }
  const made = row.ops.flatMap(({ op }) => (op.op === 'create' && op.kind === 'connection' ? [op.fields] : []))[0];
  return (['from', 'to'] as const).find((end) => {
    const value = made?.[end];
    const id = typeof value === 'object' && 'componentId' in value ? value['componentId'] : undefined;
    return typeof id === 'string' && draft.get('component', id) === undefined;
  });
}

function doAttach(work: Work, row: ReviewRow, end: ConnectionEnd): string | undefined {
  const which = lostEnd(work, row);
  const { componentId, port } = end;
  return which === undefined
    ? 'No end of this line is loose'
    : (doMine(work, row, false) ?? writeField(work.draft, row.key, { field: which, value: { componentId, port } }));
}

function doBase(work: Work, row: ReviewRow): string | undefined {
  const first = row.ops.flatMap(({ op }) => (op.op === 'set' && op.field === row.field ? [op] : []))[0];
  return first === undefined ? undefined : writeField(work.draft, row.key, { field: first.field, value: first.was });
}

/** Carries out one decision on a draft of the plant as it is now. Answers why it cannot be, without a full stop. */
export function carryOut(work: Work, row: ReviewRow, choice: ReviewChoice): string | undefined {
  switch (choice.take) {
    case 'theirs':
      return undefined;
    case 'mine':
      return doMine(work, row, true);
    case 'base':
      return doBase(work, row);
    case 'typed':
      return doTyped(work, row, choice.text);
    case 'attach':
      return doAttach(work, row, choice.end);
    default:
      return assertNever(choice, 'ReviewChoice');
  }
}

import { isLayoutField } from '../model/entityTables';
import { isSameValue } from '../model/fieldValue';
import type { Changeset, EntityKey, ForeignWrite, OpConflict, SyncOp } from './changeset';
import { type EntityRecord, type FieldRecord, setFieldsOf, type Stamp } from './entityRecord';
import { isKnownKind } from './recordEntity';
import { referenceOf } from './references';
import type { World } from './world';

/** What one op runs into; without the op's index. */
export type Obstacle = Omit<OpConflict, 'op'>;

/** What a changeset's author had seen: everything up to `base`, and what they wrote themselves. */
export interface Sight {
  readonly base: number;
  /** The changeset itself: what its earlier ops wrote is seen. */
  readonly id: string;
}

/** The sight of a changeset's author. */
export function sightOf({ base, id }: Changeset): Sight {
  return { base, id };
}

function isSeen(stamp: Stamp, sight: Sight, own: readonly string[]): boolean {
  return stamp.seq <= sight.base || stamp.changeset === sight.id || own.includes(stamp.changeset);
}

function theirs({ seq }: Stamp, value?: FieldRecord['value']): ForeignWrite {
  return { ...(value === undefined ? {} : { value }), seq };
}

/** Whether a field only says where something is drawn. Of kinds and fields that are not known, nothing is. */
export function isLayout({ kind }: EntityKey, path: string): boolean {
  return isKnownKind(kind) && isLayoutField(kind, path);
}

type Create = Extract<SyncOp, { op: 'create' }>;
type SetField = Extract<SyncOp, { op: 'set' }>;
type Delete = Extract<SyncOp, { op: 'delete' }>;

function createObstacles(record: EntityRecord | undefined, op: Create, sight: Sight): readonly Obstacle[] {
  if (record === undefined) {
    return [];
  }
  if (!record.live) {
    return isSeen(record.existence, sight, op.own) ? [] : [{ kind: 'edit-deleted', theirs: theirs(record.existence) }];
  }
  const standing = setFieldsOf(record);
  const different = Object.keys({ ...standing, ...op.fields }).filter(
    (path) => !isSameValue(standing[path], op.fields[path]) && !isLayout(op, path),
  );
  return different.map((field) => ({
    kind: 'field-field',
    field,
    theirs: theirs(record.fields[field] ?? record.existence, standing[field]),
  }));
}

function setObstacles(record: EntityRecord | undefined, op: SetField, sight: Sight): readonly Obstacle[] {
  const { field, own } = op;
  if (record === undefined) {
    return [{ kind: 'dependent', field }];
  }
  if (!record.live) {
    // Who knew that it was deleted had brought it back, and that was refused.
    return isSeen(record.existence, sight, own)
      ? [{ kind: 'dependent', field }]
      : [{ kind: 'edit-deleted', field, theirs: theirs(record.existence) }];
  }
  const standing = record.fields[field];
  const mayWrite =
    standing === undefined ||
    isSameValue(standing.value, op.value) ||
    isLayout(op, field) ||
    isSeen(standing, sight, own);
  return mayWrite ? [] : [{ kind: 'field-field', field, theirs: theirs(standing, standing.value) }];
}

function deleteObstacles(record: EntityRecord | undefined, op: Delete, sight: Sight): readonly Obstacle[] {
  if (record === undefined) {
    return [{ kind: 'dependent' }];
  }
  if (!record.live) {
    return [];
  }
  if (op.kind === 'plant') {
    return [{ kind: 'rule', rule: 'M7', detail: 'A file holds one plant, for good' }];
  }
  const unseen = Object.entries(record.fields).filter(([, written]) => !isSeen(written, sight, op.own));
  if (unseen.length > 0) {
    return unseen.map(([field, written]) => ({ kind: 'delete-edit', field, theirs: theirs(written, written.value) }));
  }
  const isSeenToExist = isSeen(record.existence, sight, op.own);
  return isSeenToExist ? [] : [{ kind: 'delete-edit', theirs: theirs(record.existence) }];
}

/** What stands in the way of one op by itself: the words of S4 to S9 in docs/spec/sync.md. Empty: nothing. */
export function obstaclesOf(world: World, op: SyncOp, sight: Sight): readonly Obstacle[] {
  const record = world.recordOf(op);
  switch (op.op) {
    case 'create':
      return createObstacles(record, op, sight);
    case 'set':
      return setObstacles(record, op, sight);
    case 'delete':
      return deleteObstacles(record, op, sight);
  }
}

function createdRecord(record: EntityRecord | undefined, op: Create, stamp: Stamp): EntityRecord {
  const { kind, id } = op;
  // Onto a live entity that says the same, only where it is drawn can differ: the later place stands.
  const kept = record?.live === true ? record.fields : {};
  const fields: Record<string, FieldRecord> = { ...kept };
  for (const [path, value] of Object.entries(op.fields)) {
    if (value !== undefined && !isSameValue(kept[path]?.value, value)) {
      fields[path] = { value, ...stamp };
    }
  }
  return { kind, id, live: true, existence: record?.live === true ? record.existence : stamp, fields };
}

/** The record after an op that nothing stands in the way of; undefined: the op does nothing. */
export function recordAfterOp(world: World, op: SyncOp, stamp: Stamp): EntityRecord | undefined {
  const record = world.recordOf(op);
  switch (op.op) {
    case 'create':
      return createdRecord(record, op, stamp);
    case 'set':
      return record === undefined || isSameValue(record.fields[op.field]?.value, op.value)
        ? undefined
        : { ...record, fields: { ...record.fields, [op.field]: { value: op.value, ...stamp } } };
    case 'delete':
      return record === undefined || !record.live ? undefined : { ...record, live: false, existence: stamp };
  }
}

/** The entity that an op stops referring to: what its field named before, or all that a deleted entity named. */
export function releasedBy(world: World, op: SyncOp): readonly EntityKey[] {
  const record = world.recordOf(op);
  if (record === undefined || op.op === 'create') {
    return [];
  }
  const released = (field: string): readonly EntityKey[] => {
    const before = referenceOf(op.kind, field, record.fields[field]?.value);
    const after = op.op === 'set' ? referenceOf(op.kind, field, op.value) : undefined;
    return before === undefined || before.id === after?.id ? [] : [before];
  };
  return op.op === 'set' ? released(op.field) : Object.keys(record.fields).flatMap(released);
}

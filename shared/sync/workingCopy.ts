import { entitiesOf } from '../model/entityCollections';
import { fieldChanges, fieldsOf } from '../model/entityFields';
import type { EntityChange, EntityKind, ModelPatch } from '../model/modelPatch';
import { entityKinds } from '../model/modelPatch';
import type { PlantModel } from '../model/plantModel';
import { recordsAfter } from './applyChanges';
import type { Changeset, EntityKey, OpConflict } from './changeset';
import { keyText } from './entityRecord';
import { judge, type JudgeContext } from './judge';
import { entityOfRecord, isKnownKind } from './recordEntity';
import { OverlayWorld } from './recordWorld';
import type { World } from './world';

/** Unconfirmed edits are later than anything in the log. */
const pendingSeq = Number.MAX_SAFE_INTEGER;

/** Changesets with ops that do not fit any more, and which ops: not shown, sent all the same; the service decides. */
export type HeldOps = ReadonlyMap<string, ReadonlySet<number>>;

/** What others did, with one's own unconfirmed edits over it. */
export interface PendingWorld {
  readonly world: OverlayWorld;
  readonly held: HeldOps;
  /** What the held ops ran into, by changeset. */
  readonly conflicts: ReadonlyMap<string, readonly OpConflict[]>;
}

/** The ops that conflicts are about. */
export function opsOf(conflicts: readonly OpConflict[]): ReadonlySet<number> {
  return new Set(conflicts.map(({ op }) => op));
}

/** [S20] Lays the outbox over what the log left, op by op as the service would judge it. */
export function layPending(base: World, outbox: Iterable<Changeset>, context: JudgeContext): PendingWorld {
  const world = new OverlayWorld(base);
  const held = new Map<string, ReadonlySet<number>>();
  const conflicts = new Map<string, readonly OpConflict[]>();
  for (const changeset of outbox) {
    const judgement = judge(world, changeset, context);
    if (judgement.verdict === 'rejected') {
      held.set(changeset.id, opsOf(judgement.conflicts));
      conflicts.set(changeset.id, judgement.conflicts);
    }
    const stamp = { seq: pendingSeq, changeset: changeset.id };
    recordsAfter(world, judgement.changes, stamp).forEach((record) => world.put(record));
  }
  return { world, held, conflicts };
}

function changeOf(
  { model, world }: { readonly model: PlantModel; readonly world: World },
  kind: EntityKind,
  key: EntityKey,
): EntityChange | undefined {
  const { id } = key;
  const standing = entitiesOf(model, kind).get(id);
  const record = world.recordOf(key);
  const reading = record === undefined ? undefined : entityOfRecord(record);
  const wanted = reading?.state === 'fits' ? reading.entity : undefined;
  if (wanted === undefined) {
    return standing && { change: 'delete', kind, id, fields: fieldsOf(kind, standing) };
  }
  if (standing === undefined) {
    return { change: 'create', kind, id, fields: fieldsOf(kind, wanted) };
  }
  const fields = fieldChanges(fieldsOf(kind, standing), fieldsOf(kind, wanted));
  return Object.keys(fields).length === 0 ? undefined : { change: 'update', kind, id, fields };
}

/** The patch that brings these entities of a model to what a world says of them. */
export function patchTowards(model: PlantModel, world: World, keys: Iterable<EntityKey>): ModelPatch {
  const byKind = new Map<EntityKind, Map<string, EntityKey>>(entityKinds.map((kind) => [kind, new Map()]));
  for (const key of keys) {
    if (isKnownKind(key.kind)) {
      byKind.get(key.kind)?.set(keyText(key), key);
    }
  }
  return {
    changes: [...byKind].flatMap(([kind, keysOfKind]) =>
      [...keysOfKind.values()].flatMap((key) => changeOf({ model, world }, kind, key) ?? []),
    ),
  };
}

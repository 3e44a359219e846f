import { createHash } from 'node:crypto';
import type { SyncConflict } from '../shared/contract/syncCalls';
import { applyPatch } from '../shared/model/applyPatch';
import type { CommandContext, CommandResult } from '../shared/model/commands/commandContext';
import { renameTag } from '../shared/model/commands/setFields';
import { entitiesOf } from '../shared/model/entityCollections';
import { fieldsOf } from '../shared/model/entityFields';
import { entityKinds, type EntityChange, type ModelPatch } from '../shared/model/modelPatch';
import type { PlantModel } from '../shared/model/plantModel';
import { recordsAfter } from '../shared/sync/applyChanges';
import type { Changeset, SyncOp } from '../shared/sync/changeset';
import { type EntityRecord, keyText } from '../shared/sync/entityRecord';
import { judge } from '../shared/sync/judge';
import type { LoggedChange } from '../shared/sync/logEntry';
import { RecordWorld } from '../shared/sync/recordWorld';
import type { KnownRevision } from '../shared/sync/review/knownRevision';
import { knowingKept, splitChangeset } from '../shared/sync/splitChangeset';
import { afterCommand, contextOf, startedWorks, testLookup } from './modelGestures';

/** A gesture of somebody; one that answers nothing, or is refused, is passed over. */
export type MeetingEdit = (context: CommandContext) => CommandResult | undefined;

/** What is on a machine after its edits met those of others at the service. */
export interface Meeting {
  /** Where both began. */
  readonly base: PlantModel;
  /** The plant on show: what others did, with what fitted of one's own. */
  readonly model: PlantModel;
  readonly conflicts: readonly SyncConflict[];
  readonly revisions: readonly KnownRevision[];
  /** Whether the service takes an edit of the plant on show, made by somebody who has seen everything. */
  readonly takes: (patch: ModelPatch) => boolean;
}

const baseSeq = 205;
const startMs = Date.UTC(2026, 2, 10, 15, 0);
const minuteMs = 60_000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function uuidOf(text: string): string {
  const hex = sha256(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function recordsOf(model: PlantModel): readonly EntityRecord[] {
  const stamp = { seq: 1, changeset: uuidOf('first') };
  return entityKinds.flatMap((kind) =>
    [...entitiesOf(model, kind)].map(([id, entity]) => ({
      ...{ kind, id, live: true, existence: stamp },
      fields: Object.fromEntries(
        Object.entries(fieldsOf(kind, entity)).map(([path, value]) => [path, { value, ...stamp }]),
      ),
    })),
  );
}

function opsOf(change: EntityChange): readonly SyncOp[] {
  const { kind, id } = change;
  switch (change.change) {
    case 'create':
      return [{ op: 'create', kind, id, fields: change.fields, own: [] }];
    case 'delete':
      return [{ op: 'delete', kind, id, was: change.fields, own: [] }];
    case 'update':
      return Object.entries(change.fields).map(([field, { before, after }]) => ({
        ...{ op: 'set' as const, kind, id, field, own: [] },
        ...(after === undefined ? {} : { value: after }),
        ...(before === undefined ? {} : { was: before }),
      }));
  }
}

function patchesOf(base: PlantModel, edits: readonly MeetingEdit[], prefix: string) {
  let model = base;
  const made: { readonly label: string; readonly patch: ModelPatch }[] = [];
  edits.forEach((edit, index) => {
    const result = edit(contextOf(model, `${prefix}-${index}`));
    if (result?.ok === true && result.value.patch.changes.length > 0) {
      made.push(result.value);
      model = applyPatch(model, result.value.patch);
    }
  });
  return { made, model };
}

/** Edits of one's own as changesets, each op knowing the earlier ones of the same thing as its own. */
function changesetsOf(made: ReturnType<typeof patchesOf>['made']): readonly Changeset[] {
  const touching = new Map<string, string[]>();
  return made.map(({ label, patch }, index) => {
    const id = uuidOf(`mine ${index} ${label}`);
    const ops = patch.changes.flatMap(opsOf).map((op): SyncOp => ({ ...op, own: touching.get(keyText(op)) ?? [] }));
    ops.forEach((op) => touching.set(keyText(op), [...(touching.get(keyText(op)) ?? []), id]));
    return { id, base: baseSeq, atMs: startMs + index * minuteMs, label, ops, resolves: [] };
  });
}

function told(edit: NonNullable<ReturnType<typeof splitChangeset>['parked']>): SyncConflict {
  const conflicts = edit.conflicts.map((conflict) =>
    conflict.theirs === undefined
      ? conflict
      : { ...conflict, theirs: { ...conflict.theirs, by: 'Colleague', atMs: startMs + minuteMs } },
  );
  return { ...edit, ops: [...edit.ops], conflicts, by: 'Me', mine: true };
}

/** Lets edits of one's own meet those of others at a service that judges as the real one does. */
export function meet(
  base: PlantModel,
  edits: { readonly mine: readonly MeetingEdit[]; readonly theirs: readonly MeetingEdit[] },
): Meeting {
  const world = new RecordWorld(recordsOf(base));
  const theirs = patchesOf(base, edits.theirs, 'theirs');
  const revisions: KnownRevision[] = [];
  let { model } = theirs;
  const log = (entry: { id: string; by: string; label: string }, changes: readonly LoggedChange[]): void => {
    const seq = baseSeq + 1 + revisions.length;
    world.put(recordsAfter(world, changes, { seq, changeset: entry.id }));
    const isOwn = entry.by === 'Me';
    const patch = { changes: changes as readonly EntityChange[] };
    revisions.push({
      id: entry.id,
      seq,
      by: entry.by,
      atMs: startMs + seq * minuteMs,
      label: entry.label,
      isOwn,
      patch,
    });
  };
  theirs.made.forEach(({ label, patch }, index) =>
    log({ id: uuidOf(`theirs ${index}`), by: 'Colleague', label }, patch.changes as readonly LoggedChange[]),
  );
  const conflicts: SyncConflict[] = [];
  let outbox = changesetsOf(patchesOf(base, edits.mine, 'mine').made);
  for (let next = outbox[0]; next !== undefined; next = outbox[0]) {
    outbox = outbox.slice(1);
    const judgement = judge(world, next, { lookup: testLookup, frozenAreas: new Set() });
    if (judgement.verdict === 'rejected') {
      const { kept, parked } = splitChangeset(next, judgement.conflicts, sha256);
      conflicts.push(...(parked === undefined ? [] : [told(parked)]));
      const refused = next.id;
      outbox = kept === undefined ? outbox : [kept, ...outbox.map((later) => knowingKept(later, refused, kept.id))];
    } else {
      log({ id: next.id, by: 'Me', label: next.label }, judgement.changes);
      model = applyPatch(model, { changes: judgement.changes as readonly EntityChange[] });
    }
  }
  const takes = (patch: ModelPatch): boolean => {
    const ops = patch.changes.flatMap(opsOf);
    const seen = { id: uuidOf('decision'), base: baseSeq + revisions.length, atMs: startMs, label: 'Decide', ops };
    return (
      judge(world, { ...seen, resolves: [] }, { lookup: testLookup, frozenAreas: new Set() }).verdict === 'accepted'
    );
  };
  return { base, model, conflicts, revisions, takes };
}

/** A small plant whose components, from left to right, are tagged `A-1` to `A-6`. */
export function taggedWorks(): PlantModel {
  return ['A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6'].reduce((model, tag, place) => {
    const component = [...model.components.values()].sort((one, other) => one.x - other.x)[place];
    return component === undefined
      ? model
      : afterCommand(model, `tag-${place}`, (context) => renameTag(context, { id: component.id, tag }));
  }, startedWorks());
}

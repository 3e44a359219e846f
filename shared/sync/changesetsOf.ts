import { canonicalJson } from '../model/fieldValue';
import { type EntityChange, type EntityKind, entityKinds, type FieldValue, type ModelPatch } from '../model/modelPatch';
import type { Changeset, ConflictDecision, SyncOp } from './changeset';
import { derivedId } from './logHash';
import { OutboxIndex } from './outboxIndex';
import type { Sha256 } from './stateSum';
import { wireLimits } from './syncWire';

/** An edit that is to be sent. */
export interface SentEdit {
  /** A random UUID. */
  readonly id: string;
  readonly atMs: number;
  readonly label: string;
  readonly patch: ModelPatch;
  readonly resolves?: readonly ConflictDecision[] | undefined;
}

/** Room for everything of a changeset but its ops. */
const envelopeBytes = 64 * 1_024;
const largestBytes = wireLimits.bodyBytes - envelopeBytes;

function opsOf(change: EntityChange): readonly SyncOp[] {
  const { kind, id } = change;
  switch (change.change) {
    case 'create':
      return [{ op: 'create', kind, id, fields: change.fields, own: [] }];
    case 'update':
      return Object.entries(change.fields).map(([field, { before, after }]) => ({
        ...{ op: 'set' as const, kind, id, field, own: [] },
        ...(after === undefined ? {} : { value: after }),
        ...(before === undefined ? {} : { was: before }),
      }));
    case 'delete':
      return [{ op: 'delete', kind, id, was: change.fields, own: [] }];
  }
}

/** What is referred to first, so that a part of an edit never names what a later part makes. */
function inOrder(patch: ModelPatch): readonly EntityChange[] {
  const rank = ({ change, kind }: EntityChange): number => {
    const place = entityKinds.indexOf(kind as EntityKind);
    return change === 'create' ? place : change === 'update' ? entityKinds.length : 3 * entityKinds.length - place;
  };
  return patch.changes.toSorted((one, other) => rank(one) - rank(other));
}

/** Upper bound of the JSON of an op in UTF-8. */
function sizeOf(op: SyncOp): number {
  const json = canonicalJson(op as unknown as FieldValue);
  // Characters of a JSON text take three bytes at most; only where that could matter is it worth more than its length.
  return /^[\x20-\x7e]*$/.test(json) ? json.length : json.length * 3;
}

function partsOf(ops: readonly SyncOp[]): readonly (readonly SyncOp[])[] {
  const parts: SyncOp[][] = [];
  let part: SyncOp[] = [];
  let sizeBytes = 0;
  for (const op of ops) {
    const opBytes = sizeOf(op);
    if (part.length === wireLimits.ops || (part.length > 0 && sizeBytes + opBytes > largestBytes)) {
      parts.push(part);
      part = [];
      sizeBytes = 0;
    }
    part.push(op);
    sizeBytes += opBytes;
  }
  return [...parts, part];
}

/**
 * The changesets that an edit is sent as: one, or several where it is larger than the service takes at once. `base` is
 * the last revision seen, `pending` what is not confirmed yet.
 */
export function changesetsOf(
  edit: SentEdit,
  from: { readonly base: number; readonly pending: OutboxIndex; readonly sha256: Sha256 },
): readonly Changeset[] {
  const { id, atMs, label, resolves = [] } = edit;
  const pending = new OutboxIndex([], from.pending);
  return partsOf(inOrder(edit.patch).flatMap(opsOf)).map((ops, part) => {
    const changeset: Changeset = {
      id: part === 0 ? id : derivedId(id, `part ${part}`, from.sha256),
      ...{ base: from.base, atMs, label },
      ops: ops.map((op) => pending.owned(op)),
      resolves: part === 0 ? resolves : [],
    };
    pending.add(changeset);
    return changeset;
  });
}

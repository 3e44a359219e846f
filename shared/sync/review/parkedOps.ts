import type { SyncConflict } from '../../contract/syncCalls';
import type { OpConflict, SyncOp } from '../changeset';
import { keyText } from '../entityRecord';

/** One op of a parked edit with why it was refused. */
export interface ParkedOp {
  readonly conflict: SyncConflict;
  readonly index: number;
  readonly op: SyncOp;
  /** The first that says why; undefined: it was parked along with the others. */
  readonly why: OpConflict | undefined;
}

/** A parked op that asks for a decision of its own, and those that can only follow it. */
export interface ParkedCause {
  readonly cause: ParkedOp;
  readonly followers: readonly ParkedOp[];
}

/** What is told first where an op was refused for several reasons. */
const precedence = [
  'edit-deleted',
  'delete-edit',
  'dangling',
  'duplicate-tag',
  'field-field',
  'rule',
  'frozen',
  'dependent',
] as const;

function firstReason(conflicts: readonly OpConflict[], index: number): OpConflict | undefined {
  const reasons = conflicts.filter(({ op }) => op === index);
  return precedence.flatMap((kind) => reasons.filter((reason) => reason.kind === kind))[0];
}

function opsOf(conflict: SyncConflict): readonly ParkedOp[] {
  return conflict.ops.map((op, index) => ({ conflict, index, op, why: firstReason(conflict.conflicts, index) }));
}

function opId({ conflict, index }: ParkedOp): string {
  return `${conflict.id} ${index}`;
}

/** What each op hangs on, among the ops of the same edit or on a parked create of an earlier one. */
class Causes {
  readonly #ops: readonly ParkedOp[];
  readonly #byId: ReadonlyMap<string, ParkedOp>;
  readonly #creates = new Map<string, ParkedOp>();

  constructor(ops: readonly ParkedOp[]) {
    this.#ops = ops;
    this.#byId = new Map(ops.map((parked) => [opId(parked), parked]));
    ops.forEach((parked) => {
      if (parked.op.op === 'create' && !this.#creates.has(keyText(parked.op))) {
        this.#creates.set(keyText(parked.op), parked);
      }
    });
  }

  rootOf(parked: ParkedOp): ParkedOp {
    const seen = new Set([parked]);
    let root = parked;
    for (let next = this.#causeOf(root); next !== undefined && !seen.has(next); next = this.#causeOf(root)) {
      seen.add(next);
      root = next;
    }
    return root;
  }

  #causeOf(parked: ParkedOp): ParkedOp | undefined {
    const { conflict, why, op } = parked;
    if (why?.because !== undefined) {
      return this.#byId.get(`${conflict.id} ${why.because}`);
    }
    if (why?.kind === 'frozen') {
      // A change request is sent again whole.
      const first = this.#ops.find((other) => other.conflict === conflict && other.why?.kind === 'frozen');
      return first === parked ? undefined : first;
    }
    // What it needs was never deleted by anybody: it waits among the parked edits itself.
    const needed = why?.other === undefined ? undefined : this.#creates.get(keyText(why.other));
    if (why !== undefined && why.kind !== 'dependent') {
      return why.kind === 'dangling' && needed !== parked ? needed : undefined;
    }
    const create = needed ?? this.#creates.get(keyText(op));
    if (create !== undefined && create !== parked) {
      return create;
    }
    const asked = this.#ops.find((other) => other.conflict === conflict && other.why?.kind !== 'dependent');
    return asked === parked || why !== undefined ? undefined : asked;
  }
}

/**
 * The ops of all parked edits in the order in which they were made: those that ask for a decision, each with those that
 * follow it. Every op of every edit is in the answer exactly once.
 */
export function parkedCauses(conflicts: readonly SyncConflict[]): readonly ParkedCause[] {
  const inOrder = [...conflicts].sort((one, other) => one.atMs - other.atMs);
  const ops = inOrder.flatMap(opsOf);
  const causes = new Causes(ops);
  const followers = new Map<ParkedOp, ParkedOp[]>();
  for (const parked of ops) {
    const root = causes.rootOf(parked);
    const following = followers.get(root) ?? [];
    followers.set(root, following);
    if (root !== parked) {
      following.push(parked);
    }
  }
  return [...followers].map(([cause, following]) => ({ cause, followers: following }));
}

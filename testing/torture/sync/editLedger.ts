import type { Changeset, SyncOp } from '../../../shared/sync/changeset';
import { demand } from './violation';

/** How far into which life of the service somebody had read when they edited. */
export interface Sight {
  readonly life: number;
  readonly seq: number;
}

/** What a project file carries that the oracle needs: copied, put aside and lost with the file. */
export interface FilePast {
  /** The edits that were made in this file or in the one it is a copy of. */
  readonly made: ReadonlySet<string>;
  /** What its readers have seen, one for each life of the service. */
  readonly sights: readonly Sight[];
}

/** One acknowledged edit: on the disk of the person who made it. */
interface LedgerEdit {
  /** What it did, as texts that are told apart. */
  readonly ops: readonly string[];
  readonly past: FilePast;
}

/** One thing that an edit did, told apart from the others of the same edit. Splitting does not change it. */
function opText(op: SyncOp): string {
  switch (op.op) {
    case 'create':
      return `create ${op.kind} ${op.id} ${JSON.stringify(op.fields)}`;
    case 'set':
      return `set ${op.kind} ${op.id} ${op.field} ${JSON.stringify(op.value)}`;
    case 'delete':
      return `delete ${op.kind} ${op.id}`;
  }
}

/** All that a changeset says; a decision counts as a thing done. */
function saidBy({ ops, resolves }: Pick<Changeset, 'ops' | 'resolves'>): readonly string[] {
  return [...ops.map(opText), ...resolves.map(({ conflictId, take }) => `decide ${conflictId} ${take}`)];
}

/** Every edit that somebody was told is safe, and what became of it. */
export class EditLedger {
  readonly #edits = new Map<string, LedgerEdit>();
  /** Which edit a changeset is, or is a part of. */
  readonly #roots = new Map<string, string>();
  /** Edits whose last file somebody overwrote with another: nobody promised to keep them. */
  readonly #abandoned = new Set<string>();

  size(): number {
    return this.#edits.size;
  }

  add(changeset: Changeset, past: FilePast): void {
    this.#edits.set(changeset.id, { ops: saidBy(changeset), past });
    this.#roots.set(changeset.id, changeset.id);
  }

  /** A changeset that was made of another. */
  derive(id: string, from: string): void {
    const root = this.rootOf(from);
    const known = this.#roots.get(id) ?? root;
    demand(known === root, 'P1', () => `${id} is made of ${root} and of ${known}`);
    this.#roots.set(id, root);
  }

  rootOf(changesetId: string): string {
    return this.#roots.get(changesetId) ?? changesetId;
  }

  edit(changesetId: string): LedgerEdit | undefined {
    return this.#edits.get(this.rootOf(changesetId));
  }

  /** A file is overwritten: what no other file has made is no longer promised. */
  overwrite(lost: FilePast, left: readonly FilePast[]): void {
    for (const root of lost.made) {
      if (!left.some(({ made }) => made.has(root))) {
        this.#abandoned.add(root);
      }
    }
  }

  /**
   * [P1] Every op of every edit is in exactly one of these places. `accepted`: changesets that are in the log;
   * `parked`: edits that wait for a decision or had one. `mayBeTwice`: one op may be in both.
   */
  balance(
    accepted: Iterable<Changeset>,
    parked: Iterable<{ readonly changesetId: string; readonly ops: readonly SyncOp[] }>,
    options: { readonly mayBeTwice: boolean },
  ): void {
    const found = new Map<string, Map<string, number>>();
    const count = (changesetId: string, said: readonly string[]): void => {
      const root = this.rootOf(changesetId);
      const counts = found.get(root) ?? new Map<string, number>();
      found.set(root, counts);
      for (const text of said) {
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    };
    for (const changeset of accepted) {
      count(changeset.id, saidBy(changeset));
    }
    for (const { changesetId, ops } of parked) {
      count(changesetId, ops.map(opText));
    }
    for (const [root, { ops }] of this.#edits) {
      for (const op of ops) {
        const times = found.get(root)?.get(op) ?? 0;
        demand(times <= 1 || options.mayBeTwice, 'P1', () => `"${op}" of edit ${root} is there ${times} times`);
        demand(times > 0 || this.#abandoned.has(root), 'P1', () => `"${op}" of edit ${root} is lost`);
      }
    }
  }
}

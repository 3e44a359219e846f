import type { Changeset, EntityKey, SyncOp } from './changeset';
import { keyText } from './entityRecord';

interface PendingOp {
  readonly changesetId: string;
  /** Undefined: the op is about the whole entity. */
  readonly field: string | undefined;
}

/** Which unconfirmed changesets touched what: the `own` of whatever is done next. */
export class OutboxIndex {
  readonly #byEntity = new Map<string, readonly PendingOp[]>();
  readonly #below: OutboxIndex | undefined;

  /** `below`: what is asked as well and never changed. */
  constructor(outbox: Iterable<Changeset> = [], below?: OutboxIndex) {
    this.#below = below;
    for (const changeset of outbox) {
      this.add(changeset);
    }
  }

  add(changeset: Changeset): void {
    for (const op of changeset.ops) {
      const text = keyText(op);
      const added = { changesetId: changeset.id, field: op.op === 'set' ? op.field : undefined };
      this.#byEntity.set(text, [...(this.#byEntity.get(text) ?? []), added]);
    }
  }

  remove(changeset: Changeset): void {
    for (const op of changeset.ops) {
      const text = keyText(op);
      const left = (this.#byEntity.get(text) ?? []).filter(({ changesetId }) => changesetId !== changeset.id);
      if (left.length === 0) {
        this.#byEntity.delete(text);
      } else {
        this.#byEntity.set(text, left);
      }
    }
  }

  /** Unconfirmed changesets that touched an entity; with a field, only what touched that field or the whole entity. */
  ownOf(key: EntityKey, field?: string): readonly string[] {
    const pending = this.#byEntity.get(keyText(key)) ?? [];
    const touching = pending.filter((op) => field === undefined || op.field === undefined || op.field === field);
    const below = this.#below?.ownOf(key, field) ?? [];
    return [...new Set([...below, ...touching.map(({ changesetId }) => changesetId)])];
  }

  /** The op with its `own`. */
  owned(op: SyncOp): SyncOp {
    return { ...op, own: this.ownOf(op, op.op === 'set' ? op.field : undefined) };
  }
}

import type { Changeset } from './changeset';
import { OutboxIndex } from './outboxIndex';

/** A changeset that is not confirmed, at its place in the outbox. */
export interface OutboxRow {
  /** Orders the outbox; what is left of a refused changeset keeps its place. Any integer. */
  readonly position: number;
  readonly changeset: Changeset;
}

/** What turns one outbox into another. */
export interface OutboxChange {
  /** Positions whose rows go. */
  readonly removed: readonly number[];
  /** Rows that are new or say something else. */
  readonly put: readonly OutboxRow[];
}

/** What turns one outbox, ordered by position, into another. Rows that stay are the same objects. */
export function outboxChange(before: readonly OutboxRow[], after: readonly OutboxRow[]): OutboxChange {
  // A step changes little of an outbox that may be long: both ends that stay are left aside first.
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  const [old, current] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const standing = new Set(old);
  const staying = new Set(current.map(({ position }) => position));
  return {
    removed: old.flatMap(({ position }) => (staying.has(position) ? [] : [position])),
    put: current.filter((row) => !standing.has(row)),
  };
}

/** Rows for changesets at the end of an outbox. */
export function appended(rows: readonly OutboxRow[], changesets: readonly Changeset[]): readonly OutboxRow[] {
  const next = (rows.at(-1)?.position ?? 0) + 1;
  return [...rows, ...changesets.map((changeset, index) => ({ position: next + index, changeset }))];
}

/**
 * [S24] An outbox for a service whose log is another after the entry `common`: what it lost goes first, nothing claims
 * to have seen more of it than that, and what was one's own before is one's own again.
 */
export function resentRows(
  rows: readonly OutboxRow[],
  resend: readonly Changeset[],
  common: number,
): readonly OutboxRow[] {
  const first = (rows[0]?.position ?? 1) - resend.length;
  const all = [...resend.map((changeset, index) => ({ position: first + index, changeset })), ...rows];
  const pending = new OutboxIndex();
  const ids = new Set<string>();
  return all.flatMap(({ position, changeset }) => {
    if (ids.has(changeset.id)) {
      return [];
    }
    ids.add(changeset.id);
    const ops = changeset.ops.map((op) => ({ ...op, own: [...new Set([...op.own, ...pending.owned(op).own])] }));
    const resent: Changeset = { ...changeset, base: Math.min(changeset.base, common), ops };
    pending.add(resent);
    return [{ position, changeset: resent }];
  });
}

import type { RevisionTime } from '../../../shared/sync/past/revisionInForce';

/** What tells the parts of one edit from other edits: they carry the same words and the same moment of the same author. */
export interface EntryMark {
  readonly by: string;
  readonly label: string;
  /** The author's clock. */
  readonly madeAtMs: number;
}

/** A revision as the replay looks for it. */
export interface MarkedRevision extends EntryMark {
  readonly seq: number;
  /** The service's clock. */
  readonly atMs: number;
}

function isSameEdit(one: EntryMark, other: EntryMark): boolean {
  return one.madeAtMs === other.madeAtMs && one.label === other.label && one.by === other.by;
}

/**
 * When what was in force: ascending, also where the service's clock once went back. An edit that was sent in parts
 * counts when its last part came; one that still has parts in `pending` does not count yet.
 */
export function revisionTimes(
  revisions: Iterable<MarkedRevision>,
  pending: readonly EntryMark[],
): readonly RevisionTime[] {
  const times: RevisionTime[] = [];
  let last: MarkedRevision | undefined;
  let lastMs = 0;
  for (const revision of revisions) {
    if (last !== undefined && isSameEdit(last, revision)) {
      times.pop();
    }
    lastMs = Math.max(lastMs, revision.atMs);
    times.push({ seq: revision.seq, atMs: lastMs });
    last = revision;
  }
  const newest = last;
  if (newest !== undefined && pending.some((mark) => isSameEdit(newest, mark))) {
    times.pop();
  }
  return times;
}

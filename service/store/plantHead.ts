import { invariant } from '../../shared/lib/invariant';
import type { LogEntry, LogHead } from '../../shared/sync/logEntry';
import { emptySum } from '../../shared/sync/stateSum';

/** The head of a plant without entries. */
export function firstHead(plantId: string): LogHead {
  return { seq: 0, hash: plantId, digest: emptySum };
}

/** Throws unless the entry follows the head: a store never makes a gap or a second branch. */
export function checkFollows(entry: LogEntry, head: LogHead): void {
  invariant(entry.seq === head.seq + 1, `entry ${entry.seq} follows ${head.seq}`);
  invariant(entry.previousHash === head.hash, `entry ${entry.seq} is chained to the one before`);
}

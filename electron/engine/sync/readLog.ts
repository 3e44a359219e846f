import type { LogEntry } from '../../../shared/sync/logEntry';
import { type Head, wireLimits } from '../../../shared/sync/syncWire';
import type { ServiceClient } from './serviceClient';
import type { KnownEntry } from './syncRows';

/** What a service's log holds after an entry. */
export interface LogPart {
  /** Ascending, as they came; not checked. */
  readonly entries: readonly LogEntry[];
  readonly head: Head;
}

/** Most entries that are held in memory and taken in one step. */
const mostEntries = 10_000;

/**
 * Reads what follows an entry: all of it, or `mostEntries` when there is more. Rejects with reason `diverged` when the
 * service does not have that entry.
 */
export async function readLog(
  { client, plantId }: { readonly client: ServiceClient; readonly plantId: string },
  from: KnownEntry,
  signal: AbortSignal,
): Promise<LogPart> {
  const entries: LogEntry[] = [];
  let last = from;
  for (;;) {
    const query = { since: last.seq, hash: last.hash, limit: wireLimits.changesPage, waitSeconds: 0 };
    const page = await client.changes(plantId, query, signal);
    entries.push(...page.entries);
    const next = page.entries.at(-1);
    if (next === undefined || next.seq <= last.seq || next.seq >= page.head.seq || entries.length >= mostEntries) {
      return { entries, head: page.head };
    }
    last = next;
  }
}

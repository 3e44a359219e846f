import { throwIfAborted } from '../../../shared/history/abortError';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { isEntrySealed } from '../../../shared/sync/logHash';
import { type Head, wireLimits } from '../../../shared/sync/syncWire';
import type { ServiceClient } from './serviceClient';
import { sha256 } from './sha256';
import { serviceFailure } from './syncFailure';
import type { KnownEntry } from './syncRows';

/** Where a log is read. */
export interface LogPlace {
  readonly client: ServiceClient;
  readonly plantId: string;
}

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
export async function readLog({ client, plantId }: LogPlace, from: KnownEntry, signal: AbortSignal): Promise<LogPart> {
  const entries: LogEntry[] = [];
  let last = from;
  for (;;) {
    const query = { since: last.seq, hash: last.hash, limit: wireLimits.changesPage, waitSeconds: 0 };
    const page = await client.changes(plantId, query, signal);
    throwIfAborted(signal);
    entries.push(...page.entries);
    const next = page.entries.at(-1);
    if (next === undefined || next.seq <= last.seq || next.seq >= page.head.seq || entries.length >= mostEntries) {
      return { entries, head: page.head };
    }
    last = next;
  }
}

/** Whether entries follow on one another without a gap, and the first on an entry that is known. */
export function isChained(entries: readonly LogEntry[], known: KnownEntry): boolean {
  return entries.every((entry, index) => {
    const before = entries[index - 1] ?? known;
    return entry.seq === before.seq + 1 && isEntrySealed(entry, before.hash, sha256);
  });
}

/** Reads the log from its beginning up to an entry that is known. Rejects with an `AppFailure` when it does not lead there. */
export async function readLogUpTo(
  place: LogPlace & { readonly address: string },
  end: KnownEntry,
  signal: AbortSignal,
): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  let last: KnownEntry = { seq: 0, hash: place.plantId };
  while (last.seq < end.seq) {
    const part = await readLog(place, last, signal);
    const next = part.entries.at(-1);
    if (next === undefined || !isChained(part.entries, last)) {
      break;
    }
    entries.push(...part.entries.filter(({ seq }) => seq <= end.seq));
    last = next;
  }
  if (entries.at(-1)?.hash !== end.hash) {
    throw serviceFailure(place.address, 'not-a-service', 'its log does not lead up to what is here');
  }
  return entries;
}

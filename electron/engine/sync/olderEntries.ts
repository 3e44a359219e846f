import { createHash } from 'node:crypto';
import { AppFailure } from '../../../shared/lib/appError';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { isEntrySealed } from '../../../shared/sync/logHash';
import type { ProjectDatabase } from '../project/projectDatabase';
import type { ServiceClient } from './serviceClient';

/** Entries of one request. */
const pageSize = 500;

/** What entries from before a snapshot are fetched with. */
export interface OlderEntriesParts {
  readonly database: ProjectDatabase;
  readonly plantId: string;
  readonly host: string;
  readonly client: ServiceClient;
  /** The oldest entry that is here. */
  readonly firstKnown: () => number;
  /** More are here than before. */
  readonly onFetched: () => void;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whether entries lead without a gap, each sealed on the one before, to the hash that the next one is known to have. */
function leadsTo(entries: readonly LogEntry[], first: number, nextPreviousHash: string | undefined): boolean {
  const isChained = entries.every((entry, index) => {
    const before = entries[index - 1];
    return entry.seq === first + index && isEntrySealed(entry, before?.hash ?? entry.previousHash, sha256);
  });
  return isChained && (nextPreviousHash === undefined || entries.at(-1)?.hash === nextPreviousHash);
}

function previousHashOf(database: ProjectDatabase, seq: number): string | undefined {
  return database.prepare<[number], string>('SELECT previous_hash FROM sync_entry WHERE seq = ?').pluck().get(seq);
}

function keep(database: ProjectDatabase, entries: readonly LogEntry[]): void {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO sync_entry
       (seq, id, by, at_ms, server_at_ms, label, changes, resolves, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  database.transaction(() => {
    for (const { seq, id, by, atMs, serverAtMs, label, changes, resolves, previousHash, hash } of entries) {
      insert.run(
        ...[seq, id, by, atMs, serverAtMs, label],
        ...[JSON.stringify(changes), JSON.stringify(resolves), previousHash, hash],
      );
    }
  })();
}

/**
 * Fetches the log backwards from the oldest entry that is here, page by page, until revision `until` is here too, and
 * keeps it. Rejects with an `AppFailure`; what came so far stays.
 */
export async function fetchOlderEntries(parts: OlderEntriesParts, until: number, signal: AbortSignal): Promise<void> {
  const { database, plantId, host, client } = parts;
  for (let first = parts.firstKnown(); first > Math.max(1, until); first = parts.firstKnown()) {
    const since = Math.max(0, first - 1 - pageSize);
    const query = { since, hash: '', limit: first - 1 - since, waitSeconds: 0 };
    const { entries } = await client.changes(plantId, query, signal);
    if (entries.length !== query.limit || !leadsTo(entries, since + 1, previousHashOf(database, first))) {
      const detail = 'its older history does not lead to what is known here';
      throw new AppFailure({ code: 'service-failed', reason: 'not-a-service', host, detail });
    }
    keep(database, entries);
    parts.onFetched();
  }
}

import type { Database } from 'better-sqlite3';

/**
 * What is to be written to data sources: a migration step of the project file.
 *
 * - `write_back`: one row a point, in the order in which they were queued. A row is there until the source has stored its
 *   point. `rejected` is why the source will not; such rows are not sent again by themselves. Ids are never used twice: an
 *   answer that comes late cannot remove another point.
 */
export const writeBackTables = `
  CREATE TABLE write_back (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id TEXT NOT NULL,
    database TEXT NOT NULL,
    retention_policy TEXT NOT NULL,
    measurement TEXT NOT NULL,
    tags TEXT NOT NULL,
    fields TEXT NOT NULL,
    time_ms REAL NOT NULL,
    rejected TEXT
  ) STRICT;
  CREATE INDEX write_back_waiting ON write_back (source_id, id) WHERE rejected IS NULL;
  CREATE INDEX write_back_rejected ON write_back (source_id, id) WHERE rejected IS NOT NULL;
`;

/** Makes the tables of the queue where they are missing. */
export function ensureWriteBackTables(db: Database): void {
  const present = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'write_back'`).get();
  if (present === undefined) {
    db.exec(writeBackTables);
  }
}

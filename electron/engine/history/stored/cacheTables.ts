import type { Database } from 'better-sqlite3';
import { historyTables } from '../historyTables';

/**
 * The tables of what was read from data sources: a migration step of the project file. All of it can be read again,
 * except for the jobs, which a person asked for.
 *
 * - `cache_series`, `cache_chunk`, `cache_tile`: as the embedded historian's. A series is named by the id of its data
 *   source and its name there (`cacheKey.ts`).
 * - `cache_coverage`: stretches of time, [start_ms, end_ms), of one series; they do not overlap, and every stored
 *   sample lies in one. `read_at_ms` is Infinity where every sample is known, because they were read when they were too
 *   old to change, and -Infinity where there may be others. `used_at_ms`: when it was last asked for, to the hour.
 * - `cache_summary`: what a source said of its series, as JSON.
 * - `cache_job`: stretches taken offline. They are what eviction leaves alone.
 * - `cache_state`: one row. `stored_bytes`: packed samples and tiles.
 */
const cacheTables = `${historyTables('cache')}
  CREATE TABLE cache_coverage (
    series_id INTEGER NOT NULL REFERENCES cache_series (id) ON DELETE CASCADE,
    start_ms REAL NOT NULL,
    end_ms REAL NOT NULL,
    read_at_ms REAL NOT NULL,
    used_at_ms REAL NOT NULL,
    PRIMARY KEY (series_id, start_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cache_summary (
    source_id TEXT NOT NULL,
    name TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (source_id, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cache_job (
    id TEXT PRIMARY KEY NOT NULL,
    task TEXT NOT NULL,
    progress TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cache_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    stored_bytes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO cache_state (id, stored_bytes) VALUES (1, 0);
`;

/** Makes the tables for histories read from data sources where they are missing. */
export function ensureCacheTables(db: Database): void {
  const present = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'cache_coverage'`).get();
  if (present === undefined) {
    db.exec(cacheTables);
  }
}

import type { Database } from 'better-sqlite3';

/**
 * Whose tables: `history` holds what was imported and belongs to the plant, `cache` what was read from data sources and
 * can be read again. Nothing that clears the one can reach the other.
 */
export type HistoryPrefix = 'history' | 'cache';

/**
 * The tables of a historian: a migration step of the project file.
 *
 * - `history_series`: one row a historian name, with what is known of it without reading samples.
 * - `history_chunk`: up to 1,024 neighbouring samples of a series, packed (`shared/history/chunkCodec.ts`); chunks of a
 *   series do not overlap. The index covers everything but the samples: it is read when a series is first asked for.
 * - `history_tile`: up to 512 epoch-aligned buckets of level L, 1 min x 16^L wide, packed (`bucketCodec.ts`).
 *   A tile can be missing: then its span is added up from samples.
 */
export const historyTables = (prefix: HistoryPrefix): string => `
  CREATE TABLE ${prefix}_series (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    description TEXT NOT NULL,
    sample_count INTEGER NOT NULL,
    first_ms REAL,
    last_ms REAL,
    typical_period_ms REAL
  ) STRICT;

  CREATE TABLE ${prefix}_chunk (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES ${prefix}_series (id) ON DELETE CASCADE,
    start_ms REAL NOT NULL,
    end_ms REAL NOT NULL,
    sample_count INTEGER NOT NULL,
    step_ms REAL,
    samples BLOB NOT NULL
  ) STRICT;
  CREATE INDEX ${prefix}_chunk_by_time ON ${prefix}_chunk (series_id, start_ms, end_ms, sample_count, step_ms);

  CREATE TABLE ${prefix}_tile (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES ${prefix}_series (id) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    start_ms REAL NOT NULL,
    buckets BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX ${prefix}_tile_by_time ON ${prefix}_tile (series_id, level, start_ms);
`;

/** Makes the tables of the embedded historian where they are missing. */
export function ensureHistoryTables(db: Database): void {
  const present = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'history_chunk'`).get();
  if (present === undefined) {
    db.exec(historyTables('history'));
  }
}

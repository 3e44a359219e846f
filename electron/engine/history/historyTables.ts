import type { Database } from 'better-sqlite3';

/**
 * The tables of the embedded historian: a migration step of the project file.
 *
 * - `history_series`: one row a historian name, with what is known of it without reading samples.
 * - `history_chunk`: up to 1,024 neighbouring samples of a series, packed (`shared/history/chunkCodec.ts`); chunks of a
 *   series do not overlap. The index covers everything but the samples: it is read when a series is first asked for.
 * - `history_tile`: up to 512 epoch-aligned buckets of level L, 1 min x 16^L wide, packed (`bucketCodec.ts`).
 *   A tile can be missing: then its span is added up from samples.
 */
export const historyTables = `
  CREATE TABLE history_series (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    description TEXT NOT NULL,
    sample_count INTEGER NOT NULL,
    first_ms REAL,
    last_ms REAL,
    typical_period_ms REAL
  ) STRICT;

  CREATE TABLE history_chunk (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES history_series (id) ON DELETE CASCADE,
    start_ms REAL NOT NULL,
    end_ms REAL NOT NULL,
    sample_count INTEGER NOT NULL,
    step_ms REAL,
    samples BLOB NOT NULL
  ) STRICT;
  CREATE INDEX history_chunk_by_time ON history_chunk (series_id, start_ms, end_ms, sample_count, step_ms);

  CREATE TABLE history_tile (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES history_series (id) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    start_ms REAL NOT NULL,
    buckets BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX history_tile_by_time ON history_tile (series_id, level, start_ms);
`;

/** Makes the tables of the historian where they are missing. */
export function ensureHistoryTables(db: Database): void {
  const present = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'history_chunk'`).get();
  if (present === undefined) {
    db.exec(historyTables);
  }
}

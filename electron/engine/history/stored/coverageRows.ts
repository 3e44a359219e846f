import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { CoveredPiece } from '../../../../shared/history/coveredPieces';

// `z.number()` refuses infinities.
const moment = z.custom<number>((value) => typeof value === 'number');
const pieceRow = z.object({
  series_id: z.number(),
  start_ms: moment,
  end_ms: moment,
  read_at_ms: moment,
  used_at_ms: moment,
});

/** The rows of what is covered, and how many bytes are stored. */
export interface CoverageRows {
  /** All rows, by the id of their series. */
  readAll(): ReadonlyMap<number, readonly CoveredPiece[]>;
  /** Brings the rows of a series from one list to another. */
  write(seriesId: number, before: readonly CoveredPiece[], after: readonly CoveredPiece[]): void;
  readStoredBytes(): number;
  addStoredBytes(change: number): void;
}

function isSame(left: CoveredPiece, right: CoveredPiece | undefined): boolean {
  return (
    right !== undefined &&
    left.endMs === right.endMs &&
    left.readAtMs === right.readAtMs &&
    left.usedAtMs === right.usedAtMs
  );
}

/** Prepares the SQL. The tables must be there (`ensureCacheTables`). */
export function prepareCoverageRows(db: Database): CoverageRows {
  const all = db.prepare('SELECT * FROM cache_coverage ORDER BY series_id, start_ms');
  const put = db.prepare('INSERT OR REPLACE INTO cache_coverage VALUES (?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM cache_coverage WHERE series_id = ? AND start_ms = ?');
  const bytes = db.prepare('SELECT stored_bytes FROM cache_state').pluck();
  const addBytes = db.prepare('UPDATE cache_state SET stored_bytes = stored_bytes + ?');
  return {
    readAll: () => {
      const pieces = new Map<number, CoveredPiece[]>();
      for (const row of all.iterate()) {
        const { series_id, start_ms, end_ms, read_at_ms, used_at_ms } = pieceRow.parse(row);
        const list = pieces.get(series_id) ?? [];
        list.push({ startMs: start_ms, endMs: end_ms, readAtMs: read_at_ms, usedAtMs: used_at_ms });
        pieces.set(series_id, list);
      }
      return pieces;
    },
    write: (seriesId, before, after) => {
      // Both ascend: rows that begin where none begins any more go, those that say something else are put.
      let at = 0;
      for (const piece of after) {
        for (; (before[at]?.startMs ?? Infinity) < piece.startMs; at += 1) {
          remove.run(seriesId, before[at]?.startMs);
        }
        const old = before[at]?.startMs === piece.startMs ? before[at] : undefined;
        at += old === undefined ? 0 : 1;
        if (!isSame(piece, old)) {
          put.run(seriesId, piece.startMs, piece.endMs, piece.readAtMs, piece.usedAtMs);
        }
      }
      before.slice(at).forEach(({ startMs }) => remove.run(seriesId, startMs));
    },
    readStoredBytes: () => Number(bytes.get()),
    addStoredBytes: (change) => void addBytes.run(change),
  };
}

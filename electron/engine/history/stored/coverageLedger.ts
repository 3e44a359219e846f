import type { Database } from 'better-sqlite3';
import { bridgeUnbelieved, type CoveredPiece } from '../../../../shared/history/coveredPieces';
import type { HistoryStore } from '../historyStore';
import type { StoredSeries } from '../seriesIndex';
import { prepareCoverageRows } from './coverageRows';
import { SeriesCoverage } from './seriesCoverage';

/** Whoever watches looks more often than this: what was read of single moments is joined across such gaps. */
export const longestBridgeMs = 600_000;

/**
 * What can still change is believed for seconds only: the file keeps that there are samples, not when they were read, or
 * every look of whoever watches would change many rows.
 */
function isLasting({ readAtMs }: CoveredPiece): boolean {
  return readAtMs === Infinity;
}

/**
 * Runs work whose commits are not waited for until they are on the disk. What was read can be read again: a power cut may
 * take the last of it, in order, so that what stays is whole. Edits of the model, before and after, are synced as ever:
 * to sync a later commit syncs the earlier ones with it.
 */
function unsynced(db: Database, work: () => void): void {
  const before = Number(db.pragma('synchronous', { simple: true }));
  db.pragma('synchronous = NORMAL');
  try {
    work();
  } finally {
    db.pragma(`synchronous = ${before}`);
  }
}

/** What is covered, as it is being changed inside one transaction. */
export interface CoverageEdit {
  /** Makes the series when it is new. */
  seriesOf(key: string): StoredSeries;
  piecesOf(key: string): readonly CoveredPiece[];
  put(key: string, pieces: readonly CoveredPiece[]): void;
}

/** Keeps what is covered in memory and in the file, together with the samples it speaks of. */
export class CoverageLedger {
  readonly #db: Database;
  readonly #store: HistoryStore;
  readonly #rows: ReturnType<typeof prepareCoverageRows>;
  readonly #byKey = new Map<string, SeriesCoverage>();
  /** What the file says; what the store has changed since it said so comes on top. */
  #writtenBytes: number;
  #countedBytes = 0;

  constructor(db: Database, store: HistoryStore) {
    this.#db = db;
    this.#store = store;
    this.#rows = prepareCoverageRows(db);
    this.#writtenBytes = this.#rows.readStoredBytes();
    const pieces = this.#rows.readAll();
    for (const { id, name } of store.allSeries()) {
      const written = pieces.get(id) ?? [];
      this.coverageOf(name).replace(written, written);
    }
  }

  /** Empty for a series of which nothing is known. */
  coverageOf(key: string): SeriesCoverage {
    let coverage = this.#byKey.get(key);
    if (coverage === undefined) {
      coverage = new SeriesCoverage();
      this.#byKey.set(key, coverage);
    }
    return coverage;
  }

  all(): IterableIterator<[string, SeriesCoverage]> {
    return this.#byKey.entries();
  }

  /** Bytes of packed samples and tiles, also in the middle of a transaction. */
  storedBytes(): number {
    return this.#writtenBytes + this.#store.sizeChangeBytes() - this.#countedBytes;
  }

  /** Samples and what is covered change in one transaction. On failure neither has changed, in the file or in memory. */
  transact(work: (edit: CoverageEdit) => void): void {
    const edited = new Map<string, readonly CoveredPiece[]>();
    const written = new Map<string, readonly CoveredPiece[]>();
    const seriesOf = (key: string): StoredSeries =>
      this.#store.findSeries(key) ?? this.#store.defineSeries({ name: key, unit: '', description: '' });
    let change = 0;
    const changeAll = (): void => {
      work({
        seriesOf,
        piecesOf: (key) => edited.get(key) ?? this.coverageOf(key).pieces(),
        put: (key, pieces) => void edited.set(key, pieces),
      });
      for (const [key, pieces] of edited) {
        const rows = bridgeUnbelieved(pieces, longestBridgeMs, isLasting);
        this.#rows.write(seriesOf(key).id, this.coverageOf(key).written(), rows);
        written.set(key, rows);
      }
      change = this.#store.sizeChangeBytes() - this.#countedBytes;
      this.#rows.addStoredBytes(change);
    };
    unsynced(this.#db, () => this.#store.transact(changeAll));
    this.#writtenBytes += change;
    this.#countedBytes += change;
    edited.forEach((pieces, key) => this.coverageOf(key).replace(pieces, written.get(key) ?? []));
  }

  /** Writes what was only noted in memory: when stretches were last used. */
  writeNotes(): void {
    this.transact((edit) => {
      for (const [key, coverage] of this.#byKey) {
        if (coverage.isNoted()) {
          edit.put(key, coverage.pieces());
        }
      }
    });
  }
}

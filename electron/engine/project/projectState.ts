import { AppFailure } from '../../../shared/lib/appError';
import type { ProjectDatabase } from './projectDatabase';

/** The one row that says where a project stands. */
export interface ProjectState {
  /** The last journal sequence; 0 in a new file. */
  readonly revision: number;
  /** Over all entity rows. */
  readonly digest: string;
  /** The hash of the last journal entry. */
  readonly journalHash: string;
  readonly undoPosition: number;
}

interface StateRow {
  readonly revision: number;
  readonly digest: string;
  readonly journal_hash: string;
  readonly undo_position: number;
}

/** Reads the row. Throws an `AppFailure` where it is not there. */
export function readState(database: ProjectDatabase, path: string): ProjectState {
  const row = database
    .prepare<[], StateRow>('SELECT revision, digest, journal_hash, undo_position FROM project_state WHERE id = 1')
    .get();
  if (row === undefined) {
    throw new AppFailure({ code: 'damaged-project', path, detail: 'it does not say where it stands' });
  }
  return {
    revision: row.revision,
    digest: row.digest,
    journalHash: row.journal_hash,
    undoPosition: row.undo_position,
  };
}

/** Writes the row. To be called inside a transaction. */
export function writeState(database: ProjectDatabase, state: ProjectState): void {
  database
    .prepare('UPDATE project_state SET revision = ?, digest = ?, journal_hash = ?, undo_position = ? WHERE id = 1')
    .run(state.revision, state.digest, state.journalHash, state.undoPosition);
}

import { AppFailure } from '../../../shared/lib/appError';

import { ensureWriteBackTables } from '../influx/writeBackTables';
import { ensureHistoryTables } from '../history/historyTables';
import { ensureCacheTables } from '../history/stored/cacheTables';
import { connect, pragmaValue, type ProjectDatabase } from './projectDatabase';
import { ensureFreezeTable, ensureSyncTables } from '../sync/syncTables';
import { journalWithRemote, projectApplicationId, projectTables, sourceAndNoteTables } from './projectSchema';

/** One step from a file version to the next. */
export interface Migration {
  /** What the step is for, in a few words. */
  readonly purpose: string;
  readonly up: (database: ProjectDatabase) => void;
}

/** Position in this list is the file version that the step leads to. Append only; a released step is never edited. */
export const projectMigrations: readonly Migration[] = [
  { purpose: 'the model, its journal and undo', up: (database) => void database.exec(projectTables) },
  { purpose: 'the embedded historian', up: ensureHistoryTables },
  { purpose: 'data sources and notes', up: (database) => void database.exec(sourceAndNoteTables) },
  { purpose: 'histories read from data sources', up: ensureCacheTables },
  { purpose: 'points to be written back', up: ensureWriteBackTables },
  { purpose: 'changes from elsewhere in the journal', up: (database) => void database.exec(journalWithRemote) },
  { purpose: 'sync with a tenant', up: ensureSyncTables },
  { purpose: 'areas that a tenant has frozen', up: ensureFreezeTable },
];

/** The version that a file has as it stands, WAL included. */
export function fileVersionOf(database: ProjectDatabase): number {
  return Number(pragmaValue(database, 'user_version'));
}

/** Runs the missing steps, each in a transaction of its own, so that a crash leaves a whole version. */
export function migrate(database: ProjectDatabase, migrations: readonly Migration[] = projectMigrations): void {
  const current = fileVersionOf(database);
  migrations.slice(current).forEach(({ up }, index) => {
    database.transaction(() => {
      up(database);
      database.pragma(`application_id = ${projectApplicationId}`);
      database.pragma(`user_version = ${current + index + 1}`);
    })();
  });
}

/** What a database is made of, as SQLite itself writes it down. */
function schemaOf(database: ProjectDatabase): readonly string[] {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema').raw().all();
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** The schema that the steps give, made anew in memory. */
export function expectedSchema(migrations: readonly Migration[] = projectMigrations): readonly string[] {
  const database = connect(':memory:');
  try {
    migrate(database, migrations);
    return schemaOf(database);
  } finally {
    database.close();
  }
}

/** Refuses a file with tables, triggers or views that we did not make: they could run when we read. */
export function checkSchema(database: ProjectDatabase, path: string, expected: readonly string[]): void {
  const actual = schemaOf(database);
  const isSame = actual.length === expected.length && actual.every((row, index) => row === expected[index]);
  if (!isSame) {
    throw new AppFailure({ code: 'damaged-project', path, detail: 'its tables are not those of a project' });
  }
}

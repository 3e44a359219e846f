import { realpathSync } from 'node:fs';
import { type AppError, AppFailure } from '../../../shared/lib/appError';
import { invariant } from '../../../shared/lib/invariant';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { SymbolLookup } from '../../../shared/model/symbolLookup';
import { backUpModel, backUpWholeFile } from './backups';
import { Journal } from './journal';
import { checkSchema, expectedSchema, fileVersionOf, type Migration, migrate, projectMigrations } from './migrations';
import { readRows } from './modelRows';
import {
  connect,
  enlargeCache,
  harden,
  isFullySynchronous,
  makeDurable,
  makeExclusive,
  type ProjectDatabase,
} from './projectDatabase';
import { ProjectFile } from './projectFile';
import { checkHeader } from './projectHeader';
import { modelTables } from './projectSchema';
import { readState } from './projectState';
import { isStorageFailure, openFailure, writeFailure } from './sqliteFailure';

/** What opening a project needs from outside. */
export interface ProjectOptions {
  readonly lookup: SymbolLookup;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Steps to bring the file up to date with; the released ones unless a test says otherwise. */
  readonly migrations?: readonly Migration[];
  /** The file was opened, but its backup could not be written. */
  readonly onBackupFailed?: (error: AppError) => void;
}

/** How long to wait for another program to let go of the file. */
const busyTimeoutMs = 300;

/** Files up to this size are checked page by page at open; in larger ones, history is checked where it is read. */
const wholeCheckBytes = 64 * 1024 * 1024;

// Held by the process, not by a part of it: closing any handle on a file drops every lock that the process has
// on it, so a second open of the same file would silently take the first one's lock away.
const openPaths = new Set<string>();

/** Those of the model's tables that the file has: an older one has fewer. */
function modelTablesIn(database: ProjectDatabase): readonly string[] {
  const names = database.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  return modelTables.filter((name) => names.includes(name));
}

function quickCheck(database: ProjectDatabase, path: string): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  const checks =
    pages * pageBytes <= wholeCheckBytes
      ? ['quick_check(1)']
      : modelTablesIn(database).map((name) => `quick_check('${name}')`);
  for (const check of checks) {
    const answer = String(database.pragma(check, { simple: true }));
    if (answer !== 'ok') {
      throw new AppFailure({ code: 'damaged-project', path, detail: answer.replace(/^\*\*\* .*\n/, '') });
    }
  }
}

/** Everything that can be told by reading. Answers the file's version. */
function checkBeforeWriting(database: ProjectDatabase, path: string, migrations: readonly Migration[]): number {
  quickCheck(database, path);
  const fileVersion = fileVersionOf(database);
  if (fileVersion > migrations.length) {
    throw new AppFailure({ code: 'newer-project', path, fileVersion, knownVersion: migrations.length });
  }
  checkSchema(database, path, expectedSchema(migrations.slice(0, fileVersion)));
  return fileVersion;
}

function bringUpToDate(database: ProjectDatabase, path: string, options: ProjectOptions): void {
  const migrations = options.migrations ?? projectMigrations;
  makeDurable(database);
  backUpWholeFile(database, { path, nowMs: options.now() });
  migrate(database, migrations);
  // The version stands in the header, which is read before the WAL is.
  database.pragma('wal_checkpoint(TRUNCATE)');
  checkSchema(database, path, expectedSchema(migrations));
}

function readChecked(database: ProjectDatabase, path: string): PlantModel {
  const state = readState(database, path);
  const { model, digest } = readRows(database, path);
  if (digest !== state.digest) {
    throw new AppFailure({ code: 'damaged-project', path, detail: 'its content is not what was last saved' });
  }
  new Journal(database).check({ path, revision: state.revision, hash: state.journalHash });
  return model;
}

/** One write that changes nothing: tells now, and not at the first edit, whether the file can be written durably. */
function proveWritable(database: ProjectDatabase): void {
  database.transaction(() => database.exec('UPDATE project_state SET id = 1 WHERE id = 1'))();
  if (!isFullySynchronous(database)) {
    database.pragma('synchronous = FULL');
  }
  invariant(isFullySynchronous(database), 'commits are synced to the disk');
}

/** Opening must also work on a full disk: there the file is opened without a backup, and the caller is told. */
function backUpIfPossible(database: ProjectDatabase, path: string, options: ProjectOptions): void {
  try {
    const { revision } = readState(database, path);
    backUpModel(database, { path, nowMs: options.now(), revision });
  } catch (error) {
    if (!isStorageFailure(error) && !(error instanceof AppFailure)) {
      throw error;
    }
    options.onBackupFailed?.(error instanceof AppFailure ? error.error : writeFailure(error));
  }
}

function openConnected(database: ProjectDatabase, path: string, options: ProjectOptions): PlantModel {
  const migrations = options.migrations ?? projectMigrations;
  harden(database);
  makeExclusive(database);
  enlargeCache(database);
  const fileVersion = checkBeforeWriting(database, path, migrations);
  if (fileVersion < migrations.length) {
    bringUpToDate(database, path, options);
  }
  const model = readChecked(database, path);
  makeDurable(database);
  proveWritable(database);
  backUpIfPossible(database, path, options);
  return model;
}

function openChecked(path: string, options: ProjectOptions): ProjectFile {
  checkHeader(path, (options.migrations ?? projectMigrations).length);
  const realPath = realpathSync(path);
  const database = connect(path, { fileMustExist: true, busyTimeoutMs });
  try {
    const model = openConnected(database, path, options);
    const { lookup, now } = options;
    const project = new ProjectFile({ path, database, model, lookup, now, onClosed: () => openPaths.delete(realPath) });
    openPaths.add(realPath);
    return project;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isOpenHere(path: string): boolean {
  try {
    return openPaths.has(realpathSync(path));
  } catch {
    return false;
  }
}

/** Opens a project file for this process alone. A file that is refused is left as it is. */
export function openProject(path: string, options: ProjectOptions): Result<ProjectFile, AppError> {
  if (isOpenHere(path)) {
    return err({ code: 'project-in-use', path });
  }
  try {
    return ok(openChecked(path, options));
  } catch (error) {
    const known = error instanceof AppFailure ? error.error : openFailure(error, path);
    if (known === undefined) {
      throw error;
    }
    return err(known);
  }
}

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AppError } from '../../../shared/lib/appError';
import { err, ok, type Result } from '../../../shared/lib/result';
import { checkModel } from '../../../shared/model/checkPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import { journalStart } from './journal';
import { migrate, projectMigrations } from './migrations';
import { writeAllRows } from './modelRows';
import { openProject, type ProjectOptions } from './openProject';
import { connect, type ProjectDatabase } from './projectDatabase';
import type { ProjectFile } from './projectFile';
import { isStorageFailure, openFailure, writeFailure } from './sqliteFailure';

/** What making a project needs from outside. */
export interface CreateOptions extends ProjectOptions {
  /** Writes what belongs to the plant besides its model, before the file appears under its name. */
  readonly fill?: (database: ProjectDatabase) => void;
}

function writeNewFile(path: string, model: PlantModel, options: CreateOptions): void {
  const database = connect(path);
  try {
    // Without a WAL the finished file is whole by itself and can be moved to its name.
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = FULL');
    migrate(database, options.migrations ?? projectMigrations);
    database.transaction(() => {
      const digest = writeAllRows(database, model);
      database
        .prepare(
          `INSERT INTO project_state (id, created_at_ms, revision, digest, journal_hash, undo_position)
           VALUES (1, ?, 0, ?, ?, 0)`,
        )
        .run(Math.round(options.now()), digest, journalStart);
      options.fill?.(database);
    })();
  } finally {
    database.close();
  }
}

/** Makes a rename durable. Windows has no handle on folders and does it by itself. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') {
    return;
  }
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Makes a new project file that holds this model. The file appears under its name only when it is complete. */
export function writeProject(path: string, model: PlantModel, options: CreateOptions): Result<void, AppError> {
  if (existsSync(path)) {
    return err({ code: 'file-exists', path });
  }
  if (!existsSync(dirname(path))) {
    return err({ code: 'file-missing', path: dirname(path) });
  }
  const broken = checkModel(model, options.lookup);
  if (broken !== undefined) {
    return err({ code: 'rule-broken', ...broken });
  }
  const unfinished = `${path}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    writeNewFile(unfinished, model, options);
    renameSync(unfinished, path);
    syncFolder(path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (!isStorageFailure(error)) {
      throw error;
    }
    const known = openFailure(error, path);
    return err(known?.code === 'no-write-access' ? known : writeFailure(error));
  }
  return ok(undefined);
}

/** Makes a new project file that holds this model and opens it. The file appears under its name only when it is complete. */
export function createProject(path: string, model: PlantModel, options: ProjectOptions): Result<ProjectFile, AppError> {
  const written = writeProject(path, model, options);
  return written.ok ? openProject(path, options) : written;
}

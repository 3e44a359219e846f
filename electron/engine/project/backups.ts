import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { AppFailure } from '../../../shared/lib/appError';
import { migrate } from './migrations';
import { readDigest } from './modelRows';
import { connect, harden, type ProjectDatabase } from './projectDatabase';
import { modelTables } from './projectSchema';
import { readState } from './projectState';

/** How many backups of a project are kept; the oldest go first. */
const keptBackups = 10;

/** The folder with a project's backups, beside it. */
export function backupFolderOf(path: string): string {
  return join(dirname(path), `${basename(path, extname(path))}.backups`);
}

/** The backups of a project, oldest first. */
export function listBackups(path: string): readonly string[] {
  const folder = backupFolderOf(path);
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((name) => /^\d{8}T\d{9}Z-.*\.sightglass$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:.]/g, '');
}

/** Writes a backup under a temporary name, looks whether it is whole, and only then counts it as one. */
function addBackup(path: string, name: string, write: (target: string) => void): void {
  const folder = backupFolderOf(path);
  mkdirSync(folder, { recursive: true });
  const unfinished = join(folder, `${name}.unfinished`);
  try {
    rmSync(unfinished, { force: true });
    write(unfinished);
    renameSync(unfinished, join(folder, name));
  } finally {
    rmSync(unfinished, { force: true });
  }
  const backups = listBackups(path);
  backups.slice(0, Math.max(0, backups.length - keptBackups)).forEach((old) => rmSync(old, { force: true }));
}

function verify(target: string, digest: string | undefined): void {
  const copy = connect(target, { readonly: true, fileMustExist: true });
  try {
    harden(copy);
    const isWhole = copy.pragma('integrity_check(1)', { simple: true }) === 'ok';
    if (!isWhole || (digest !== undefined && readDigest(copy) !== digest)) {
      throw new AppFailure({ code: 'write-failed', detail: 'the backup does not hold what was written to it' });
    }
  } finally {
    copy.close();
  }
}

/** A copy of the whole file, history included: before its form is changed. */
export function backUpWholeFile(
  database: ProjectDatabase,
  project: { readonly path: string; readonly nowMs: number },
): void {
  const version = String(database.pragma('user_version', { simple: true }));
  addBackup(project.path, `${stampOf(project.nowMs)}-version-${version}.sightglass`, (target) => {
    database.prepare('VACUUM INTO ?').run(target);
    verify(target, undefined);
  });
}

function copyModel(database: ProjectDatabase, target: string): void {
  const empty = connect(target);
  try {
    migrate(empty);
  } finally {
    empty.close();
  }
  database.prepare('ATTACH ? AS copy').run(target);
  try {
    database.transaction(() => {
      for (const table of modelTables) {
        database.exec(`INSERT INTO copy.${table} SELECT * FROM main.${table}`);
      }
    })();
  } finally {
    database.exec('DETACH copy');
  }
}

/**
 * A copy of the model, its journal and undo, without the samples of the historian, unless the newest backup already
 * holds this revision. Opens like any project.
 */
export function backUpModel(
  database: ProjectDatabase,
  project: { readonly path: string; readonly nowMs: number; readonly revision: number },
): void {
  const { path, nowMs, revision } = project;
  const suffix = `-revision-${revision}.sightglass`;
  if (revision === 0 || (listBackups(path).at(-1)?.endsWith(suffix) ?? false)) {
    return;
  }
  addBackup(path, `${stampOf(nowMs)}${suffix}`, (target) => {
    copyModel(database, target);
    verify(target, readState(database, path).digest);
  });
}

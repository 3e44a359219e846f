import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AppError, explainError } from '../../../shared/lib/appError';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import { startedWorks, valueOf } from '../../../testing/modelGestures';
import { type ProjectFolder, projectFolder, saveGesture } from '../../../testing/projectFolder';
import { listBackups } from './backups';
import { projectMigrations } from './migrations';
import { openProject } from './openProject';
import { projectApplicationId } from './projectSchema';

let works: ProjectFolder;
beforeEach(() => {
  works = projectFolder();
});
afterEach(() => works.remove());

const moveAll = (context: CommandContext): CommandResult =>
  moveComponents(context, { ids: [...context.model.components.keys()], dx: 8, dy: 0 });

/** Opens a file that has to be refused and be the same afterwards, byte for byte. Answers the error. */
function refusal(path = works.path): AppError {
  const before = readFileSync(path);
  const opened = openProject(path, works.options);
  if (opened.ok) {
    opened.value.dispose();
    throw new Error('the file was opened');
  }
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(explainError(opened.error)).toMatch(/^[A-Z/].*\.$/);
  return opened.error;
}

/** Puts what a project of today holds into a file as an older program would have made it. */
function makeOlder(path: string, version: number): void {
  const older = `${path}.older`;
  const database = new Database(older);
  projectMigrations.slice(0, version).forEach(({ up }) => up(database));
  database.pragma(`application_id = ${projectApplicationId}`);
  database.pragma(`user_version = ${version}`);
  database.prepare('ATTACH ? AS today').run(path);
  const tables = database.prepare(`SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rowid`).pluck();
  tables.all().forEach((name) => database.exec(`INSERT INTO main.${String(name)} SELECT * FROM today.${String(name)}`));
  database.exec('DETACH today');
  database.close();
  renameSync(older, path);
}

/** Changes a closed project behind its back. */
function tamper(change: (database: Database.Database) => void): void {
  const database = new Database(works.path);
  change(database);
  database.pragma('journal_mode = DELETE');
  database.close();
}

test('[F9] a missing file and a folder are told apart', () => {
  expect(openProject(works.path, works.options)).toMatchObject({ error: { code: 'file-missing' } });
  expect(openProject(works.folder, works.options)).toMatchObject({ error: { code: 'not-a-project' } });
});

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['a short file', Buffer.from('SQLite format 3\0')],
  ['a text file', Buffer.from('tag,unit\n'.repeat(100))],
])('[F10] %s is not a project and stays as it is', (_name, content) => {
  writeFileSync(works.path, content);
  expect(refusal()).toMatchObject({ code: 'not-a-project' });
});

test('[F10] a database of another program is not a project and stays as it is', () => {
  tamper((database) => database.exec('CREATE TABLE notes (text TEXT)'));
  expect(refusal()).toMatchObject({ code: 'not-a-project' });
});

test('[F11] a file of a newer version is named so and stays as it is', () => {
  works.create().dispose();
  tamper((database) => database.pragma('user_version = 99'));
  expect(refusal()).toMatchObject({ code: 'newer-project', fileVersion: 99, knownVersion: projectMigrations.length });
});

test('[F12] a file that is cut off or overwritten in the middle is damaged and stays as it is', () => {
  works.create().dispose();
  const whole = readFileSync(works.path);
  writeFileSync(works.path, whole.subarray(0, whole.length / 2));
  expect(refusal()).toMatchObject({ code: 'damaged-project' });
  const scribbled = Buffer.from(whole);
  scribbled.fill(0xa5, 4096, 4096 * 3);
  writeFileSync(works.path, scribbled);
  expect(refusal()).toMatchObject({ code: 'damaged-project' });
});

test('[F13] content that SQLite finds in order but nobody saved is noticed', () => {
  works.create().dispose();
  const content = readFileSync(works.path);
  const place = content.indexOf('"tag":"P-101"');
  expect(place).toBeGreaterThan(0);
  content[place + 11] = '9'.charCodeAt(0);
  writeFileSync(works.path, content);
  expect(refusal()).toMatchObject({ code: 'damaged-project', detail: 'its content is not what was last saved' });
});

test('[F13] a journal that was changed is noticed', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  saveGesture(project, moveAll);
  project.dispose();
  tamper((database) => database.exec(`UPDATE journal SET label = 'Other' WHERE sequence = 2`));
  expect(refusal()).toMatchObject({ code: 'damaged-project', detail: 'its journal does not hold together' });
});

test('[F13] a row that is no entity is named', () => {
  works.create().dispose();
  tamper((database) => database.exec(`UPDATE sheet SET fields = '{"name":""}'`));
  expect(refusal()).toMatchObject({ code: 'damaged-project' });
});

test.each([
  ['trigger', 'CREATE TRIGGER spy AFTER UPDATE ON sheet BEGIN DELETE FROM component; END'],
  ['view', 'CREATE VIEW spy AS SELECT * FROM sheet'],
  ['table', 'CREATE TABLE extra (id TEXT)'],
  ['index', 'CREATE INDEX spy ON journal (label)'],
])('[F14] a %s that we did not make is refused', (_name, sql) => {
  works.create().dispose();
  tamper((database) => database.exec(sql));
  expect(refusal()).toMatchObject({ code: 'damaged-project', detail: 'its tables are not those of a project' });
});

test('[F15] a project is open once, in this process', () => {
  const project = works.create();
  expect(openProject(works.path, works.options)).toMatchObject({ error: { code: 'project-in-use' } });
  saveGesture(project, moveAll);
  project.dispose();
  works.open().dispose();
});

test('[F15] and in all others; the lock dies with its holder', async () => {
  works.create().dispose();
  const script = `
    const database = new (require('better-sqlite3'))(process.argv[1]);
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.exec('UPDATE project_state SET id = 1');
    console.log('holding');
    setInterval(() => undefined, 1000);
  `;
  const holder = spawn(process.execPath, ['-e', script, works.path], { cwd: import.meta.dirname });
  await once(holder.stdout, 'data');
  const startMs = performance.now();
  expect(openProject(works.path, works.options)).toMatchObject({ error: { code: 'project-in-use' } });
  expect(performance.now() - startMs).toBeLessThan(2_000);
  holder.kill('SIGKILL');
  await once(holder, 'close');
  works.open().dispose();
});

// Root may write everywhere, so it gives its rights up for the attempt.
test('[F16] a file that may not be written is refused in words', async () => {
  works.create().dispose();
  const before = readFileSync(works.path);
  chmodSync(works.path, 0o444);
  chmodSync(works.folder, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chownSync(works.folder, 65_534, 65_534);
    process.seteuid?.(65_534);
  }
  try {
    expect(openProject(works.path, works.options)).toMatchObject({ error: { code: 'no-write-access' } });
  } finally {
    if (isRoot) {
      process.seteuid?.(0);
    }
    chmodSync(works.folder, 0o755);
  }
  expect(readFileSync(works.path).equals(before)).toBe(true);
});

test('[F17] an older file is backed up whole and then brought up to date', () => {
  works.create().dispose();
  makeOlder(works.path, 1);
  const updated = works.open();
  expect(updated.database.pragma('user_version', { simple: true })).toBe(projectMigrations.length);
  expect(updated.readModel()).toEqual(startedWorks());
  updated.dispose();
  const [backup] = listBackups(works.path);
  expect(backup).toMatch(/-version-1\.sightglass$/);
  const restored = join(works.folder, 'restored.sightglass');
  copyFileSync(backup ?? '', restored);
  const raw = new Database(restored, { readonly: true });
  expect(raw.pragma('user_version', { simple: true })).toBe(1);
  raw.close();
  const old = valueOf(openProject(restored, works.options));
  expect(old.readModel()).toEqual(startedWorks());
  old.dispose();
});

test('[Y6] an older journal keeps its entries, their chain and what can be undone', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  saveGesture(project, moveAll);
  valueOf(project.undo());
  const [model, undo] = [project.readModel(), project.undoState()];
  project.dispose();
  makeOlder(works.path, 3);
  const updated = works.open();
  expect(updated.readModel()).toEqual(model);
  expect(updated.undoState()).toEqual(undo);
  valueOf(updated.redo());
  valueOf(updated.undo());
  valueOf(updated.undo());
  expect(updated.readModel()).toEqual(startedWorks());
  updated.dispose();
  works.open().dispose();
});

test('[F17] a step that fails leaves the whole older version', () => {
  works.create().dispose();
  const failing = {
    purpose: 'to fail',
    up: (database: Database.Database) => {
      database.exec('CREATE TABLE half (id TEXT)');
      throw new Error('power cut');
    },
  };
  expect(() => openProject(works.path, { ...works.options, migrations: [...projectMigrations, failing] })).toThrow(
    'power cut',
  );
  works.open().dispose();
});

test('[F18] a changed plant is backed up when it is opened, ten backups are kept, each opens', () => {
  works.create().dispose();
  works.open().dispose();
  expect(listBackups(works.path)).toEqual([]);
  for (let round = 0; round < 13; round += 1) {
    const project = works.open();
    saveGesture(project, moveAll);
    project.dispose();
  }
  const last = works.open();
  const saved = last.readModel();
  last.dispose();
  works.open().dispose();
  const backups = listBackups(works.path);
  expect(backups).toHaveLength(10);
  expect(backups.at(-1)).toMatch(/-revision-13\.sightglass$/);
  const restored = join(works.folder, 'restored.sightglass');
  copyFileSync(backups.at(-1) ?? '', restored);
  const copy = valueOf(openProject(restored, works.options));
  expect(copy.readModel()).toEqual(saved);
  expect(copy.undoState().undoLabel).toBe('Move 6 components');
  copy.dispose();
});

test('[F18] a backup that cannot be written does not keep the plant shut, and is told', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  project.dispose();
  writeFileSync(join(works.folder, 'works.backups'), 'in the way');
  const errors: AppError[] = [];
  const options = { ...works.options, onBackupFailed: (error: AppError) => errors.push(error) };
  valueOf(openProject(works.path, options)).dispose();
  expect(errors).toMatchObject([{ code: 'write-failed' }]);
});

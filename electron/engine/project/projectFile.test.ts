import fc from 'fast-check';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextOf, randomGesture, startedWorks, valueOf } from '../../../testing/modelGestures';
import { type ProjectFolder, projectFolder, saveGesture } from '../../../testing/projectFolder';
import { addSensors } from '../../../shared/model/commands/editSensors';
import { setProperty } from '../../../shared/model/commands/setFields';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { openProject } from './openProject';
import { createProject } from './createProject';

let works: ProjectFolder;
beforeEach(() => {
  works = projectFolder();
});
afterEach(() => works.remove());

const moveAll = (context: CommandContext): CommandResult =>
  moveComponents(context, { ids: [...context.model.components.keys()], dx: 8, dy: 0 });
const describe = (context: CommandContext): CommandResult =>
  setProperty(context, { ids: [...context.model.components.keys()].slice(0, 1), name: 'service', text: 'brine' });

test('[F1] what was saved, and what can be undone and redone, is there after closing and opening', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  saveGesture(project, describe);
  const saved = project.readModel();
  project.dispose();

  const again = works.open();
  expect(again.readModel()).toEqual(saved);
  expect(again.undoState()).toMatchObject({ revision: 2, undoLabel: 'Change V-101', redoLabel: undefined });
  valueOf(again.undo());
  valueOf(again.undo());
  expect(again.readModel()).toEqual(startedWorks());
  again.dispose();

  const third = works.open();
  expect(third.undoState()).toEqual({ revision: 4, undoLabel: undefined, redoLabel: 'Move 6 components' });
  valueOf(third.redo());
  valueOf(third.redo());
  expect(third.readModel()).toEqual(saved);
  third.dispose();
});

test('[F1] any history of gestures, undos and redos is the same in the file as in memory', () => {
  const roll = fc.noBias(fc.nat(1_000_000));
  const history = fc.array(fc.tuple(roll, roll, roll, roll), { minLength: 5, maxLength: 40, size: 'max' });
  fc.assert(
    fc.property(history, (rolls) => {
      const own = projectFolder();
      const project = own.create();
      rolls.forEach(([which, a, b, c], index) => {
        if (a % 5 === 0) {
          valueOf(a % 2 === 0 ? project.undo() : project.redo());
          return;
        }
        const edit = randomGesture(contextOf(project.readModel(), `n${index}`), which, [a, b, c]);
        if (edit?.ok === true) {
          valueOf(project.commit(edit.value));
        }
      });
      const [model, undo] = [project.readModel(), project.undoState()];
      project.dispose();
      const again = own.open();
      expect(again.readModel()).toEqual(model);
      expect(again.undoState()).toEqual(undo);
      while (valueOf(again.undo()).patch !== undefined);
      expect(again.readModel()).toEqual(startedWorks());
      again.dispose();
      own.remove();
    }),
    { numRuns: 12 },
  );
});

test('[F2] every commit is synced: the pragma is read back after a write', () => {
  const project = works.create();
  expect(project.database.pragma('synchronous', { simple: true })).toBe(2);
  saveGesture(project, moveAll);
  expect(project.database.pragma('synchronous', { simple: true })).toBe(2);
  expect(project.database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(project.database.pragma('locking_mode', { simple: true })).toBe('exclusive');
  expect(existsSync(`${works.path}-shm`)).toBe(false);
  project.dispose();
});

test('[F3] an edit that breaks a rule or is stale is refused and leaves the file as it was', () => {
  const project = works.create();
  const edit = valueOf(moveAll(contextOf(project.readModel(), 'n')));
  valueOf(project.commit(edit));
  expect(project.commit(edit)).toMatchObject({ ok: false, error: { code: 'stale-edit' } });
  const twin = addSensors(contextOf(startedWorks(), 'x'), { sensors: [{ name: 'NEW' }] });
  valueOf(project.commit(valueOf(twin)));
  const sameName = addSensors(contextOf(startedWorks(), 'y'), { sensors: [{ name: 'NEW' }] });
  expect(project.commit(valueOf(sameName))).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'M14' } });
  expect(project.undoState().revision).toBe(2);
  project.dispose();
});

test('[F3] an edit without changes saves nothing', () => {
  const project = works.create();
  expect(valueOf(project.commit({ label: 'Nothing', patch: { changes: [] } })).revision).toBe(0);
  expect(valueOf(project.undo()).patch).toBeUndefined();
  expect(valueOf(project.redo()).patch).toBeUndefined();
  project.dispose();
});

test('[F4] a new edit after an undo takes the place of what was undone', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  valueOf(project.undo());
  saveGesture(project, describe);
  expect(project.undoState()).toMatchObject({ undoLabel: 'Change V-101', redoLabel: undefined });
  valueOf(project.undo());
  expect(valueOf(project.undo()).patch).toBeUndefined();
  project.dispose();
});

test('[F5] the journal says what was done, in order', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  valueOf(project.undo());
  const rows = project.database.prepare('SELECT sequence, kind, label FROM journal ORDER BY sequence').raw().all();
  expect(rows).toEqual([
    [1, 'edit', 'Move 6 components'],
    [2, 'undo', 'Move 6 components'],
  ]);
  project.dispose();
});

test('[F6] a full disk fails the edit, keeps what was saved, and lets the next edit through when there is room', () => {
  const project = works.create();
  saveGesture(project, moveAll);
  const saved = project.readModel();
  const pages = Number(project.database.pragma('page_count', { simple: true }));
  project.database.pragma(`max_page_count = ${pages}`);
  const big = addSensors(contextOf(saved, 'big'), {
    sensors: Array.from({ length: 2_000 }, (_, index) => ({ name: `S${index}`, description: 'x'.repeat(500) })),
  });
  const failed = project.commit(valueOf(big));
  expect(failed).toEqual({ ok: false, error: { code: 'write-failed', detail: 'the disk is full' } });
  expect(project.readModel()).toBe(saved);
  project.database.pragma('max_page_count = 1000000');
  valueOf(project.commit(valueOf(big)));
  project.dispose();
  const again = works.open();
  expect(again.readModel().sensors.size).toBe(2_003);
  again.dispose();
});

test('[F7] a saved copy is a whole project, history included, and leaves the original open', async () => {
  const project = works.create();
  saveGesture(project, moveAll);
  project.database.exec(
    `INSERT INTO history_series (name, unit, description, sample_count) VALUES ('TI_A', 'degC', 'supply', 0)`,
  );
  const copyPath = join(works.folder, 'copy.sightglass');
  valueOf(await project.saveCopy(copyPath));
  expect(await project.saveCopy(works.path)).toMatchObject({ ok: false, error: { code: 'file-exists' } });
  saveGesture(project, describe);
  const copy = valueOf(openProject(copyPath, works.options));
  expect(copy.undoState()).toMatchObject({ revision: 1, undoLabel: 'Move 6 components' });
  expect(copy.database.prepare('SELECT name FROM history_series').pluck().all()).toEqual(['TI_A']);
  copy.dispose();
  project.dispose();
  expect(readdirSync(works.folder).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
});

test('[F8] a new project does not replace a file, and a plant that breaks a rule makes none', () => {
  works.create().dispose();
  expect(createProject(works.path, startedWorks(), works.options)).toMatchObject({ error: { code: 'file-exists' } });
  const path = join(works.folder, 'other.sightglass');
  const broken = { ...startedWorks(), sheets: new Map() };
  expect(createProject(path, broken, works.options)).toMatchObject({ error: { code: 'rule-broken', rule: 'M8' } });
  const nowhere = join(works.folder, 'missing', 'other.sightglass');
  expect(createProject(nowhere, startedWorks(), works.options)).toMatchObject({ error: { code: 'file-missing' } });
  expect(readdirSync(works.folder)).toEqual(['works.sightglass']);
});

test('[F1] at most a thousand edits can be taken back, the newest', () => {
  const project = works.create();
  for (let edit = 0; edit < 1_010; edit += 1) {
    saveGesture(project, (context) =>
      moveComponents(context, { ids: [...context.model.components.keys()].slice(0, 1), dx: 8, dy: 0 }),
    );
  }
  let undone = 0;
  while (valueOf(project.undo()).patch !== undefined) {
    undone += 1;
  }
  expect(undone).toBe(1_000);
  project.dispose();
  works.open().dispose();
});

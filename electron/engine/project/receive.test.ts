import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppFailure } from '../../../shared/lib/appError';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import { contextOf, startedWorks, valueOf } from '../../../testing/modelGestures';
import { type ProjectFolder, projectFolder, saveGesture } from '../../../testing/projectFolder';
import type { ProjectFile, WrittenStep } from './projectFile';

let works: ProjectFolder;
let project: ProjectFile;
beforeEach(() => {
  works = projectFolder();
  project = works.create();
});
afterEach(() => {
  project.dispose();
  works.remove();
});

const firstId = [...startedWorks().components.keys()][0];
const moveFirst =
  (dx: number, dy: number) =>
  (context: CommandContext): CommandResult =>
    moveComponents(context, { ids: firstId === undefined ? [] : [firstId], dx, dy });
const patchOf = (command: (context: CommandContext) => CommandResult): ModelPatch =>
  valueOf(command(contextOf(project.readModel(), 'remote'))).patch;
const nothingElse = (): void => undefined;
const countOutbox = (): number => Number(project.database.prepare('SELECT count(*) FROM sync_outbox').pluck().get());
const put = (id: string): void =>
  void project.database
    .prepare(`INSERT INTO sync_outbox (position, id, changeset, made_at_ms) VALUES (?, ?, '{}', 0)`)
    .run(id.length, id);

test('[Y3] what comes from elsewhere is in the file and the journal, and is not what undo takes back', () => {
  saveGesture(project, moveFirst(8, 0));
  valueOf(project.receive({ patch: patchOf(moveFirst(0, 16)), label: 'Move V-101', write: () => put('a') }));
  expect(project.undoState()).toEqual({ revision: 2, undoLabel: 'Move V-101', redoLabel: undefined });
  const saved = project.readModel();
  project.dispose();
  project = works.open();
  expect(project.readModel()).toEqual(saved);
  expect(countOutbox()).toBe(1);
  expect(project.database.prepare('SELECT kind FROM journal ORDER BY sequence').pluck().all()).toEqual([
    'edit',
    'remote',
  ]);
});

test('[Y3] what belongs to it is saved with it or not at all', () => {
  const before = project.readModel();
  const failure = new AppFailure({ code: 'bad-request', detail: 'refused' });
  const write = (): void => {
    put('a');
    throw failure;
  };
  expect(project.receive({ patch: patchOf(moveFirst(8, 0)), label: 'Move', write })).toMatchObject({ ok: false });
  expect(project.receive({ patch: { changes: [] }, label: 'Move', write })).toMatchObject({ ok: false });
  expect(project.readModel()).toBe(before);
  expect(countOutbox()).toBe(0);
  valueOf(project.receive({ patch: { changes: [] }, label: 'Nothing', write: () => put('b') }));
  expect(countOutbox()).toBe(1);
  expect(project.undoState().revision).toBe(0);
});

test('[Y2] what follows an edit hears of edits, undos and redos, and not of what came from elsewhere', () => {
  const heard: Pick<WrittenStep, 'kind' | 'label'>[] = [];
  project.alongside(({ kind, label }) => heard.push({ kind, label }));
  saveGesture(project, moveFirst(8, 0));
  valueOf(project.receive({ patch: patchOf(moveFirst(0, 16)), label: 'Other', write: nothingElse }));
  valueOf(project.undo());
  valueOf(project.redo());
  expect(heard).toEqual(['edit', 'undo', 'redo'].map((kind) => ({ kind, label: 'Move V-101' })));
});

test('[Y21] undo and redo leave what a colleague changed, say so, and go on to the edit before', () => {
  const start = project.readModel();
  saveGesture(project, moveFirst(8, 8));
  saveGesture(project, moveFirst(16, 0));
  valueOf(project.receive({ patch: patchOf(moveFirst(32, 0)), label: 'Move', write: nothingElse }));
  expect(valueOf(project.undo())).toMatchObject({
    patch: { changes: [] },
    kept: [expect.stringMatching(/keeps its x/)],
  });
  const second = valueOf(project.undo());
  expect(second.kept).toHaveLength(1);
  const first = firstId && project.readModel().components.get(firstId);
  expect(first).toMatchObject({ x: (firstId ? (start.components.get(firstId)?.x ?? 0) : 0) + 56 });
  expect(project.undoState().undoLabel).toBeUndefined();
  expect(valueOf(project.redo()).patch?.changes).toHaveLength(1);
  const state = project.undoState();
  project.dispose();
  project = works.open();
  expect(project.undoState()).toEqual(state);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppFailure } from '../../../shared/lib/appError';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { deleteItems } from '../../../shared/model/commands/deleteItems';
import { placeComponents } from '../../../shared/model/commands/placeComponents';
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

const first = firstId === undefined ? undefined : startedWorks().components.get(firstId);
const placeTagged =
  (tag: string) =>
  (context: CommandContext): CommandResult => {
    const symbol = { symbolId: first?.symbolId ?? '', x: 0, y: 400, tag };
    return placeComponents(context, { sheetId: first?.sheetId ?? ('' as never), components: [symbol] });
  };
const deleteFirst = (context: CommandContext): CommandResult =>
  deleteItems(context, { componentIds: firstId === undefined ? [] : [firstId] });

test('[Y81] a step that a rule does not let be undone is told, passed over and does not keep the one before', () => {
  const start = project.readModel();
  saveGesture(project, moveFirst(8, 0));
  saveGesture(project, deleteFirst);
  valueOf(project.receive({ patch: patchOf(placeTagged('V-101')), label: 'Place', write: nothingElse }));
  const refused = project.readModel();
  expect(valueOf(project.undo())).toMatchObject({
    ...{ patch: { changes: [] }, undoLabel: 'Move V-101', redoLabel: 'Delete V-101' },
    kept: [
      '“Delete V-101” cannot be undone: The tag V-101 is already in use (rule M13). It stays as it is; the next undo takes back the step before it.',
    ],
  });
  expect(project.readModel()).toBe(refused);
  project.dispose();
  project = works.open();
  const twin = [...project.readModel().components.values()].find(({ tag }) => tag === 'V-101');
  const without = valueOf(deleteItems(contextOf(project.readModel(), 'd'), { componentIds: twin ? [twin.id] : [] }));
  valueOf(project.receive({ patch: without.patch, label: 'Delete', write: nothingElse }));
  expect(valueOf(project.redo())).toMatchObject({
    ...{ undoLabel: 'Delete V-101', kept: ['Nothing was left of “Delete V-101” to do again.'] },
  });
  valueOf(project.undo());
  valueOf(project.undo());
  expect(project.readModel()).toEqual(start);
});

test('[Y81] nor does one that cannot be done again keep those after it', () => {
  saveGesture(project, placeTagged('V-900'));
  saveGesture(project, moveFirst(8, 0));
  const { x } = project.readModel().components.get(first?.id ?? ('' as never)) ?? {};
  valueOf(project.undo());
  valueOf(project.undo());
  valueOf(project.receive({ patch: patchOf(placeTagged('V-900')), label: 'Place', write: nothingElse }));
  expect(valueOf(project.redo())).toMatchObject({
    ...{ patch: { changes: [] }, redoLabel: 'Move V-101' },
    kept: [expect.stringMatching(/cannot be done again: .* \(rule M13\)\. It is left out; the next redo/)],
  });
  expect(valueOf(project.redo()).patch?.changes).toHaveLength(1);
  expect(project.readModel().components.get(first?.id ?? ('' as never))?.x).toBe(x);
});

test('[Y81] what could not be written is not passed over', () => {
  saveGesture(project, moveFirst(8, 0));
  const failure = new AppFailure({ code: 'write-failed', detail: 'the disk is full' });
  project.alongside(() => {
    throw failure;
  });
  expect(project.undo()).toMatchObject({ ok: false, error: { code: 'write-failed' } });
  expect(project.undoState().undoLabel).toBe('Move V-101');
  project.alongside(nothingElse);
  expect(valueOf(project.undo()).patch?.changes).toHaveLength(1);
});

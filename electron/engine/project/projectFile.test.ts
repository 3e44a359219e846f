import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppError } from '../../../shared/lib/appError';
import type { Result } from '../../../shared/lib/result';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { placeComponents } from '../../../shared/model/commands/placeComponents';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { symbolLookup } from '../../../shared/model/symbolLookup';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { createProject } from './createProject';
import { openProject, type ProjectOptions } from './openProject';
import type { ProjectFile } from './projectFile';

const lookup = symbolLookup(symbolCatalogue);
let folder = '';
let path = '';
let clockMs = Date.UTC(2026, 0, 1);
const options: ProjectOptions = { lookup, now: () => (clockMs += 1_000) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-project-'));
  path = join(folder, 'works.sightglass');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function value<Value>(result: Result<Value, AppError>): Value {
  if (!result.ok) {
    throw new Error(JSON.stringify(result.error));
  }
  return result.value;
}

function createWorks(): ProjectFile {
  return value(createProject(path, emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' }), options));
}

function gesture(project: ProjectFile, command: (context: CommandContext) => CommandResult): void {
  let last = 0;
  const context: CommandContext = {
    model: project.readModel(),
    lookup,
    newId: () => `r${project.undoState().revision}-${(last += 1)}`,
  };
  value(project.commit(value(command(context))));
}

const placePump = (context: CommandContext): CommandResult =>
  placeComponents(context, { sheetId: asId('sheet-1'), components: [{ symbolId: 'pump', x: 0, y: 0 }] });

test('[F1] what was saved is there after closing and opening', () => {
  const project = createWorks();
  gesture(project, placePump);
  gesture(project, (context) => moveComponents(context, { ids: [...context.model.components.keys()], dx: 80, dy: 0 }));
  const saved = project.readModel();
  expect(project.undoState()).toEqual({ revision: 2, undoLabel: 'Move P-101', redoLabel: undefined });
  project.dispose();
  const again = value(openProject(path, options));
  expect(again.readModel()).toEqual(saved);
  expect(again.undoState()).toEqual({ revision: 2, undoLabel: 'Move P-101', redoLabel: undefined });
  value(again.undo());
  value(again.undo());
  expect(again.readModel().components.size).toBe(0);
  again.dispose();
  const third = value(openProject(path, options));
  value(third.redo());
  expect(third.undoState()).toEqual({ revision: 5, undoLabel: 'Place P-101', redoLabel: 'Move P-101' });
  value(third.redo());
  expect(third.readModel()).toEqual(saved);
  third.dispose();
  expect(readFileSync(path).length).toBeGreaterThan(0);
});

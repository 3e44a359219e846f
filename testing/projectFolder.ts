import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '../electron/engine/project/createProject';
import { openProject, type ProjectOptions } from '../electron/engine/project/openProject';
import type { ProjectFile } from '../electron/engine/project/projectFile';
import type { CommandContext, CommandResult } from '../shared/model/commands/commandContext';
import type { PlantModel } from '../shared/model/plantModel';
import { contextOf, startedWorks, testLookup, valueOf } from './modelGestures';

/** A folder of its own with a place for a project in it. */
export interface ProjectFolder {
  readonly folder: string;
  readonly path: string;
  readonly options: ProjectOptions;
  readonly create: (model?: PlantModel) => ProjectFile;
  readonly open: () => ProjectFile;
  readonly remove: () => void;
}

/** Makes the folder. Its clock moves a second at every look. */
export function projectFolder(): ProjectFolder {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-project-'));
  const path = join(folder, 'works.sightglass');
  let clockMs = Date.UTC(2026, 0, 1);
  const options: ProjectOptions = { lookup: testLookup, now: () => (clockMs += 1_000) };
  return {
    folder,
    path,
    options,
    create: (model = startedWorks()) => valueOf(createProject(path, model, options)),
    open: () => valueOf(openProject(path, options)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Saves one gesture that has to work. */
export function saveGesture(project: ProjectFile, command: (context: CommandContext) => CommandResult): void {
  const prefix = `r${project.undoState().revision}`;
  valueOf(project.commit(valueOf(command(contextOf(project.readModel(), prefix)))));
}

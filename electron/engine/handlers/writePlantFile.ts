import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { AppFailure } from '../../../shared/lib/appError';
import { documentFromModel } from '../../../shared/model/plantDocument';
import { plantDocumentText } from '../../../shared/model/readPlantDocument';
import type { ProjectFile } from '../project/projectFile';
import { writeFailure } from '../project/sqliteFailure';

/** The plant as the text of a `*.plant.json` file. */
export function plantTextOf(file: ProjectFile): string {
  return plantDocumentText(documentFromModel(file.readModel()));
}

/** Writes the plant as a `*.plant.json` file, never over the project itself. Throws an `AppFailure`. */
export function writePlantFile(path: string, file: ProjectFile): void {
  if (existsSync(path) && realpathSync(path) === realpathSync(file.path)) {
    throw new AppFailure({ code: 'file-exists', path });
  }
  try {
    writeFileSync(path, plantTextOf(file));
  } catch (error) {
    throw new AppFailure(writeFailure(error));
  }
}

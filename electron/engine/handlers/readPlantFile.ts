import { readFileSync, statSync } from 'node:fs';
import { AppFailure } from '../../../shared/lib/appError';
import type { PlantModel } from '../../../shared/model/plantModel';
import { readPlantDocument } from '../../../shared/model/readPlantDocument';
import { readFailure } from '../fileFailure';
import { plantSymbols, valueOf } from '../openPlant';

/** A plant of 100,000 components is a tenth of this; a larger file is no plant. */
const largestBytes = 512 * 1024 * 1024;

/** Reads and checks a `*.plant.json` file. Throws an `AppFailure`. */
export function readPlantFile(path: string): PlantModel {
  let text: string;
  try {
    if (statSync(path).size > largestBytes) {
      throw new AppFailure({ code: 'invalid-file', path, detail: 'it is too large for a plant' });
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw readFailure(path, error);
  }
  return valueOf(readPlantDocument(text, { path, lookup: plantSymbols }));
}

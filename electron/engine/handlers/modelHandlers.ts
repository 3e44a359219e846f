import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { documentFromModel } from '../../../shared/model/plantDocument';
import type { Engine } from '../engine';
import type { UndoOutcome, UndoState } from '../project/projectFile';
import { readPlantFile } from './readPlantFile';
import { writePlantFile } from './writePlantFile';

type ModelCalls = Extract<keyof EngineHandlers, `model:${string}`>;

/** The state of undo in the contract's shape, where what is not there is left out. */
export function undoAnswer({ revision, undoLabel, redoLabel }: UndoState) {
  return {
    revision,
    ...(undoLabel === undefined ? {} : { undoLabel }),
    ...(redoLabel === undefined ? {} : { redoLabel }),
  };
}

function travelAnswer(outcome: UndoOutcome) {
  const { patch, kept } = outcome;
  return { ...undoAnswer(outcome), kept: [...kept], ...(patch === undefined ? {} : { patch }) };
}

/** The model read, edited, undone, brought in and out. */
export function modelHandlers(engine: Engine): Pick<EngineHandlers, ModelCalls> {
  return {
    'model:read': async () => {
      const { file } = engine.plant();
      return { document: documentFromModel(file.readModel()), ...undoAnswer(file.undoState()) };
    },
    'model:commit': async (edit) => undoAnswer(engine.plant().commit(edit)),
    'model:undo': async () => travelAnswer(engine.plant().undo()),
    'model:redo': async () => travelAnswer(engine.plant().redo()),
    'model:import': async ({ path, projectPath }) => {
      const model = readPlantFile(path);
      return engine.createPlant(projectPath, model);
    },
    'model:export': async ({ path }) => {
      writePlantFile(path, engine.plant().file);
      return { path };
    },
  };
}

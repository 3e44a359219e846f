import type { CsvImportReport, CsvOptions } from '../../../shared/history/csvImport';
import type { CallContext, EngineHandlers } from '../../../shared/contract/engineServer';
import type { Engine } from '../engine';
import { importCsv } from '../import/importCsv';
import { previewCsv } from '../import/previewCsv';
import type { OpenPlant } from '../openPlant';
import { undoAnswer } from './modelHandlers';

type HistoryCalls = Extract<keyof EngineHandlers, `history:${string}`>;

/** Imports a CSV file into a plant. Series that have no sensor yet get one. */
export async function importHistory(
  plant: OpenPlant,
  file: { readonly path: string; readonly options: CsvOptions },
  context: CallContext,
): Promise<CsvImportReport> {
  const writer = plant.openWriter();
  const sink = {
    append: ({ name, unit }: { name: string; unit: string }, columns: Parameters<typeof writer.append>[1]): void => {
      writer.define({ name, unit, description: '' });
      writer.append(name, columns);
    },
    flush: () => writer.flush(),
  };
  const report = await importCsv(file.path, file.options, {
    ...context,
    sink,
    signal: plant.signalFor(context.signal),
  });
  plant.history.refresh();
  return report;
}

async function importIntoOpenPlant(
  engine: Engine,
  file: { readonly path: string; readonly options: CsvOptions },
  context: CallContext,
): Promise<CsvImportReport> {
  const plant = engine.plant();
  const report = await importHistory(plant, file, context);
  const edit = plant.addMissingSensors();
  if (edit !== undefined) {
    engine.announce('model:changed', { patch: edit.patch, ...undoAnswer(plant.file.undoState()) });
  }
  engine.announce('history:changed', {});
  return report;
}

/** Samples read, searched and imported. */
export function historyHandlers(engine: Engine): Pick<EngineHandlers, HistoryCalls> {
  const reading = (context: CallContext) => {
    const plant = engine.plant();
    return { history: plant.history, signal: plant.signalFor(context.signal) };
  };
  return {
    'history:describe': (_request, context) => {
      const { history, signal } = reading(context);
      return history.describe(signal);
    },
    'history:snapshot': ({ sensorIds, timeMs }, context) => {
      const { history, signal } = reading(context);
      return history.readSnapshot(sensorIds, timeMs, signal);
    },
    'history:frames': ({ sensorIds, ...grid }, context) => {
      const { history, signal } = reading(context);
      return history.readFrames(sensorIds, grid, signal);
    },
    'history:window': async ({ sensorIds, ...asked }, context) => {
      const { history, signal } = reading(context);
      return { windows: [...(await history.readWindows(sensorIds, asked, signal))] };
    },
    'history:next-change': ({ sensorIds, ...from }, context) => {
      const { history, signal } = reading(context);
      return history.findNextChange(sensorIds, from, signal);
    },
    'history:preview-csv': ({ path, options }) => {
      const { timeZone } = engine.plant().file.readModel().plant;
      return previewCsv(path, { timeZone, ...options });
    },
    'history:import-csv': (request, context) => importIntoOpenPlant(engine, request, context),
  };
}

import type { CsvImportReport, CsvOptions } from '../../../shared/history/csvImport';
import type { CallContext, EngineHandlers } from '../../../shared/contract/engineServer';
import type { Engine } from '../engine';
import { importCsv } from '../import/importCsv';
import { previewCsv } from '../import/previewCsv';
import type { SampleSink } from '../import/seriesBuffers';
import { viewSamples } from '../history/sampleMerge';
import type { OpenPlant } from '../openPlant';
import { undoAnswer } from './modelHandlers';

type HistoryCalls = Exclude<
  Extract<keyof EngineHandlers, `history:${string}`>,
  'history:coverage' | 'history:reread' | 'history:export'
>;

/** Written in one go during an import: some 20 ms of work, then others get their turn. */
const batchSamples = 100_000;
const samplesPerPart = 50_000;

/** Stores what is imported bit by bit, so that a person can go on working meanwhile. */
function plantSink(plant: OpenPlant): SampleSink {
  const writer = plant.openWriter(batchSamples);
  return {
    append: async ({ name, unit }, samples) => {
      writer.define({ name, unit, description: '' });
      for (let from = 0; from < samples.timesMs.length; from += samplesPerPart) {
        writer.append(name, viewSamples(samples, from, Math.min(from + samplesPerPart, samples.timesMs.length)));
        await plant.rest();
      }
    },
    flush: () => writer.flushSlowly(() => plant.rest()),
  };
}

/** Imports a CSV file into a plant. */
export async function importHistory(
  plant: OpenPlant,
  file: { readonly path: string; readonly options: CsvOptions },
  context: CallContext,
): Promise<CsvImportReport> {
  try {
    return await importCsv(file.path, file.options, {
      ...context,
      sink: plantSink(plant),
      signal: plant.signalFor(context.signal),
    });
  } finally {
    plant.history.refresh();
  }
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
  /** A person moves through time. A look at one moment does not count: in live there is one every few seconds. */
  const moving = (context: CallContext) => {
    engine.scrubPause.noteInteractive();
    return reading(context);
  };
  return {
    'history:describe': async (_request, context) => {
      const { history, signal } = reading(context);
      const extent = await history.describe(signal);
      return { ...extent, clockSkewMs: engine.plant().sources.clockSkewMs() };
    },
    'history:snapshot': ({ sensorIds, timeMs }, context) => {
      const { history, signal } = reading(context);
      return history.readSnapshot(sensorIds, timeMs, signal);
    },
    'history:frames': ({ sensorIds, ...grid }, context) => {
      const { history, signal } = moving(context);
      return history.readFrames(sensorIds, grid, signal);
    },
    'history:window': async ({ sensorIds, ...asked }, context) => {
      const { history, signal } = reading(context);
      return { windows: [...(await history.readWindows(sensorIds, asked, signal))] };
    },
    'history:next-change': ({ sensorIds, ...from }, context) => {
      const { history, signal } = moving(context);
      return history.findNextChange(sensorIds, from, signal);
    },
    'history:events': ({ sensorIds, ...asked }, context) => {
      const { history, signal } = reading(context);
      return history.findEvents(sensorIds, asked, signal);
    },
    'history:preview-csv': ({ path, options }) => {
      const { timeZone } = engine.plant().file.readModel().plant;
      return previewCsv(path, { timeZone, ...options });
    },
    'history:import-csv': (request, context) => importIntoOpenPlant(engine, request, context),
  };
}

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { importHistory } from '../electron/engine/handlers/historyHandlers';
import { readPlantFile } from '../electron/engine/handlers/readPlantFile';
import { plantTextOf, writePlantFile } from '../electron/engine/handlers/writePlantFile';
import { previewCsv } from '../electron/engine/import/previewCsv';
import { OpenPlant } from '../electron/engine/openPlant';
import type { CsvPreview } from '../shared/history/csvImport';
import { AppFailure } from '../shared/lib/appError';
import { emptyModel } from '../shared/model/emptyModel';
import { asId } from '../shared/model/ids';
import { type CommandCall, textOption } from './arguments';
import { csvText } from '../shared/lib/csvText';
import { exportHistoryFiles } from './exportCommand';
import { copyChoiceOf, copyToInflux } from './copyCommand';
import { importOptionsOf, timeColumnOf } from './importOptions';
import { listSensors, printSnapshot, printWindow } from './readCommands';
import { sourceServices } from './sourceServices';

/** How a command tells what is not its result. */
export interface Console {
  readonly note: (line: string) => void;
}

function openExisting(call: CommandCall, console: Console): OpenPlant {
  return OpenPlant.open(resolve(call.project), sourceServices(process.env, console.note));
}

function createEmpty(path: string, timeZone: string): OpenPlant {
  const name = basename(path).replace(/\.[^.]+$/, '') || 'Plant';
  return OpenPlant.create(path, emptyModel({ id: asId(randomUUID()), name, timeZone }));
}

/** Runs a piece of work on a plant and closes it whatever comes of it. */
async function withPlant<T>(plant: OpenPlant, work: (plant: OpenPlant) => Promise<T>): Promise<T> {
  try {
    return await work(plant);
  } finally {
    plant.dispose();
  }
}

function printed(call: CommandCall, facts: Readonly<Record<string, string | number>>): string {
  return call.json ? `${JSON.stringify(facts)}\n` : csvText([Object.keys(facts), Object.values(facts)]);
}

/** A new project from the file; into one that is there the plant goes as one edit that can be undone. */
async function importModel(call: CommandCall, file: string): Promise<string> {
  const path = resolve(call.project);
  const model = readPlantFile(file);
  const isNew = !existsSync(path);
  return withPlant(isNew ? OpenPlant.create(path, model) : OpenPlant.open(path), async (plant) => {
    if (!isNew) {
      plant.replaceModel(model, 'Import plant');
    }
    const { components, connections, sensors, bindings } = plant.file.readModel();
    return printed(call, {
      project: path,
      components: components.size,
      connections: connections.size,
      sensors: sensors.size,
      bindings: bindings.size,
    });
  });
}

/** How the file will be read: what the call says, the rest guessed. A time column by its name is looked up first. */
async function settledPreview(call: CommandCall, file: string, plantZone: string | undefined): Promise<CsvPreview> {
  const given = importOptionsOf(call);
  const known = { ...given, timeZone: given.timeZone ?? plantZone };
  const column = textOption(call, 'time-column');
  const columns = column === undefined ? [] : (await previewCsv(file, { ...known, layout: 'wide' })).columns;
  const preview = await previewCsv(file, { ...known, timeColumn: timeColumnOf(call, columns) });
  if (given.timeFormat !== undefined && preview.options.timeColumn === undefined) {
    const detail = `no column holds times written as ${given.timeFormat}`;
    throw new AppFailure({ code: 'invalid-file', path: file, detail });
  }
  return preview;
}

async function importHistoryFile(call: CommandCall, file: string, console: Console): Promise<string> {
  const path = resolve(call.project);
  importOptionsOf(call);
  if (!existsSync(path)) {
    const preview = await settledPreview(call, file, undefined);
    return withPlant(createEmpty(path, preview.options.timeZone), (plant) =>
      takeHistory(call, plant, { file, preview, console }),
    );
  }
  return withPlant(OpenPlant.open(path), async (plant) => {
    const preview = await settledPreview(call, file, plant.file.readModel().plant.timeZone);
    return takeHistory(call, plant, { file, preview, console });
  });
}

async function takeHistory(
  call: CommandCall,
  plant: OpenPlant,
  from: { readonly file: string; readonly preview: CsvPreview; readonly console: Console },
): Promise<string> {
  const { file, preview, console } = from;
  const context = { signal: new AbortController().signal, report: () => undefined };
  const report = await importHistory(plant, { path: file, options: preview.options }, context);
  plant.addMissingSensors();
  preview.reasons.forEach((reason) => console.note(reason));
  report.rejections.forEach(({ line, reason, text }) => console.note(`line ${line}: ${reason}: ${text}`));
  if (call.json) {
    return `${JSON.stringify(report)}\n`;
  }
  const { rowsRead, samplesStored, rowsRejected, cellsRejected } = report;
  return printed(call, { rowsRead, samplesStored, rowsRejected, cellsRejected, sensors: report.series.length });
}

function exportModel(call: CommandCall, file: string, console: Console): Promise<string> {
  return withPlant(openExisting(call, console), async (plant) => {
    if (file === '-') {
      return plantTextOf(plant.file);
    }
    writePlantFile(resolve(file), plant.file);
    return printed(call, { file: resolve(file) });
  });
}

/** Carries out a call and answers what is to be printed. Throws `UsageError` and `AppFailure`. */
export async function runCommand(call: CommandCall, console: Console): Promise<string> {
  const file = call.file ?? '';
  switch (call.command) {
    case 'import-model':
      return importModel(call, resolve(file));
    case 'import-history':
      return importHistoryFile(call, resolve(file), console);
    case 'export-model':
      return exportModel(call, file, console);
    case 'sensors':
      return withPlant(openExisting(call, console), (plant) => listSensors(call, plant));
    case 'export-history':
      return exportHistoryFiles(call, () => openExisting(call, console), console);
    case 'copy-to-influx': {
      const choice = copyChoiceOf(call);
      return withPlant(openExisting(call, console), async (plant) => printed(call, await copyToInflux(plant, choice)));
    }
    case 'snapshot':
      return printSnapshot(call, () => openExisting(call, console));
    default:
      return printWindow(call, () => openExisting(call, console));
  }
}

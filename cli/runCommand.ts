import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { importHistory } from '../electron/engine/handlers/historyHandlers';
import { readPlantFile } from '../electron/engine/handlers/readPlantFile';
import { previewCsv } from '../electron/engine/import/previewCsv';
import { OpenPlant, valueOf } from '../electron/engine/openPlant';
import { AppFailure } from '../shared/lib/appError';
import { diffModels } from '../shared/model/diffModels';
import { emptyModel } from '../shared/model/emptyModel';
import { asId } from '../shared/model/ids';
import { documentFromModel } from '../shared/model/plantDocument';
import { plantDocumentText } from '../shared/model/readPlantDocument';
import { type CommandCall, textOption } from './arguments';
import { csvText } from './csvText';
import { importOptionsOf, timeColumnOf } from './importOptions';
import { listSensors, printSnapshot, printWindow } from './readCommands';

/** How a command tells what is not its result. */
export interface Console {
  readonly note: (line: string) => void;
}

function openExisting(call: CommandCall): OpenPlant {
  return OpenPlant.open(resolve(call.project));
}

function nameFromPath(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '') || 'Plant';
}

function openOrCreate(call: CommandCall): OpenPlant {
  const path = resolve(call.project);
  if (existsSync(path)) {
    return OpenPlant.open(path);
  }
  const timeZone = textOption(call, 'time-zone') ?? 'UTC';
  return OpenPlant.create(path, emptyModel({ id: asId(randomUUID()), name: nameFromPath(path), timeZone }));
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
  const plant = existsSync(path) ? OpenPlant.open(path) : OpenPlant.create(path, model);
  return withPlant(plant, async () => {
    const patch = diffModels(plant.file.readModel(), model);
    valueOf(plant.file.commit({ label: 'Import plant', patch }));
    plant.addMissingSensors();
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

async function importHistoryFile(call: CommandCall, file: string, console: Console): Promise<string> {
  const path = resolve(file);
  const given = importOptionsOf(call);
  const guessed = await previewCsv(path, given);
  const timeColumn = timeColumnOf(
    call,
    guessed.columns.map(({ name }) => name),
  );
  const { options } = timeColumn === undefined ? guessed : await previewCsv(path, { ...given, timeColumn });
  return withPlant(openOrCreate(call), async (plant) => {
    const context = { signal: new AbortController().signal, report: () => undefined };
    const report = await importHistory(plant, { path, options }, context);
    plant.addMissingSensors();
    guessed.reasons.forEach((reason) => console.note(reason));
    report.rejections.forEach(({ line, reason, text }) => console.note(`line ${line}: ${reason}: ${text}`));
    if (call.json) {
      return `${JSON.stringify(report)}\n`;
    }
    const { rowsRead, samplesStored, rowsRejected, cellsRejected } = report;
    return printed(call, { rowsRead, samplesStored, rowsRejected, cellsRejected, sensors: report.series.length });
  });
}

function exportModel(call: CommandCall, file: string): Promise<string> {
  return withPlant(openExisting(call), async (plant) => {
    const text = plantDocumentText(documentFromModel(plant.file.readModel()));
    if (file === '-') {
      return text;
    }
    try {
      writeFileSync(resolve(file), text);
    } catch (error) {
      throw new AppFailure({ code: 'write-failed', detail: error instanceof Error ? error.message : String(error) });
    }
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
      return importHistoryFile(call, file, console);
    case 'export-model':
      return exportModel(call, file);
    case 'sensors':
      return withPlant(openExisting(call), (plant) => listSensors(call, plant));
    case 'snapshot':
      return printSnapshot(call, () => openExisting(call));
    default:
      return printWindow(call, () => openExisting(call));
  }
}

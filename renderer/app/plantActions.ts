import { shell } from '../bridge/shell';
import type { App } from '../state/appContext';
import { runJob } from '../state/jobStore';

/** Opens the example plant, making it first where it does not exist yet. */
export async function openExample(app: App): Promise<void> {
  await runJob(app.jobs, app.client, { title: 'Opening the example plant', name: 'project:open-demo', request: {} });
}

/** Lets the person choose a project and opens it. */
export async function openPlant(app: App): Promise<void> {
  const chosen = await shell.call('dialog:open-file', { purpose: 'project' });
  if (chosen.ok && chosen.value.path !== undefined) {
    await openPath(app, chosen.value.path);
  }
}

/** Opens the project at a path. */
export async function openPath(app: App, path: string): Promise<void> {
  await runJob(app.jobs, app.client, { title: 'Opening the plant', name: 'project:open', request: { path } });
}

/** The name of a file without its folders and ending, to begin a plant's name with. */
export function plantNameFromPath(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/\.[^.]+$/, '') || 'New plant';
}

/** Lets the person choose where a new, empty plant is kept, and opens it in Model. */
export async function newPlant(app: App): Promise<void> {
  const chosen = await shell.call('dialog:save-file', { purpose: 'project', suggestedName: 'New plant.sightglass' });
  if (chosen.ok && chosen.value.path !== undefined) {
    const { path } = chosen.value;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const request = { path, name: plantNameFromPath(path), timeZone };
    const made = await runJob(app.jobs, app.client, { title: 'Making the plant', name: 'project:create', request });
    if (made.ok) {
      app.session.setState({ mode: 'model' });
    }
  }
}

/** Makes a project from a `*.plant.json` file. */
export async function importPlant(app: App): Promise<void> {
  const source = await shell.call('dialog:open-file', { purpose: 'plant-exchange' });
  if (!source.ok || source.value.path === undefined) {
    return;
  }
  const suggestedName = `${plantNameFromPath(source.value.path).replace(/\.plant$/, '')}.sightglass`;
  const target = await shell.call('dialog:save-file', { purpose: 'project', suggestedName });
  if (target.ok && target.value.path !== undefined) {
    const request = { path: source.value.path, projectPath: target.value.path };
    await runJob(app.jobs, app.client, { title: 'Importing the plant', name: 'model:import', request });
  }
}

/** Writes the open plant as a `*.plant.json` file. */
export async function exportPlant(app: App): Promise<void> {
  const name = app.models.store.getState().model?.plant.name ?? 'Plant';
  const target = await shell.call('dialog:save-file', {
    purpose: 'plant-exchange',
    suggestedName: `${name}.plant.json`,
  });
  if (target.ok && target.value.path !== undefined) {
    const { path } = target.value;
    await runJob(app.jobs, app.client, { title: 'Exporting the plant', name: 'model:export', request: { path } });
  }
}

/** Writes a whole copy of the project, history and undo included. */
export async function saveCopy(app: App): Promise<void> {
  const name = app.models.store.getState().model?.plant.name ?? 'Plant';
  const target = await shell.call('dialog:save-file', { purpose: 'project', suggestedName: `${name} copy.sightglass` });
  if (target.ok && target.value.path !== undefined) {
    const { path } = target.value;
    await runJob(app.jobs, app.client, { title: 'Saving a copy', name: 'project:save-copy', request: { path } });
  }
}

/** Lets the person choose a CSV file of history and shows how it would be read. */
export async function chooseHistory(app: App): Promise<void> {
  const chosen = await shell.call('dialog:open-file', { purpose: 'history-csv' });
  if (chosen.ok && chosen.value.path !== undefined) {
    app.session.setState({ historyFile: chosen.value.path });
  }
}

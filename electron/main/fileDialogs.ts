import { BrowserWindow, dialog, type FileFilter, type WebContents } from 'electron';
import type { FilePurpose } from '../../shared/contract/shell';

interface DialogWords {
  readonly openTitle: string;
  readonly saveTitle: string;
  /** Undefined: a folder is chosen, not a file. */
  readonly filter: FileFilter | undefined;
}

const words: Readonly<Record<FilePurpose, DialogWords>> = {
  project: {
    openTitle: 'Open plant',
    saveTitle: 'Save plant as',
    filter: { name: 'Sightglass project', extensions: ['sightglass'] },
  },
  'plant-exchange': {
    openTitle: 'Import drawing',
    saveTitle: 'Export drawing',
    filter: { name: 'Plant exchange file', extensions: ['plant.json', 'json'] },
  },
  'history-csv': {
    openTitle: 'Import history',
    saveTitle: 'Export history',
    filter: { name: 'CSV file', extensions: ['csv', 'tsv', 'txt'] },
  },
  picture: {
    openTitle: 'Open picture',
    saveTitle: 'Save picture',
    filter: { name: 'PNG picture', extensions: ['png'] },
  },
  certificate: {
    openTitle: 'Choose the certificate of your authority',
    saveTitle: 'Save certificate as',
    filter: { name: 'Certificate', extensions: ['pem', 'crt', 'cer'] },
  },
  'export-folder': {
    openTitle: 'Export history into a folder',
    saveTitle: 'Export history into a folder',
    filter: undefined,
  },
};

function windowOf(page: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(page);
  if (window === null) {
    throw new Error('The page has no window.');
  }
  return window;
}

/** Lets the person choose a file to read, or a folder; undefined when they cancel. */
export async function askForFile(page: WebContents, purpose: FilePurpose): Promise<string | undefined> {
  const { openTitle, filter } = words[purpose];
  const answer = await dialog.showOpenDialog(windowOf(page), {
    title: openTitle,
    properties: filter === undefined ? ['openDirectory', 'createDirectory'] : ['openFile'],
    filters: filter === undefined ? [] : [filter, { name: 'All files', extensions: ['*'] }],
  });
  return answer.canceled ? undefined : answer.filePaths[0];
}

/** Lets the person choose a file to write; undefined when they cancel. */
export async function askForTarget(
  page: WebContents,
  purpose: FilePurpose,
  suggestedName: string,
): Promise<string | undefined> {
  const { saveTitle, filter } = words[purpose];
  const answer = await dialog.showSaveDialog(windowOf(page), {
    title: saveTitle,
    defaultPath: suggestedName,
    filters: filter === undefined ? [] : [filter],
  });
  return answer.canceled || answer.filePath === '' ? undefined : answer.filePath;
}

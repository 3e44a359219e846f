import { BrowserWindow, dialog, type FileFilter, type WebContents } from 'electron';
import type { FilePurpose } from '../../shared/contract/shell';

interface DialogWords {
  readonly openTitle: string;
  readonly saveTitle: string;
  readonly filter: FileFilter;
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
};

function windowOf(page: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(page);
  if (window === null) {
    throw new Error('The page has no window.');
  }
  return window;
}

/** Lets the person choose a file to read; undefined when they cancel. */
export async function askForFile(page: WebContents, purpose: FilePurpose): Promise<string | undefined> {
  const { openTitle, filter } = words[purpose];
  const answer = await dialog.showOpenDialog(windowOf(page), {
    title: openTitle,
    properties: ['openFile'],
    filters: [filter, { name: 'All files', extensions: ['*'] }],
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
    filters: [filter],
  });
  return answer.canceled || answer.filePath === '' ? undefined : answer.filePath;
}

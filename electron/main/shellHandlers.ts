import { app, BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { EngineProcess } from './engineProcess';
import { askForFile, askForTarget } from './fileDialogs';
import type { ShellHandlers } from './registerShell';

function windowOf(event: IpcMainInvokeEvent): BrowserWindow | undefined {
  return BrowserWindow.fromWebContents(event.sender) ?? undefined;
}

function toggleMaximize(window: BrowserWindow | undefined): void {
  if (window?.isMaximized() === true) {
    window.unmaximize();
  } else {
    window?.maximize();
  }
}

/** What the program does for its pages. */
export function createShellHandlers(engine: EngineProcess): ShellHandlers {
  return {
    'shell:info': async () => ({
      version: app.getVersion(),
      userDataFolder: app.getPath('userData'),
      platform: process.platform,
    }),
    'engine:connect': async (_request, event) => {
      engine.connect(event.sender);
      return {};
    },
    'dialog:open-file': async ({ purpose }, event) => ({ path: await askForFile(event.sender, purpose) }),
    'dialog:save-file': async ({ purpose, suggestedName }, event) => ({
      path: await askForTarget(event.sender, purpose, suggestedName),
    }),
    'window:minimize': async (_request, event) => {
      windowOf(event)?.minimize();
      return {};
    },
    'window:toggle-maximize': async (_request, event) => {
      toggleMaximize(windowOf(event));
      return {};
    },
    'window:close': async (_request, event) => {
      windowOf(event)?.close();
      return {};
    },
  };
}

import { join } from 'node:path';
import { BrowserWindow, screen, type WebPreferences } from 'electron';
import type { ShellEvent, ShellEventData } from '../../shared/contract/shell';
import { startPage } from './appOrigin';
import { isHopeless, recentFailures } from './restartPolicy';

const usualSize = { width: 1920, height: 1080 };
const smallestSize = { minWidth: 1280, minHeight: 720 };

/** Says something to the page of a window, if it still has one. */
export function tellWindow<E extends ShellEvent>(window: BrowserWindow, name: E, data: ShellEventData<E>): void {
  if (!window.isDestroyed()) {
    window.webContents.send(name, data);
  }
}

function announceState(window: BrowserWindow): void {
  tellWindow(window, 'window:state', { maximized: window.isMaximized(), fullScreen: window.isFullScreen() });
}

function pagePreferences(appFolder: string): WebPreferences {
  return {
    preload: join(appFolder, 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // A replay must not slow down because another window lies over this one.
    backgroundThrottling: false,
  };
}

/** The usual size, or what the screen has room for. */
function openingSize(): { readonly width: number; readonly height: number } {
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  return { width: Math.min(usualSize.width, width), height: Math.min(usualSize.height, height) };
}

/** A page whose process died is shown again; what it had saved is with the engine. */
function reloadAfterCrash(window: BrowserWindow): void {
  let failureTimesMs: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    failureTimesMs = recentFailures(failureTimesMs, performance.now());
    if (reason !== 'clean-exit' && !isHopeless(failureTimesMs)) {
      window.reload();
    }
  });
}

/** Opens the program's window. The page draws its own top bar, so the system's frame is left out. */
export function openMainWindow(appFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    ...openingSize(),
    ...smallestSize,
    show: false,
    frame: false,
    title: 'Sightglass',
    webPreferences: pagePreferences(appFolder),
  });
  reloadAfterCrash(window);
  window.once('ready-to-show', () => window.show());
  window.on('maximize', () => announceState(window));
  window.on('unmaximize', () => announceState(window));
  window.on('enter-full-screen', () => announceState(window));
  window.on('leave-full-screen', () => announceState(window));
  void window.loadURL(startPage);
  return window;
}

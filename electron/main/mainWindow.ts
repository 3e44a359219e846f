import { join } from 'node:path';
import { BrowserWindow, type WebPreferences } from 'electron';
import type { ShellEvent, ShellEventData } from '../../shared/contract/shell';
import { startPage } from './appOrigin';

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

/** Opens the program's window. The page draws its own top bar, so the system's frame is left out. */
export function openMainWindow(appFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1920,
    height: 1080,
    minWidth: 1280,
    minHeight: 720,
    show: false,
    frame: false,
    title: 'Sightglass',
    webPreferences: pagePreferences(appFolder),
  });
  window.once('ready-to-show', () => window.show());
  window.on('maximize', () => announceState(window));
  window.on('unmaximize', () => announceState(window));
  window.on('enter-full-screen', () => announceState(window));
  window.on('leave-full-screen', () => announceState(window));
  void window.loadURL(startPage);
  return window;
}

import { join } from 'node:path';
import { app, BrowserWindow, Menu, session } from 'electron';
import { registerAppScheme, serveApp } from './appProtocol';
import { type CommandLine, parseCommandLine } from './commandLine';
import { type EngineProcess, startEngine } from './engineProcess';
import { answerSecret } from './keychain';
import { denyForeignRequests, denyPermissions, lockAllContents } from './lockDown';
import { openMainWindow, tellWindow } from './mainWindow';
import { registerShell } from './registerShell';
import { createShellHandlers } from './shellHandlers';

function createEngine(commandLine: CommandLine): EngineProcess {
  return startEngine({
    script: join(__dirname, 'engine.cjs'),
    userDataFolder: app.getPath('userData'),
    projectPath: commandLine.projectPath,
    onInterrupted: (state) =>
      BrowserWindow.getAllWindows().forEach((window) => tellWindow(window, 'engine:state', { state })),
    now: () => performance.now(),
    onSecret: answerSecret,
  });
}

/** A second start shows the window that is there and opens the file it was given. */
function welcomeSecondStart(words: readonly string[], workingFolder: string): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) {
    return;
  }
  if (window.isMinimized()) {
    window.restore();
  }
  window.focus();
  const { projectPath } = parseCommandLine(words, workingFolder);
  if (projectPath !== undefined) {
    tellWindow(window, 'project:requested', { path: projectPath });
  }
}

/** The engine writes what is open before the program ends. */
function closeEngineBeforeQuit(engine: EngineProcess): void {
  let closed = false;
  let closing: Promise<void> | undefined;
  app.on('will-quit', (event) => {
    if (closed) {
      return;
    }
    event.preventDefault();
    closing ??= engine.close().then(() => {
      closed = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
  // A terminal or the system asks us to end: that is no reason to lose anything either.
  process.on('SIGINT', () => app.quit());
  process.on('SIGTERM', () => app.quit());
}

function leaveOutMenu(): void {
  // On macOS the menu carries copy and paste; elsewhere the page's own top bar is the menu.
  const macMenu = Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]);
  Menu.setApplicationMenu(process.platform === 'darwin' ? macMenu : null);
}

async function start(commandLine: CommandLine): Promise<void> {
  await app.whenReady();
  leaveOutMenu();
  denyPermissions(session.defaultSession);
  denyForeignRequests(session.defaultSession);
  serveApp(session.defaultSession, join(__dirname, 'renderer'));
  const engine = createEngine(commandLine);
  closeEngineBeforeQuit(engine);
  registerShell(createShellHandlers(engine));
  openMainWindow(__dirname);
}

const commandLine = parseCommandLine(process.argv, process.cwd());
if (commandLine.userDataFolder !== undefined) {
  app.setPath('userData', commandLine.userDataFolder);
}
app.enableSandbox();
registerAppScheme();
lockAllContents(app);
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, words, workingFolder) => welcomeSecondStart(words, workingFolder));
  void start(commandLine);
} else {
  app.quit();
}

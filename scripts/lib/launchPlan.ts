import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { type AppUser, asUser, ensureAppUser, runAs, sandboxWorks } from './appUser.ts';
import { cacheFolder } from './cacheFolder.ts';
import { ensureSystemPackages } from './debianPackages.ts';
import { type Display, ensureDisplay, needsVirtualDisplay } from './display.ts';
import { type ElectronRuntime, ensureElectron } from './electronRuntime.ts';
import { repositoryRoot } from './root.ts';
import { runCommand } from './runCommand.ts';

/** The folder that `npm run build` fills and Electron starts. */
export const builtApp = join(repositoryRoot, 'dist/app');

/** All that is needed to start the built app on this machine; handed to the end-to-end tests as it is. */
export interface LaunchPlan {
  /** What to execute: Electron itself, or a script that becomes the app's user first. */
  readonly executable: string;
  /** Arguments that come before the app's own. */
  readonly args: readonly string[];
  readonly appFolder: string;
  readonly sandbox: boolean;
  readonly standIn: boolean;
  /** Present when the app runs as another user than the tests: its files have to be handed over. */
  readonly user?: AppUser;
  readonly env: Readonly<Record<string, string>>;
}

/** A plan and what to clear away when it is no longer needed. */
export interface PreparedLaunch {
  readonly plan: LaunchPlan;
  readonly close: () => void;
}

const smallSharedMemoryBytes = 512 * 1024 * 1024;

function electronArguments(sandbox: boolean): readonly string[] {
  const shared = existsSync('/dev/shm') ? statfsSync('/dev/shm') : undefined;
  const isSmall = shared !== undefined && shared.blocks * shared.bsize < smallSharedMemoryBytes;
  return [...(sandbox ? [] : ['--no-sandbox']), ...(isSmall ? ['--disable-dev-shm-usage'] : [])];
}

async function canRead(user: AppUser | undefined, path: string): Promise<boolean> {
  return user === undefined || (await runAs(user, ['test', '-r', path])).exitCode === 0;
}

/** A copy of a folder that every user can read. */
async function readableCopy(folder: string, copy: string): Promise<void> {
  cpSync(folder, copy, { recursive: true, dereference: true });
  await runCommand('chmod', ['-R', 'a+rX', copy], { quiet: true });
}

async function readableElectron(runtime: ElectronRuntime, user: AppUser | undefined): Promise<string> {
  const executable = realpathSync(runtime.executable);
  if (await canRead(user, executable)) {
    return executable;
  }
  const copy = join(cacheFolder(), `electron-copy-${contentKey(executable)}`);
  if (!existsSync(copy)) {
    await readableCopy(runtime.folder, copy);
  }
  return join(copy, relative(realpathSync(runtime.folder), executable));
}

function contentKey(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return createHash('sha256').update(`${path} ${mtimeMs} ${size}`).digest('hex').slice(0, 12);
}

function writeWrapper(folder: string, user: AppUser, executable: string): string {
  const path = join(folder, 'launch');
  const words = [...asUser(user), executable].map((word) => `'${word}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\ncd / && exec ${words} "$@"\n`, { mode: 0o755 });
  return path;
}

/** Brings up what this machine lacks to start Electron: the runtime, the libraries, the virtual display's server. */
export async function prepareMachine(): Promise<ElectronRuntime> {
  const runtime = await ensureElectron();
  await ensureSystemPackages(runtime.executable, needsVirtualDisplay());
  return runtime;
}

/** Makes the built app startable; `runtime` comes from `prepareMachine`. */
export async function prepareLaunch(runtime: ElectronRuntime): Promise<PreparedLaunch> {
  const user = await ensureAppUser();
  const display: Display = await ensureDisplay(user);
  const sandbox = await sandboxWorks(user);
  const scratch = mkdtempSync(join(tmpdir(), 'sightglass-run-'));
  const electron = await readableElectron(runtime, user);
  const readable = await canRead(user, join(builtApp, 'package.json'));
  const appFolder = readable ? builtApp : join(scratch, basename(builtApp));
  if (!readable) {
    await readableCopy(builtApp, appFolder);
  }
  await runCommand('chmod', ['a+rx', scratch], { quiet: true });
  const plan: LaunchPlan = {
    executable: user === undefined ? electron : writeWrapper(scratch, user, electron),
    args: electronArguments(sandbox),
    appFolder,
    sandbox,
    standIn: runtime.standIn,
    ...(user === undefined ? {} : { user }),
    env: display.env,
  };
  const close = (): void => {
    display.close();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { plan, close };
}

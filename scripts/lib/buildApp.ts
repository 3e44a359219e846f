import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build as buildRenderer } from 'vite';
import type { ElectronRuntime } from './electronRuntime.ts';
import { builtApp } from './launchPlan.ts';
import { repositoryRoot } from './root.ts';

const modulesFolder = join(repositoryRoot, 'node_modules');

async function bundleProcesses(entryPoints: Readonly<Record<string, string>>): Promise<void> {
  await bundle({
    absWorkingDir: repositoryRoot,
    entryPoints,
    outdir: builtApp,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron', 'better-sqlite3'],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/** The app's folder stands on its own: it may be copied anywhere and started there. */
function copyNativeModules(runtime: ElectronRuntime): void {
  const target = join(builtApp, 'node_modules');
  if (runtime.nativeModules !== undefined) {
    cpSync(runtime.nativeModules, target, { recursive: true });
    return;
  }
  for (const part of ['package.json', 'lib', 'prebuilds', 'LICENSE']) {
    const path = join('better-sqlite3', part);
    cpSync(join(modulesFolder, path), join(target, path), { recursive: true });
  }
}

function writeAppDescription(): void {
  const { name, productName, version, license } = JSON.parse(
    readFileSync(join(repositoryRoot, 'package.json'), 'utf8'),
  );
  const description = { name, productName, version, license, main: 'main.cjs' };
  writeFileSync(join(builtApp, 'package.json'), `${JSON.stringify(description, undefined, 2)}\n`);
}

/** Builds the app into `dist/app` for the given runtime. */
export async function buildApp(runtime: ElectronRuntime): Promise<void> {
  rmSync(builtApp, { recursive: true, force: true });
  mkdirSync(builtApp, { recursive: true });
  await bundleProcesses({
    main: 'electron/main/main.ts',
    preload: 'electron/preload/preload.ts',
    engine: 'electron/engine/main.ts',
  });
  await buildRenderer({ configFile: join(repositoryRoot, 'vite.config.ts'), logLevel: 'warn' });
  copyNativeModules(runtime);
  writeAppDescription();
}

/** Adds a program to the built app that runs in its runtime, with its native modules. Answers where it is. */
export async function addToApp(name: string, entry: string): Promise<string> {
  await bundleProcesses({ [name]: entry });
  return join(builtApp, `${name}.cjs`);
}

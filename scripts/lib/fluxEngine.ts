import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withBuildLock } from './buildLock.ts';
import { cacheFolder } from './cacheFolder.ts';
import { commandPath } from './commandPath.ts';
import { runCommand } from './runCommand.ts';
import { say } from './say.ts';

/** The last InfluxDB 1.x: it answers Flux on `/api/v2/query`, and is built from Go alone. */
const version = '1.8.10';
const source = `github.com/influxdata/influxdb/cmd/influxd@v${version}`;
const binaryName = process.platform === 'win32' ? 'influxd.exe' : 'influxd';
const longestBuildMs = 20 * 60_000;

/** Where the server with a Flux engine is, or why there is none. */
export type FluxEngine = { readonly path: string } | { readonly missing: string };

function engineFolder(): string {
  return join(cacheFolder(), `influxd-${version}`);
}

function hasGo(): boolean {
  return commandPath('go') !== undefined;
}

/** The server that was built before. */
export function findFluxEngine(): FluxEngine {
  const path = join(engineFolder(), binaryName);
  if (existsSync(path)) {
    return { path };
  }
  return {
    missing: hasGo()
      ? `influxd ${version} is not built yet: run all tests once`
      : `there is no go on the PATH to build influxd ${version} with`,
  };
}

async function install(binFolder: string): Promise<string | undefined> {
  // Newer linkers refuse how an old dependency reaches into the runtime; older ones do not know the flag.
  for (const flags of ['-ldflags=-checklinkname=0', '']) {
    const env = { GOBIN: binFolder, GOFLAGS: flags };
    const done = await runCommand('go', ['install', source], { env, quiet: true, timeoutMs: longestBuildMs });
    if (done.exitCode === 0) {
      return undefined;
    }
    if (flags === '' || !/checklinkname/.test(done.output)) {
      return done.output.trim().split('\n').at(-1) ?? '';
    }
  }
  return '';
}

async function build(folder: string): Promise<FluxEngine> {
  const unfinished = `${folder}.${process.pid}`;
  try {
    say(`Building influxd ${version} with go, once; this takes some minutes …`);
    const complaint = await install(unfinished);
    if (complaint !== undefined) {
      return { missing: `influxd ${version} could not be built: ${complaint.slice(0, 200)}` };
    }
    mkdirSync(folder, { recursive: true });
    renameSync(join(unfinished, binaryName), join(folder, binaryName));
    return findFluxEngine();
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Builds the server where go is on the PATH, unless it is there: once, also when several processes ask at once. */
export async function bringUpFluxEngine(): Promise<FluxEngine> {
  const found = findFluxEngine();
  if ('path' in found || !hasGo()) {
    return found;
  }
  const folder = engineFolder();
  return withBuildLock(`${folder}.lock`, async () => {
    const built = findFluxEngine();
    return 'path' in built ? built : build(folder);
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { repositoryRoot } from '../../scripts/lib/root.ts';
import { runCommand } from '../../scripts/lib/runCommand.ts';

// What the container file does, without a container: its COPY lines into an empty folder, its build, and what comes out of
// that in another folder, started as its ENTRYPOINT does.

const containerFile = readFileSync(join(repositoryRoot, 'deploy/container/Containerfile'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sightglass-container-'));
const [context, app, data] = ['build', 'app', 'data'].map((name) => join(folder, name)) as [string, string, string];
let running: ChildProcess | undefined;

function copyContext(): void {
  mkdirSync(context);
  for (const [, sources = ''] of containerFile.matchAll(/^COPY (?!--from|deploy)(.+) \.\S*$/gm)) {
    for (const source of sources.split(' ')) {
      cpSync(join(repositoryRoot, source), join(context, source), {
        recursive: true,
        filter: (path) => !/\.test\.tsx?$/.test(path),
      });
    }
  }
  symlinkSync(join(repositoryRoot, 'node_modules'), join(context, 'node_modules'));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

beforeAll(async () => {
  copyContext();
  const built = await runCommand(process.execPath, ['scripts/run.mjs', 'buildService'], { cwd: context, quiet: true });
  expect(built.exitCode, built.output).toBe(0);
  cpSync(join(context, 'dist/service'), app, { recursive: true });
  cpSync(join(repositoryRoot, 'deploy/container/healthCheck.mjs'), join(app, 'healthCheck.mjs'));
  rmSync(context, { recursive: true });
}, 120_000);

afterAll(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it('[DP10] built from what the container file copies, the service starts on its own, is well, and ends on SIGTERM with 0', async () => {
  const port = await freePort();
  const environment = {
    PATH: process.env['PATH'],
    SIGHTGLASS_SERVICE_DATA: data,
    SIGHTGLASS_SERVICE_HOST: '127.0.0.1',
    SIGHTGLASS_SERVICE_PORT: String(port),
    SIGHTGLASS_SERVICE_PEPPER: 'x'.repeat(48),
  };
  const command = async (...words: readonly string[]) =>
    runCommand(process.execPath, [join(app, 'main.cjs'), ...words], { cwd: app, quiet: true, env: environment });
  const service = spawn(process.execPath, ['--enable-source-maps', join(app, 'main.cjs')], {
    cwd: app,
    env: environment,
    stdio: 'ignore',
  });
  running = service;
  const healthCheck = async () =>
    (await runCommand(process.execPath, [join(app, 'healthCheck.mjs')], { quiet: true, env: environment })).exitCode;
  await vi.waitFor(async () => expect(await healthCheck()).toBe(0), { timeout: 15_000, interval: 200 });
  const made = await command('tenant', 'create', 'acme');
  expect(made.output).toMatch(/sg_[0-9a-f]{16}_/);
  const token = /sg_\w{16}_[\w-]{43}/.exec(made.output)?.[0] ?? '';
  const me = await fetch(`http://127.0.0.1:${port}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ tenant: { id: 'acme' }, role: 'admin' });
  service.kill('SIGTERM');
  expect(await once(service, 'exit')).toEqual([0, null]);
  expect(await healthCheck()).toBe(1);
}, 60_000);

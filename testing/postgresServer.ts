import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';

/** What a server started for a test is to be like; everything may be left out. */
export interface PostgresServerOptions {
  /** Commits reach the disk before they are answered, as in real life. Left out: they do not, which is faster. */
  readonly fsync?: boolean;
  /** More settings, for instance `{ deadlock_timeout: '100ms' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A real PostgreSQL on loopback, with a data folder of its own. */
export interface PostgresServer {
  /** A fresh database, owned by a role that walls hold for: no superuser. */
  createDatabase(): Promise<string>;
  /** The same database for the superuser, past all walls. */
  superuserUrl(url: string): string;
  /** Ends the server and removes its data. May be called twice. */
  dispose(): Promise<void>;
}

const serviceRole = 'tenant_service';

/** The folder with `initdb` and `postgres` that the scripts found, else Debian's: `test.skipIf(findPostgres() === undefined)`. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  return [
    process.env['SIGHTGLASS_POSTGRES'] ?? '',
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ].find((folder) => folder !== '' && ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** PostgreSQL refuses to run as root: the ordinary user that it runs as then. */
function ordinaryUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  if (entry === undefined) {
    throw new Error('There is no user nobody to run PostgreSQL as');
  }
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Where an unpacked PostgreSQL has its libraries. */
function libraryPath(binaries: string): string {
  const libraries = resolve(binaries, '../../..');
  return readdirSync(libraries)
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(libraries, name))
    .join(':');
}

function start(program: string, args: readonly string[], folder: string): ChildProcess {
  const binaries = findPostgres();
  if (binaries === undefined) {
    throw new Error('There is no PostgreSQL server on this machine');
  }
  const path = process.env['PATH'] ?? '';
  return spawn(join(binaries, program), args, {
    cwd: folder,
    env: { PATH: path, HOME: folder, LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: libraryPath(binaries) },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...ordinaryUser(),
  });
}

/** Everything that a program says, kept to its end. */
function listenTo(child: ChildProcess): () => string {
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = `${said}${chunk.toString('utf8')}`.slice(-4_000);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  return () => said;
}

function untilClosed(child: ChildProcess): Promise<number | undefined> {
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code) => done(code ?? undefined));
  });
}

async function makeData(folder: string): Promise<string> {
  const data = join(folder, 'data');
  const options = ['--username=postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--no-locale'];
  const child = start('initdb', [...options, `--pgdata=${data}`], folder);
  const said = listenTo(child);
  if ((await untilClosed(child)) !== 0) {
    throw new Error(`initdb failed: ${said()}`);
  }
  return data;
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function settingsOf(options: PostgresServerOptions, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: options.fsync === true ? 'on' : 'off',
    shared_buffers: '64MB',
    jit: 'off',
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Runs statements that have to work, each in a transaction of its own. */
async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) {
      await client.query(statement);
    }
  } finally {
    await client.end();
  }
}

async function untilItAnswers(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL ended: ${said()}`);
    }
    const isUp = await run(url, ['SELECT 1']).then(
      () => true,
      () => false,
    );
    if (isUp) {
      return;
    }
    await setTimeout(25);
  }
  throw new Error(`PostgreSQL does not answer: ${said()}`);
}

/** Another program may take a port between our look and the server's; then it is another one's turn. */
async function serve(folder: string, options: PostgresServerOptions): Promise<RunningServer> {
  const data = await makeData(folder);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = start('postgres', ['-D', data, ...settingsOf(options, port)], folder);
    const said = listenTo(child);
    const ended = untilClosed(child);
    // A test run that ends without disposing must not leave a server behind.
    const quit = (): void => void child.kill('SIGQUIT');
    process.once('exit', quit);
    const stop = async (): Promise<void> => {
      process.off('exit', quit);
      quit();
      await ended;
    };
    try {
      await untilItAnswers(`postgresql://postgres@127.0.0.1:${port}/postgres`, child, said);
      return { port, stop };
    } catch (failure) {
      await stop();
      if (attempt === 5 || !said().includes('Address already in use')) {
        throw failure;
      }
    }
  }
}

interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL that is ready to be asked. Tests have to dispose of it. */
export async function startPostgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-postgres-'));
  const user = ordinaryUser();
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
  }
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const { port, stop } = await serve(folder, options);
    const url = (role: string, database: string): string => `postgresql://${role}@127.0.0.1:${port}/${database}`;
    await run(url('postgres', 'postgres'), [`CREATE ROLE ${serviceRole} LOGIN NOSUPERUSER NOBYPASSRLS`]);
    let databases = 0;
    return {
      createDatabase: async () => {
        databases += 1;
        const name = `service_${databases}`;
        await run(url('postgres', 'postgres'), [`CREATE DATABASE ${name} OWNER ${serviceRole}`]);
        return url(serviceRole, name);
      },
      superuserUrl: (of) => of.replace(`//${serviceRole}@`, '//postgres@'),
      dispose: async () => {
        await stop();
        remove();
      },
    };
  } catch (failure) {
    remove();
    throw failure;
  }
}

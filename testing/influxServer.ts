import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** What a server started for a test is to be like; everything may be left out. */
export interface InfluxServerOptions {
  /** The influxd to run; undefined: the one on the PATH. */
  readonly binary?: string;
  /** Left out: a free one. */
  readonly port?: number;
  /** Serves `/api/v2/query` too (1.8). */
  readonly fluxEnabled?: boolean;
  /** Asks for user and password. The first user has to be made by `CREATE USER ... WITH ALL PRIVILEGES`. */
  readonly authEnabled?: boolean;
  /** More lines of `[http]`, for instance `max-row-limit = 10`. */
  readonly http?: readonly string[];
  /** More lines of `[coordinator]`, for instance `max-select-point = 1000`. */
  readonly coordinator?: readonly string[];
}

/** A real influxd of version 1.x on loopback, with a data folder of its own. */
export interface InfluxServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Runs an InfluxQL text that has to work and answers what the server said. */
  query(text: string, database?: string): Promise<unknown>;
  /** Stores lines of line protocol with times in ms, all of which have to be accepted. */
  write(database: string, lines: readonly string[], retentionPolicy?: string): Promise<void>;
  /** Ends the server and removes its data. May be called twice. */
  dispose(): Promise<void>;
}

/** The influxd that the scripts found, else the one on the PATH: `test.skipIf(findInfluxd() === undefined)`. */
export function findInfluxd(): string | undefined {
  const given = process.env['SIGHTGLASS_INFLUXD'];
  if (given !== undefined && existsSync(given)) {
    return given;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/bin', '/usr/sbin']
    .map((folder) => join(folder, process.platform === 'win32' ? 'influxd.exe' : 'influxd'))
    .find((path) => existsSync(path));
}

function settingsOf(folder: string, options: InfluxServerOptions): string {
  const path = (name: string): string => JSON.stringify(join(folder, name));
  return [
    'reporting-disabled = true',
    'bind-address = "127.0.0.1:0"',
    '[meta]',
    `dir = ${path('meta')}`,
    '[data]',
    `dir = ${path('data')}`,
    `wal-dir = ${path('wal')}`,
    'index-version = "tsi1"',
    'query-log-enabled = false',
    '[coordinator]',
    ...(options.coordinator ?? []),
    '[monitor]',
    'store-enabled = false',
    '[subscriber]',
    'enabled = false',
    '[continuous_queries]',
    'enabled = false',
    '[http]',
    // Port 0: the server takes a free one and says in its log which.
    `bind-address = "127.0.0.1:${String(options.port ?? 0)}"`,
    'log-enabled = false',
    `auth-enabled = ${String(options.authEnabled ?? false)}`,
    `flux-enabled = ${String(options.fluxEnabled ?? false)}`,
    ...(options.http ?? []),
    '[logging]',
    'level = "info"',
    'suppress-logo = true',
  ].join('\n');
}

/** Resolves with the port that the log names; rejects when the program ends before. */
function portOf(child: ChildProcessWithoutNullStreams): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      // Read on for ever, so that a full pipe never stops the server; kept only until the port is known.
      if (said.length < 1e6) {
        said += chunk.toString('utf8');
        const port = /Listening on HTTP.*?addr"?[=:] ?"?127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (port !== undefined) {
          resolve(Number(port));
        }
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`influxd ended with ${String(code)}: ${said.slice(-2_000)}`)));
  });
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const response = await fetch(`${url}/ping`).catch(() => undefined);
    if (response?.status === 204) {
      return;
    }
    await setTimeout(25);
  }
  throw new Error(`influxd at ${url} does not answer /ping`);
}

async function expectOk(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok || text.includes('"error"')) {
    throw new Error(`influxd answered ${response.status}: ${text.slice(0, 2_000)}`);
  }
  return text;
}

/** Starts an influxd that is ready to be asked. Tests have to dispose of it. */
export async function startInfluxServer(options: InfluxServerOptions = {}): Promise<InfluxServer> {
  const binary = options.binary ?? findInfluxd();
  if (binary === undefined) {
    throw new Error('There is no influxd on the PATH');
  }
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-influxd-'));
  const settings = join(folder, 'influxdb.conf');
  writeFileSync(settings, settingsOf(folder, options));
  const child = spawn(binary, ['-config', settings], { env: { PATH: process.env['PATH'] ?? '', HOME: folder } });
  const kill = (): void => void child.kill('SIGKILL');
  // A test run that ends without disposing must not leave a server behind.
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const dispose = async (): Promise<void> => {
    process.off('exit', kill);
    kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const url = `http://127.0.0.1:${await portOf(child)}`;
    await untilItAnswers(url);
    return { url, ...doorsOf(url), dispose };
  } catch (failure) {
    await dispose();
    throw failure;
  }
}

/** The same server, asked and written to by somebody who signs in: `Basic ...` or `Token ...`. */
export function signedIn(server: InfluxServer, authorization: string): InfluxServer {
  return { ...server, ...doorsOf(server.url, { authorization }) };
}

function doorsOf(url: string, headers: Readonly<Record<string, string>> = {}): Pick<InfluxServer, 'query' | 'write'> {
  return {
    query: async (text, database = '') => {
      const body = new URLSearchParams({ q: text, db: database, epoch: 'ms' });
      const response = await fetch(`${url}/query`, { method: 'POST', body, headers });
      const answer: unknown = JSON.parse(await expectOk(response));
      return answer;
    },
    write: async (database, lines, retentionPolicy = '') => {
      const place = new URLSearchParams({ db: database, rp: retentionPolicy, precision: 'ms' });
      for (let from = 0; from < lines.length; from += 5_000) {
        const body = lines.slice(from, from + 5_000).join('\n');
        await expectOk(await fetch(`${url}/write?${place.toString()}`, { method: 'POST', body, headers }));
      }
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');

/** The service as one program, built from the sources as they are now. Answers its path. */
export async function bundleService(): Promise<string> {
  const outfile = join(root, '.cache/service/main.mjs');
  // Under its name only when it is whole: another test may be starting from the same file.
  const unfinished = `${outfile}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await build({
    absWorkingDir: root,
    entryPoints: ['service/main.ts'],
    outfile: unfinished,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    logLevel: 'warning',
  });
  renameSync(unfinished, outfile);
  return outfile;
}

/** How a call of the service's command line ended. */
export interface ServiceCommandResult {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** What surrounds a process of the service. */
export interface ServiceProcessOptions {
  /** From `bundleService`. */
  readonly program: string;
  /** `--data`. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function start(words: readonly string[], { program, folder, environment }: ServiceProcessOptions) {
  return spawn(process.execPath, [program, ...words, '--data', folder], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs one command to its end: `['tenant', 'create', 'acme', '--json']`. */
export async function runServiceCommand(
  words: readonly string[],
  options: ServiceProcessOptions,
): Promise<ServiceCommandResult> {
  const child = start(words, options);
  const [out, error]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => error.push(chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, out: out.join(''), error: error.join('') };
}

/** The real service as a process of its own, to be killed. */
export interface ServiceProcess {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly child: ChildProcess;
  /** All that it has printed. */
  printed(): string;
  /** Sends a signal and waits for the end. Answers the exit code; undefined when the signal ended it. May be called twice. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | undefined>;
}

/** Starts the service and waits until it answers. `port` 0: a free one. Whoever starts it has to end it. */
export async function startServiceProcess(options: ServiceProcessOptions, port = 0): Promise<ServiceProcess> {
  const child = start(['--port', String(port)], options);
  const kill = (): void => void child.kill('SIGKILL');
  // A test run that ends without disposing must not leave a service behind.
  process.once('exit', kill);
  const ended = new Promise<number | undefined>((done) => {
    child.once('close', (code) => {
      process.off('exit', kill);
      done(code ?? undefined);
    });
  });
  let printed = '';
  const address = await new Promise<string>((found, reject) => {
    const listen = (chunk: Buffer): void => {
      printed += chunk.toString();
      const match = /The service answers at (\S+)/.exec(printed)?.[1];
      if (match !== undefined) {
        found(match);
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then((code) => reject(new Error(`The service ended with ${String(code)}: ${printed}`)));
  });
  return {
    address,
    child,
    printed: () => printed,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './root.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
}

interface CommandOptions {
  /** Collect what the command prints instead of showing it. */
  readonly quiet?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Ends the command when it takes longer. */
  readonly timeoutMs?: number;
}

const localBinaries = join(repositoryRoot, 'node_modules/.bin');

/**
 * While a child runs, it decides when we end: what the system sends to us is passed on. Ctrl C is not,
 * because the terminal sends it to the child as well.
 */
export function passSignalsOn(child: ChildProcess): void {
  const stay = (): void => undefined;
  const passOn = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGINT', stay).on('SIGTERM', passOn).on('SIGHUP', passOn);
  child.once('close', () => {
    process.off('SIGINT', stay).off('SIGTERM', passOn).off('SIGHUP', passOn);
  });
}

/** Runs a command with the project's own binaries first on the path. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const env = { ...process.env, ...options.env, PATH: `${localBinaries}${delimiter}${process.env['PATH'] ?? ''}` };
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? repositoryRoot,
      env,
      timeout: options.timeoutMs,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    passSignalsOn(child);
    const chunks: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.on('error', (error) => done({ exitCode: 127, output: error.message }));
    child.on('close', (code) => done({ exitCode: code ?? 1, output: chunks.join('') }));
  });
}

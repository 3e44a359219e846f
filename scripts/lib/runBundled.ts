import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from './root.ts';
import { runCommand } from './runCommand.ts';
import { MissingPrerequisite } from './say.ts';

/**
 * Bundles a TypeScript program for Node; answers where it is. Not in `dist/app`: the native modules there may be built
 * for another runtime.
 */
export async function bundleProgram(entry: string): Promise<string> {
  if (!existsSync(join(repositoryRoot, entry))) {
    throw new MissingPrerequisite(`${entry} is not part of this copy of Sightglass.`);
  }
  const outfile = join(repositoryRoot, 'dist', entry.replace(/\.ts$/, '.mjs'));
  // Under its name only when it is whole: a second program may be starting from the same file.
  const unfinished = `${outfile}.${process.pid}`;
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [entry],
    outfile: unfinished,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  renameSync(unfinished, outfile);
  return outfile;
}

/** Bundles a TypeScript program for Node and runs it where the person stands. */
export async function runBundled(entry: string, words: readonly string[]): Promise<number> {
  const program = await bundleProgram(entry);
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  const { exitCode } = await runCommand(process.execPath, ['--enable-source-maps', program, ...words], { cwd });
  return exitCode;
}

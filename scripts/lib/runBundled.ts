import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from './root.ts';
import { runCommand } from './runCommand.ts';
import { MissingPrerequisite } from './say.ts';

/**
 * Bundles a TypeScript program for Node and runs it where the person stands. The bundle does not lie in `dist/app`:
 * the native modules there may be built for another runtime.
 */
export async function runBundled(entry: string, words: readonly string[]): Promise<number> {
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
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  const { exitCode } = await runCommand(process.execPath, ['--enable-source-maps', outfile, ...words], { cwd });
  return exitCode;
}

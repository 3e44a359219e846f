import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../lib/root.ts';
import { runCommand } from '../lib/runCommand.ts';

/** Files that differ from main: committed, not yet committed and new ones. */
async function changedFiles(): Promise<readonly string[]> {
  const tracked = await runCommand('git', ['diff', '--name-only', '--diff-filter=d', '--merge-base', 'main'], {
    quiet: true,
  });
  const added = await runCommand('git', ['ls-files', '--others', '--exclude-standard'], { quiet: true });
  const names = `${tracked.output}\n${added.output}`.split('\n').filter((name) => name !== '');
  return [...new Set(names)].filter((name) => existsSync(join(repositoryRoot, name)));
}

async function check(title: string, command: string, args: readonly string[]): Promise<boolean> {
  const startMs = performance.now();
  const { exitCode } = await runCommand(command, args);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`);
  return exitCode === 0;
}

const files = await changedFiles();
const scripts = files.filter((name) => /\.(ts|tsx|mjs)$/.test(name));
const verdicts = [
  files.length === 0 ||
    (await check('format', 'prettier', ['--check', '--ignore-unknown', '--log-level', 'warn', ...files])),
  scripts.length === 0 || (await check('lint', 'eslint', ['--max-warnings', '0', '--no-warn-ignored', ...scripts])),
  await check('types', process.execPath, [join(repositoryRoot, 'scripts/tasks/checkTypes.ts')]),
  await check('unit tests', 'vitest', ['run', '--changed', 'main', '--passWithNoTests']),
];
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../lib/root.ts';
import { runCommand } from '../lib/runCommand.ts';

// One project per environment: what a folder may not see (DOM, Node) does not compile there.
const projects = [
  'shared/tsconfig.json',
  'electron/tsconfig.json',
  'electron/preload/tsconfig.json',
  'renderer/tsconfig.json',
  'renderer/tsconfig.worker.json',
  'cli/tsconfig.json',
  'service/tsconfig.json',
  'bench/tsconfig.json',
  'e2e/tsconfig.json',
  'scripts/tsconfig.json',
  'testing/tsconfig.json',
];

function hasSources(project: string): boolean {
  const pattern = project.endsWith('worker.json') ? '**/*.worker.ts' : '**/*.{ts,tsx,mjs}';
  return globSync(pattern, { cwd: join(repositoryRoot, dirname(project)) }).length > 0;
}

async function check(project: string): Promise<boolean> {
  const compiler = join(repositoryRoot, 'node_modules/typescript-native/bin/tsc');
  const result = await runCommand(process.execPath, [compiler, '-p', project, '--pretty', 'false'], { quiet: true });
  if (result.exitCode !== 0) {
    console.error(`${project}\n${result.output}`);
  }
  return result.exitCode === 0;
}

const verdicts: boolean[] = [];
for (const project of projects.filter(hasSources)) {
  verdicts.push(await check(project));
}
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

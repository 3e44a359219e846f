import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { bringUpFluxEngine } from '../scripts/lib/fluxEngine.ts';

/** The words of the command line that choose test files. */
function chosenFiles(): string[] {
  return process.argv.slice(2).filter((word) => word !== 'run' && !word.startsWith('-'));
}

/** Before the tests: a server with a Flux engine for those that ask one, where it can be built. */
export async function setup(project: TestProject): Promise<void> {
  const { testFiles } = await project.globTestFiles(chosenFiles());
  if (testFiles.some((path) => readFileSync(path, 'utf8').includes('testing/fluxServer'))) {
    const engine = await bringUpFluxEngine();
    if ('missing' in engine) {
      console.log(`Flux on a real server is not tested: ${engine.missing}.`);
    }
  }
}

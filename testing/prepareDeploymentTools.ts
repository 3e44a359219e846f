import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { bringUpDeploymentTools } from '../scripts/lib/deploymentTools.ts';

/** The words of the command line that choose test files. */
function chosenFiles(): string[] {
  return process.argv.slice(2).filter((word) => word !== 'run' && !word.startsWith('-'));
}

/** Before the tests: Helm and the checkers for those that ask one, where they are to be had. */
export async function setup(project: TestProject): Promise<void> {
  const { testFiles } = await project.globTestFiles(chosenFiles());
  if (testFiles.some((path) => readFileSync(path, 'utf8').includes('lib/deploymentTools'))) {
    const { helm, checkers } = await bringUpDeploymentTools();
    if (helm === undefined) {
      console.log('The chart is not rendered: there is neither helm on the PATH nor go to build it with.');
    }
    if (checkers === undefined) {
      console.log('Container file and rendered chart are not checked: python3 could not fetch the checkers.');
    }
  }
}

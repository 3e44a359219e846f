import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findDeploymentTools } from '../../scripts/lib/deploymentTools.ts';
import { repositoryRoot } from '../../scripts/lib/root.ts';
import { runCommand } from '../../scripts/lib/runCommand.ts';

const { checkers } = findDeploymentTools();
const path = join(repositoryRoot, 'deploy/container/Containerfile');
const lines = readFileSync(path, 'utf8').split('\n');

function argumentsOf(instruction: string): readonly string[] {
  return lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));
}

it.skipIf(checkers === undefined)('[DP9] the container file passes hadolint', async () => {
  const { exitCode, output } = await runCommand(join(checkers ?? '', 'bin/hadolint'), [path], { quiet: true });
  expect(output).toBe('');
  expect(exitCode).toBe(0);
});

it('[DP9] the container runs the Node that the program is tested with', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const images = argumentsOf('FROM').map((from) => from.split(' ')[0]);
  const expected = `docker.io/library/node:${devDependencies.node}-bookworm-slim`;
  expect(images).toEqual([expected, expected]);
});

it('[DP9] the service is process 1 of the container, and not as root', () => {
  expect(argumentsOf('USER')).toEqual(['1000:1000']);
  const [entry = ''] = argumentsOf('ENTRYPOINT');
  // A list of words: with a text a shell would stand between, and keep SIGTERM to itself.
  expect(JSON.parse(entry)).toEqual(['node', '--enable-source-maps', '/app/main.cjs']);
});

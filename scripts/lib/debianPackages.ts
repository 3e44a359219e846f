import { existsSync } from 'node:fs';
import { runCommand } from './runCommand.ts';
import { MissingPrerequisite, say } from './say.ts';

const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4', 'libsecret-1-0'];

async function lacksLibraries(executable: string): Promise<boolean> {
  const { output, exitCode } = await runCommand('ldd', [executable], { quiet: true });
  return exitCode === 0 && output.includes('not found');
}

async function hasCommand(name: string): Promise<boolean> {
  return (await runCommand('sh', ['-c', `command -v ${name}`], { quiet: true })).exitCode === 0;
}

/** The prefix with which packages may be installed; undefined where they may not. */
async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) {
    return [];
  }
  const sudo = await runCommand('sudo', ['-n', 'true'], { quiet: true });
  return sudo.exitCode === 0 ? ['sudo', '-n'] : undefined;
}

async function install(packages: readonly string[]): Promise<void> {
  const byHand = `install them with: sudo apt-get install --no-install-recommends ${packages.join(' ')}`;
  const prefix = existsSync('/usr/bin/apt-get') ? await rootPrefix() : undefined;
  if (prefix === undefined) {
    throw new MissingPrerequisite(`System packages are missing; ${byHand}`);
  }
  say(`Installing Debian packages: ${packages.join(' ')} …`);
  const [command = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  await runCommand(command, [...rest, 'update'], { quiet: true });
  const done = await runCommand(command, [...rest, 'install', '-y', '--no-install-recommends', ...packages], {
    quiet: true,
  });
  if (done.exitCode !== 0) {
    throw new MissingPrerequisite(`System packages could not be installed; ${byHand}\n${done.output.slice(-500)}`);
  }
}

/** Installs what a bare Debian lacks for Electron, and the virtual display where there is none. */
export async function ensureSystemPackages(executable: string, needsDisplay: boolean): Promise<void> {
  if (process.platform !== 'linux') {
    return;
  }
  const missing = [
    ...((await lacksLibraries(executable)) ? libraries : []),
    ...(needsDisplay && !(await hasCommand('Xvfb')) ? ['xvfb'] : []),
  ];
  if (missing.length > 0) {
    await install(missing);
  }
}

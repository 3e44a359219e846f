import { chownSync } from 'node:fs';
import { runCommand } from './runCommand.ts';
import { say, sayLoudly } from './say.ts';

/** The ordinary user that the app runs as when the person at the keyboard is root. */
export interface AppUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

const userName = 'sightglass';
const userHome = '/var/lib/sightglass';

async function lookUp(): Promise<AppUser | undefined> {
  const entry = await runCommand('getent', ['passwd', userName], { quiet: true });
  const [, , uid, gid, , home] = entry.output.trim().split(':');
  return entry.exitCode === 0 && home !== undefined ? { uid: Number(uid), gid: Number(gid), home } : undefined;
}

/** Undefined when we are not root: then the app simply runs as we do. */
export async function ensureAppUser(): Promise<AppUser | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return undefined;
  }
  const existing = await lookUp();
  if (existing !== undefined) {
    return existing;
  }
  say(`Creating the system user ${userName}: Chromium's sandbox does not work for root.`);
  const options = ['--system', '--user-group', '--create-home', '--home-dir', userHome, '--shell', '/usr/sbin/nologin'];
  await runCommand('useradd', [...options, userName], { quiet: true });
  const created = await lookUp();
  if (created === undefined) {
    throw new Error(`The system user ${userName} could not be created.`);
  }
  return created;
}

/** The words before a command that make it run as that user, without a shell or a second process in between. */
export function asUser(user: AppUser): readonly string[] {
  const dropped = ['XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'DBUS_SESSION_BUS_ADDRESS'];
  return [
    ...['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups'],
    ...['env', ...dropped.flatMap((name) => ['-u', name])],
    ...[`HOME=${user.home}`, `USER=${userName}`, `LOGNAME=${userName}`],
  ];
}

/** Runs a command as the app will run. */
export function runAs(user: AppUser | undefined, words: readonly string[]): Promise<{ readonly exitCode: number }> {
  const [command = '', ...rest] = [...(user === undefined ? [] : asUser(user)), ...words];
  return runCommand(command, rest, { quiet: true, cwd: '/' });
}

/** Hands a file or folder to the user the app runs as. */
export function giveTo(user: AppUser | undefined, path: string): void {
  if (user !== undefined) {
    chownSync(path, user.uid, user.gid);
  }
}

/** Whether this machine lets Chromium build its sandbox; says so loudly where it does not. */
export async function sandboxWorks(user: AppUser | undefined): Promise<boolean> {
  if (process.platform !== 'linux') {
    return true;
  }
  const { exitCode } = await runAs(user, ['unshare', '--user', '--map-root-user', 'true']);
  if (exitCode !== 0) {
    sayLoudly(['User namespaces are not allowed here, so the app runs WITHOUT the Chromium sandbox.']);
  }
  return exitCode === 0;
}

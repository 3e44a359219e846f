import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppUser, giveTo } from './appUser.ts';
import { say } from './say.ts';

/** The display that windows open on. */
export interface Display {
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => void;
}

/** True where there is no display to open a window on. */
export function needsVirtualDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY;
}

const anyAddress = 0xffff;
const cookieName = 'MIT-MAGIC-COOKIE-1';

/** One entry of an X authority file: a cookie for every address and display number. */
function authorityFile(cookie: Buffer): Buffer {
  const short = (value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(value);
    return bytes;
  };
  const counted = (bytes: Buffer): readonly Buffer[] => [short(bytes.length), bytes];
  const empty = Buffer.alloc(0);
  return Buffer.concat([
    short(anyAddress),
    ...counted(empty),
    ...counted(empty),
    ...counted(Buffer.from(cookieName)),
    ...counted(cookie),
  ]);
}

/** Starts Xvfb on a free display number and waits until it takes clients. */
async function startVirtualDisplay(user: AppUser | undefined): Promise<Display> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-display-'));
  const authority = join(folder, 'authority');
  writeFileSync(authority, authorityFile(randomBytes(16)), { mode: 0o600 });
  giveTo(user, folder);
  giveTo(user, authority);
  // Larger than the window: Chromium takes a pixel off a window that is exactly as large as its screen.
  const screen = ['-screen', '0', '2560x1440x24', '-nolisten', 'tcp', '-noreset', '-auth', authority];
  // In a session of its own, so that Ctrl C reaches the app and not its display; and gone when this script is.
  const words = ['--pdeathsig', 'TERM', 'Xvfb', '-displayfd', '3', ...screen];
  const server = spawn('setpriv', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const close = (): void => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const number = await new Promise<string>((ready, failed) => {
    server.once('error', failed);
    server.once('exit', () => failed(new Error('The virtual display Xvfb did not start.')));
    server.stdio[3]?.once('data', (chunk: Buffer) => ready(chunk.toString().trim()));
  });
  process.once('exit', close);
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, close };
}

/** Root's own display: the app's user gets a copy of the key to it. */
function shareDisplay(user: AppUser | undefined): Display {
  const authority = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  if (user === undefined || !existsSync(authority)) {
    return { env: {}, close: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-display-'));
  const copy = join(folder, 'authority');
  copyFileSync(authority, copy);
  giveTo(user, folder);
  giveTo(user, copy);
  return { env: { XAUTHORITY: copy }, close: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The machine's own display, or a virtual one where there is none. */
export async function ensureDisplay(user: AppUser | undefined): Promise<Display> {
  if (!needsVirtualDisplay()) {
    return shareDisplay(user);
  }
  say('There is no display here: the app runs on a virtual one (Xvfb).');
  return startVirtualDisplay(user);
}

import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { repositoryRoot } from './root.ts';

function candidates(): readonly string[] {
  const own = process.env['SIGHTGLASS_CACHE'];
  const perUser = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  // What root brings up is run by an ordinary user, who cannot enter root's home.
  const shared = process.getuid?.() === 0 ? '/var/cache/sightglass' : join(perUser, 'sightglass');
  return [...(own ? [resolve(own)] : []), shared, join(repositoryRoot, '.cache/runtime')];
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a downloaded runtime is kept between runs and between clones. */
export function cacheFolder(): string {
  const folder = candidates().find(isWritable);
  if (folder === undefined) {
    throw new Error('No folder to keep the Electron runtime in is writable.');
  }
  return folder;
}

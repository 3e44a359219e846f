import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/lib/appError';
import { ServiceUsageError } from '../command/serviceUsageError';

/** The environment variable that gives the pepper where there is no data folder to keep it in. */
export const pepperVariable = 'SIGHTGLASS_SERVICE_PEPPER';

const leastLength = 32;

function readPepper(path: string): string {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new ServiceUsageError(
      `Others on this machine can read ${path}. Nothing was started. Run chmod 600 ${path}, then try again`,
    );
  }
  return readFileSync(path, 'utf8').trim();
}

function makePepper(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link never replaces what another process put there in the meantime.
    linkSync(unfinished, path);
  } catch (error) {
    if (!existsSync(path)) {
      throw error;
    }
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/**
 * The secret that tokens are hashed with: from the environment, else from the file `pepper` of the data folder, which is
 * made at the first start. Throws a `ServiceUsageError` when it is not safe or cannot be kept.
 */
export function loadPepper(folder: string, environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment[pepperVariable];
  const path = join(folder, 'pepper');
  if (given === undefined || given === '') {
    try {
      if (!existsSync(path)) {
        makePepper(folder, path);
      }
    } catch (error) {
      throw new ServiceUsageError(`The service cannot keep its secret in ${path}: ${messageOf(error)}`);
    }
  }
  const pepper = given === undefined || given === '' ? readPepper(path) : given;
  if (pepper.length < leastLength) {
    const source = given === undefined || given === '' ? path : pepperVariable;
    throw new ServiceUsageError(`${source} must hold at least ${leastLength} characters, or no token is safe`);
  }
  return pepper;
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repositoryRoot = resolve(import.meta.dirname, '..');

/**
 * The folder with real plant data that lies beside the project, or undefined where it is not there:
 * `SIGHTGLASS_SHARED`, then `../shared`, then `../../shared`, each seen from the repository root.
 */
export function sharedFolder(): string | undefined {
  const fromEnvironment = process.env['SIGHTGLASS_SHARED'];
  const candidates = [
    ...(fromEnvironment ? [resolve(fromEnvironment)] : []),
    resolve(repositoryRoot, '../shared'),
    resolve(repositoryRoot, '../../shared'),
  ];
  return candidates.find((folder) => existsSync(join(folder, 'data')));
}

/** The path of a file below the shared `data` folder, or undefined where it is not there. */
export function sharedData(relativePath: string): string | undefined {
  const folder = sharedFolder();
  const path = folder === undefined ? undefined : join(folder, 'data', relativePath);
  return path !== undefined && existsSync(path) ? path : undefined;
}

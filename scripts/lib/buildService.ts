import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { repositoryRoot } from './root.ts';

/** What of the native module is needed where it runs: its binaries lie in the package. */
const nativeParts = ['package.json', 'lib', 'prebuilds', 'LICENSE'];

/**
 * Builds the tenant service into a folder that stands on its own: one file of code and the native module. Nothing else is
 * needed to run it but Node.
 */
export async function buildService(folder = join(repositoryRoot, 'dist/service')): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundle({
    absWorkingDir: repositoryRoot,
    entryPoints: { main: 'service/main.ts' },
    outdir: folder,
    // Packages that are CommonJS ask for Node's modules by `require`, which only a CommonJS bundle has.
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    // pg-native is an alternative of pg that is not installed.
    external: ['better-sqlite3', 'pg-native'],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  for (const part of nativeParts) {
    const path = join('node_modules/better-sqlite3', part);
    cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
  }
  const { name, version, license } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const description = { name: `${name}-service`, version, license, private: true, main: 'main.cjs' };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, undefined, 2)}\n`);
}

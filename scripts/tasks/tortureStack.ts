import { join } from 'node:path';
import { build } from 'esbuild';
import { buildService } from '../lib/buildService.ts';
import { mainTask } from '../lib/mainTask.ts';
import { repositoryRoot } from '../lib/root.ts';
import { runBundled } from '../lib/runBundled.ts';
import { prepareTestServers } from '../lib/testServers.ts';

// The service that is killed is the one that goes into the container.
await mainTask(async () => {
  await prepareTestServers();
  const folder = join(repositoryRoot, '.cache/tortured-stack');
  await buildService(folder);
  const client = join(folder, 'stackClient.mjs');
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ['testing/torture/stack/stackClient.ts'],
    ...{ outfile: client, bundle: true, platform: 'node', format: 'esm', target: 'node24', packages: 'external' },
    logLevel: 'warning',
  });
  const words = ['--program', join(folder, 'main.cjs'), '--client', client, ...process.argv.slice(2)];
  return runBundled('testing/torture/stack/tortureStack.ts', words);
});

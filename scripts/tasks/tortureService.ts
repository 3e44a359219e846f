import { join } from 'node:path';
import { buildService } from '../lib/buildService.ts';
import { mainTask } from '../lib/mainTask.ts';
import { repositoryRoot } from '../lib/root.ts';
import { runBundled } from '../lib/runBundled.ts';
import { prepareTestServers } from '../lib/testServers.ts';

// The service that is killed is the one that goes into the container.
await mainTask(async () => {
  await prepareTestServers();
  const folder = join(repositoryRoot, '.cache/tortured-service');
  await buildService(folder);
  const words = ['--program', join(folder, 'main.cjs'), ...process.argv.slice(2)];
  return runBundled('testing/torture/service/tortureService.ts', words);
});

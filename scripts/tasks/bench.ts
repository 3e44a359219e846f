import { join } from 'node:path';
import { addToApp, buildApp } from '../lib/buildApp.ts';
import { buildService } from '../lib/buildService.ts';
import { prepareLaunch, prepareMachine } from '../lib/launchPlan.ts';
import { mainTask } from '../lib/mainTask.ts';
import { repositoryRoot } from '../lib/root.ts';
import { runBundled } from '../lib/runBundled.ts';
import { prepareTestServers } from '../lib/testServers.ts';

// The benchmark drives the built app; `SIGHTGLASS_LAUNCH` tells it how, as it tells the end-to-end tests.
await mainTask(async () => {
  const log = console.log;
  // With --json the only thing on standard output is the benchmark's own document.
  console.log = console.error;
  const runtime = await prepareMachine();
  await buildApp(runtime);
  await prepareTestServers();
  const serviceFolder = join(repositoryRoot, '.cache/measured-service');
  await buildService(serviceFolder);
  const mergeProgram = await addToApp('mergeApart', 'bench/mergeApart.ts');
  const { plan, close } = await prepareLaunch(runtime);
  console.log = log;
  try {
    Object.assign(process.env, plan.env, {
      SIGHTGLASS_LAUNCH: JSON.stringify(plan),
      SIGHTGLASS_BENCH_ELECTRON: runtime.executable,
      SIGHTGLASS_BENCH_MERGE: mergeProgram,
      SIGHTGLASS_BENCH_SERVICE: join(serviceFolder, 'main.cjs'),
    });
    return await runBundled('bench/run.ts', process.argv.slice(2));
  } finally {
    close();
  }
});

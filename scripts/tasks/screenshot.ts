import { buildApp } from '../lib/buildApp.ts';
import { prepareLaunch, prepareMachine } from '../lib/launchPlan.ts';
import { mainTask } from '../lib/mainTask.ts';
import { runBundled } from '../lib/runBundled.ts';

await mainTask(async () => {
  const runtime = await prepareMachine();
  await buildApp(runtime);
  const { plan, close } = await prepareLaunch(runtime);
  try {
    Object.assign(process.env, plan.env, { SIGHTGLASS_LAUNCH: JSON.stringify(plan) });
    return await runBundled('e2e/tools/screenshot.ts', process.argv.slice(2));
  } finally {
    close();
  }
});

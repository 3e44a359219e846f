import { buildApp } from '../lib/buildApp.ts';
import { prepareLaunch, prepareMachine } from '../lib/launchPlan.ts';
import { mainTask } from '../lib/mainTask.ts';
import { runCommand } from '../lib/runCommand.ts';
import { prepareTestServers } from '../lib/testServers.ts';

// `npm run test:e2e -- e2e/specs/one.spec.ts`; `--no-build` takes the app as it was last built.
await mainTask(async () => {
  const words = process.argv.slice(2);
  await prepareTestServers();
  const runtime = await prepareMachine();
  if (!words.includes('--no-build')) {
    await buildApp(runtime);
  }
  const { plan, close } = await prepareLaunch(runtime);
  try {
    const args = ['test', ...words.filter((word) => word !== '--no-build')];
    const env = { ...plan.env, SIGHTGLASS_LAUNCH: JSON.stringify(plan) };
    return (await runCommand('playwright', args, { env })).exitCode;
  } finally {
    close();
  }
});

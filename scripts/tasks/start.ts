import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { runAs } from '../lib/appUser.ts';
import { fromWhereWeStand, projectAmong } from '../lib/appWords.ts';
import { buildApp } from '../lib/buildApp.ts';
import { type LaunchPlan, prepareLaunch, prepareMachine } from '../lib/launchPlan.ts';
import { mainTask } from '../lib/mainTask.ts';
import { passSignalsOn } from '../lib/runCommand.ts';
import { MissingPrerequisite, say } from '../lib/say.ts';

/** SQLite writes beside the file as well, so its folder counts too. */
async function assertWritable({ user }: LaunchPlan, project: string | undefined): Promise<void> {
  if (user === undefined || project === undefined) {
    return;
  }
  const file = await runAs(user, ['sh', '-c', 'test ! -e "$0" || test -w "$0"', project]);
  const folder = await runAs(user, ['test', '-w', dirname(project)]);
  if (file.exitCode !== 0 || folder.exitCode !== 0) {
    throw new MissingPrerequisite(
      `Root's app runs as the user sightglass, who may not write ${project}: ` +
        `move it to ${user.home} and give it to that user, or start as an ordinary user.`,
    );
  }
}

function openApp(plan: LaunchPlan, words: readonly string[]): Promise<number> {
  // Without a desktop Chromium complains at length about buses and GPUs that are not there.
  const args = [...plan.args, '--log-level=3', plan.appFolder, ...words];
  const child = spawn(plan.executable, args, { stdio: 'inherit', env: { ...process.env, ...plan.env } });
  passSignalsOn(child);
  return new Promise((done) => child.once('exit', (code) => done(code ?? 0)));
}

await mainTask(async () => {
  const words = fromWhereWeStand(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  const runtime = await prepareMachine();
  say('Building …');
  await buildApp(runtime);
  const { plan, close } = await prepareLaunch(runtime);
  try {
    await assertWritable(plan, projectAmong(words));
    say('Sightglass is open. Close its window or press Ctrl C to end it.');
    return await openApp(plan, words);
  } finally {
    close();
  }
});

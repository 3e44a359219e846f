import { resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { buildApp } from '../lib/buildApp.ts';
import { type LaunchPlan, prepareLaunch, prepareMachine } from '../lib/launchPlan.ts';
import { mainTask } from '../lib/mainTask.ts';
import { passSignalsOn } from '../lib/runCommand.ts';
import { say } from '../lib/say.ts';

/** Paths are meant from where the person stands, not from where the app runs. */
function absolute(word: string): string {
  const [option, path] = word.split(/=(.*)/s);
  return path === undefined || !option?.startsWith('--')
    ? word
    : `${option}=${resolve(process.env['INIT_CWD'] ?? '.', path)}`;
}

function openApp(plan: LaunchPlan, words: readonly string[]): Promise<number> {
  // Without a desktop Chromium complains at length about buses and GPUs that are not there.
  const args = [...plan.args, '--log-level=3', plan.appFolder, ...words.map(absolute)];
  const child = spawn(plan.executable, args, { stdio: 'inherit', env: { ...process.env, ...plan.env } });
  passSignalsOn(child);
  return new Promise((done) => child.once('exit', (code) => done(code ?? 0)));
}

await mainTask(async () => {
  const runtime = await prepareMachine();
  say('Building …');
  await buildApp(runtime);
  const { plan, close } = await prepareLaunch(runtime);
  try {
    say('Sightglass is open. Close its window or press Ctrl C to end it.');
    return await openApp(plan, process.argv.slice(2));
  } finally {
    close();
  }
});

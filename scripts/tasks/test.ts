import { join } from 'node:path';
import { buildApp } from '../lib/buildApp.ts';
import type { ElectronRuntime } from '../lib/electronRuntime.ts';
import { prepareLaunch, prepareMachine } from '../lib/launchPlan.ts';
import { repositoryRoot } from '../lib/root.ts';
import { prepareTestServers } from '../lib/testServers.ts';
import {
  commandGroup,
  CannotRun,
  endToEndGroup,
  type GroupOutcome,
  runGroup,
  unitTestGroup,
} from '../lib/testGroups.ts';

const isCi = process.env['CI'] === 'true';

async function endToEnd(runtime: ElectronRuntime | undefined): ReturnType<typeof endToEndGroup> {
  if (runtime === undefined) {
    throw new CannotRun('the app could not be built');
  }
  const { plan, close } = await prepareLaunch(runtime);
  try {
    return await endToEndGroup({ ...plan.env, SIGHTGLASS_LAUNCH: JSON.stringify(plan) });
  } finally {
    close();
  }
}

async function runAll(): Promise<readonly GroupOutcome[]> {
  await prepareTestServers();
  const checkTypes = join(repositoryRoot, 'scripts/tasks/checkTypes.ts');
  const checks = [
    await runGroup('Format', () => commandGroup('prettier', ['--check', '--log-level', 'warn', '.'])),
    await runGroup('Lint and layer rules', () => commandGroup('eslint', ['.', '--max-warnings', '0'])),
    await runGroup('Types', () => commandGroup(process.execPath, [checkTypes])),
    await runGroup('Unit tests', unitTestGroup),
  ];
  let builtFor: ElectronRuntime | undefined;
  const built = await runGroup('Build', async () => {
    const runtime = await prepareMachine();
    await buildApp(runtime);
    builtFor = runtime;
    return { ok: true };
  });
  const driven = await runGroup('End-to-end tests', () => endToEnd(builtFor));
  return [...checks, built, driven];
}

function summarize(outcomes: readonly GroupOutcome[]): boolean {
  console.log('\n== Summary');
  for (const { title, verdict, seconds, reason, skippedTests } of outcomes) {
    const skipped = skippedTests === 0 ? '' : `, ${skippedTests} tests skipped`;
    console.log(
      `${verdict.padEnd(14)}${title} (${seconds.toFixed(1)} s${skipped})${reason === undefined ? '' : `: ${reason}`}`,
    );
  }
  const failedGroups = outcomes.filter(({ verdict }) => verdict === 'failed' || (verdict === 'could not run' && isCi));
  const passed = outcomes.reduce((sum, { passedTests }) => sum + passedTests, 0);
  // A failed group without tests of its own, such as lint, counts as one failure.
  const failed =
    outcomes.reduce((sum, { failedTests }) => sum + failedTests, 0) +
    failedGroups.filter(({ failedTests }) => failedTests === 0).length;
  console.log(`\n${passed} passed, ${failed} failed`);
  return failedGroups.length === 0;
}

process.exitCode = summarize(await runAll()) ? 0 : 1;

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './root.ts';
import { runCommand } from './runCommand.ts';
import { MissingPrerequisite } from './say.ts';

/** What came of one group of checks. */
export interface GroupOutcome {
  readonly title: string;
  readonly seconds: number;
  readonly verdict: 'passed' | 'failed' | 'could not run';
  readonly reason: string | undefined;
  readonly passedTests: number;
  readonly failedTests: number;
  readonly skippedTests: number;
}

/** What a group says about its single tests, where it consists of tests. */
export interface TestCounts {
  readonly passedTests: number;
  readonly failedTests: number;
  readonly skippedTests: number;
}

interface GroupRun extends Partial<TestCounts> {
  readonly ok: boolean;
}

/** Thrown by a group that cannot do its work here; the message says why. */
export class CannotRun extends MissingPrerequisite {}

/** Runs one group and prints how it went and how long it took. */
export async function runGroup(title: string, run: () => Promise<GroupRun>): Promise<GroupOutcome> {
  console.log(`\n== ${title}`);
  const startMs = performance.now();
  const outcome = await judge(run);
  const seconds = (performance.now() - startMs) / 1000;
  const suffix = outcome.reason === undefined ? '' : `: ${outcome.reason}`;
  console.log(`-- ${title}: ${outcome.verdict} in ${seconds.toFixed(1)} s${suffix}`);
  return { title, seconds, ...outcome };
}

async function judge(run: () => Promise<GroupRun>): Promise<Omit<GroupOutcome, 'title' | 'seconds'>> {
  try {
    const { ok, passedTests = 0, failedTests = 0, skippedTests = 0 } = await run();
    return { verdict: ok ? 'passed' : 'failed', reason: undefined, passedTests, failedTests, skippedTests };
  } catch (error) {
    const verdict = error instanceof MissingPrerequisite ? 'could not run' : 'failed';
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict, reason, passedTests: 0, failedTests: 0, skippedTests: 0 };
  }
}

/** A group that is one command: it passes when the command does. */
export async function commandGroup(command: string, args: readonly string[]): Promise<GroupRun> {
  return { ok: (await runCommand(command, args)).exitCode === 0 };
}

const reportsFolder = join(repositoryRoot, '.cache/reports');

function freshReport(name: string): string {
  mkdirSync(reportsFolder, { recursive: true });
  const path = join(reportsFolder, name);
  rmSync(path, { force: true });
  return path;
}

function readReport<T>(path: string): T | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const report: T = JSON.parse(readFileSync(path, 'utf8'));
  return report;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** The unit tests; a run that dies before its report counts as one failure. */
export async function unitTestGroup(): Promise<GroupRun> {
  const path = freshReport('unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  const { exitCode } = await runCommand('vitest', ['run', ...reporters]);
  const report = readReport<VitestReport>(path);
  const failed = report?.numFailedTests ?? 0;
  return {
    ok: exitCode === 0,
    passedTests: report?.numPassedTests ?? 0,
    failedTests: exitCode === 0 ? failed : Math.max(1, failed),
    skippedTests: report?.numPendingTests ?? 0,
  };
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

/** The end-to-end tests, with what the scripts found out about starting the app in `env`. */
export async function endToEndGroup(env: Readonly<Record<string, string>>): Promise<GroupRun> {
  const path = freshReport('end-to-end.json');
  const reporters = ['--reporter=list,json'];
  const { exitCode } = await runCommand('playwright', ['test', ...reporters], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: path },
  });
  const stats = readReport<PlaywrightReport>(path)?.stats;
  const failed = stats?.unexpected ?? 0;
  return {
    ok: exitCode === 0,
    passedTests: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failedTests: exitCode === 0 ? failed : Math.max(1, failed),
    skippedTests: stats?.skipped ?? 0,
  };
}

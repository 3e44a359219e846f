import type { CallOptions, EngineClient } from '../../../shared/contract/engineClient';
import type { MappingGuess, SourceTrial } from '../../../shared/contract/sourceCalls';
import type { AppError } from '../../../shared/lib/appError';
import type { TestOutcome } from './diagnosisWords';

/** What a test of a connection found. */
export interface TestRun {
  /** What was asked at last: where there is only one database, that one. */
  readonly trial: SourceTrial;
  readonly outcome: TestOutcome;
  /** How the database seems to keep sensors, likeliest first; empty while none is chosen. */
  readonly guesses: readonly MappingGuess[];
  /** Why there are no guesses although the connection works. */
  readonly guessFailure: AppError | undefined;
}

async function ask(client: EngineClient, trial: SourceTrial, options: CallOptions): Promise<TestOutcome | undefined> {
  const answer = await client.call('source:test', trial, options);
  if (answer.ok) {
    return { kind: 'answered', diagnosis: answer.value };
  }
  return answer.error.code === 'cancelled' ? undefined : { kind: 'failed', error: answer.error };
}

/** The trial with the one database there is, where none was chosen; undefined where that is not so. */
function withOnlyDatabase(trial: SourceTrial, outcome: TestOutcome): SourceTrial | undefined {
  const [only, ...others] = outcome.kind === 'answered' ? outcome.diagnosis.databases : [];
  return trial.database === '' && only !== undefined && others.length === 0 ? { ...trial, database: only } : undefined;
}

/**
 * Tests a connection and, where it works, asks how its database keeps sensors. Undefined: cancelled. A server that has
 * accepted nobody is asked once: it may lock the account.
 */
export async function runConnectionTest(
  client: EngineClient,
  trial: SourceTrial,
  options: CallOptions,
): Promise<TestRun | undefined> {
  const first = await ask(client, trial, options);
  if (first === undefined) {
    return undefined;
  }
  const narrowed = withOnlyDatabase(trial, first);
  const outcome = narrowed === undefined ? first : await ask(client, narrowed, options);
  if (outcome === undefined) {
    return undefined;
  }
  const run = { trial: narrowed ?? trial, outcome, guesses: [], guessFailure: undefined };
  if (outcome.kind === 'failed' || outcome.diagnosis.verdict !== 'ok') {
    return run;
  }
  const answer = await client.call('source:guess', run.trial, options);
  if (answer.ok) {
    return { ...run, guesses: answer.value.guesses };
  }
  return answer.error.code === 'cancelled' ? undefined : { ...run, guessFailure: answer.error };
}

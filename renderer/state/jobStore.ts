import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineCall, EngineRequest, EngineResponse } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { Progress } from '../../shared/contract/engineMessages';
import type { AppError } from '../../shared/lib/appError';
import type { Result } from '../../shared/lib/result';

/** Long work that a person waits for. */
export interface Job {
  /** What is being done, for instance `Making the example plant`. */
  readonly title: string;
  readonly progress: Progress | undefined;
  readonly cancel: () => void;
}

/** What went wrong last, until it is read. */
export interface JobState {
  readonly job: Job | undefined;
  readonly failure: AppError | undefined;
}

export type JobStore = StoreApi<JobState>;

/** At most one long piece of work at a time, with its progress. */
export function createJobStore(): JobStore {
  return createStore<JobState>(() => ({ job: undefined, failure: undefined }));
}

/** What of a call is shown while it runs. */
export interface JobCall<C extends EngineCall> {
  readonly title: string;
  readonly name: C;
  readonly request: EngineRequest<C>;
}

/** Runs an engine call as the one job: progress and cancel are shown, a failure stays until it is read. */
export async function runJob<C extends EngineCall>(
  jobs: JobStore,
  client: EngineClient,
  { title, name, request }: JobCall<C>,
): Promise<Result<EngineResponse<C>, AppError>> {
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  jobs.setState({ job: { title, progress: undefined, cancel }, failure: undefined });
  const onProgress = (progress: Progress): void => jobs.setState({ job: { title, progress, cancel } });
  const answer = await client.call(name, request, { signal: controller.signal, onProgress });
  const failure = answer.ok || answer.error.code === 'cancelled' ? undefined : answer.error;
  jobs.setState({ job: undefined, failure });
  return answer;
}

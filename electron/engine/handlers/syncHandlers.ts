import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { syncCalls } from '../../../shared/contract/syncCalls';
import { AppFailure } from '../../../shared/lib/appError';

type SyncHandlers = Pick<EngineHandlers, keyof typeof syncCalls>;

/** What a window asks about tenants and sync. */
export function syncHandlers(): SyncHandlers {
  const notYet = (): never => {
    throw new AppFailure({ code: 'bad-request', detail: 'sync is not part of this build' });
  };
  const entries = Object.keys(syncCalls).map((name) => [name, notYet] as const);
  return Object.fromEntries(entries) as unknown as SyncHandlers;
}

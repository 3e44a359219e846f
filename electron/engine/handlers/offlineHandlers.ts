import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { AppFailure } from '../../../shared/lib/appError';

type OfflineCalls = Extract<keyof EngineHandlers, `offline:${string}`>;

const notYet = (): Promise<never> => Promise.reject(new AppFailure({ code: 'not-found', what: 'data source' }));

/** Data sources tested, browsed and taken offline. */
export function offlineHandlers(): Pick<EngineHandlers, OfflineCalls> {
  return {
    'offline:state': notYet,
    'offline:estimate': notYet,
    'offline:start': notYet,
    'offline:pause': notYet,
    'offline:resume': notYet,
    'offline:remove': notYet,
    'offline:set-limit': notYet,
  };
}

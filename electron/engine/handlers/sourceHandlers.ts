import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { AppFailure } from '../../../shared/lib/appError';

type SourceCalls = Extract<
  keyof EngineHandlers,
  `source:${string}` | `offline:${string}` | 'history:coverage' | 'history:reread'
>;

const notYet = (): Promise<never> => Promise.reject(new AppFailure({ code: 'not-found', what: 'data source' }));

/** Data sources tested, browsed and taken offline. */
export function sourceHandlers(): Pick<EngineHandlers, SourceCalls> {
  return {
    'source:test': notYet,
    'source:guess': notYet,
    'source:credentials': notYet,
    'source:save-credentials': notYet,
    'source:browse': notYet,
    'source:glimpse': notYet,
    'source:statuses': () => Promise.resolve({ statuses: [] }),
    'source:retry': notYet,
    'history:coverage': notYet,
    'history:reread': notYet,
    'offline:state': notYet,
    'offline:estimate': notYet,
    'offline:start': notYet,
    'offline:pause': notYet,
    'offline:resume': notYet,
    'offline:remove': notYet,
    'offline:set-limit': notYet,
  };
}

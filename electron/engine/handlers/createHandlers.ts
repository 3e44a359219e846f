import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { AppFailure } from '../../../shared/lib/appError';
import type { Engine } from '../engine';
import { exportHandlers } from './exportHandlers';
import { historyHandlers } from './historyHandlers';
import { modelHandlers } from './modelHandlers';
import { offlineHandlers } from './offlineHandlers';
import { pastHandlers } from './pastHandlers';
import { projectHandlers } from './projectHandlers';
import { sourceHandlers } from './sourceHandlers';
import { syncHandlers } from './syncHandlers';

/** Stands in for the calls about tenants until they are part of the build. */
function tenantsToCome(): Pick<EngineHandlers, Extract<keyof EngineHandlers, `tenants:${string}`>> {
  const refuse = (): never => {
    throw new AppFailure({ code: 'bad-request', detail: 'tenants are not part of this build' });
  };
  return {
    'tenants:list': async () => ({ tenants: [] }),
    'tenants:sign-in': async () => refuse(),
    'tenants:sign-out': async () => refuse(),
    'tenants:plants': async () => refuse(),
  };
}

/** One function for every call of the contract. */
export function createHandlers(engine: Engine): EngineHandlers {
  return {
    ...projectHandlers(engine),
    ...modelHandlers(engine),
    ...historyHandlers(engine),
    ...exportHandlers(engine),
    ...sourceHandlers(engine),
    ...offlineHandlers(engine),
    ...syncHandlers(engine),
    ...tenantsToCome(),
    ...pastHandlers(engine),
  };
}

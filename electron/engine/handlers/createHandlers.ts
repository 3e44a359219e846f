import type { EngineHandlers } from '../../../shared/contract/engineServer';
import type { Engine } from '../engine';
import { exportHandlers } from './exportHandlers';
import { historyHandlers } from './historyHandlers';
import { modelHandlers } from './modelHandlers';
import { offlineHandlers } from './offlineHandlers';
import { pastHandlers } from './pastHandlers';
import { projectHandlers } from './projectHandlers';
import { sourceHandlers } from './sourceHandlers';
import { syncHandlers } from './syncHandlers';
import { tenantHandlers } from './tenantHandlers';

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
    ...tenantHandlers(engine),
    ...pastHandlers(engine),
  };
}

import type { EngineClient } from '../../shared/contract/engineClient';
import type { App } from './appContext';
import { createFreezeStore } from './freezeStore';
import { createJobStore } from './jobStore';
import { createModelOnShow } from './modelOnShow';
import { createModelStore } from './modelStore';
import { RevisionModels } from './revisionModels';
import type { SessionStore } from './sessionStore';
import { createSourceStatusStore } from './sourceStatusStore';
import { createSyncStore } from './syncStore';

/** What a window shares, on an engine. To be made once a window. */
export function createApp(client: EngineClient, session: SessionStore): App {
  const models = createModelStore(client);
  return {
    client,
    session,
    jobs: createJobStore(),
    sources: createSourceStatusStore(client, models.store),
    sync: createSyncStore(client, models.store),
    freezes: createFreezeStore(client, models.store),
    models,
    onShow: { operate: createModelOnShow(models.store), model: createModelOnShow(models.store) },
    revisions: new RevisionModels(client, models.store),
  };
}

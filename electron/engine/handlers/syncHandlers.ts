import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { plantSymbols } from '../openPlant';
import type { Engine } from '../engine';
import { downloadPlant } from '../sync/downloadPlant';
import { undoAnswer } from './modelHandlers';

type SyncCalls =
  | 'sync:publish'
  | 'sync:publish-again'
  | 'sync:download'
  | 'sync:status'
  | 'sync:now'
  | 'sync:conflicts'
  | 'sync:resolve'
  | 'sync:freezes'
  | 'sync:freeze'
  | 'sync:release';

/** A plant that belongs to a tenant: published, downloaded, synced, and its conflicts decided. */
export function syncHandlers(engine: Engine): Pick<EngineHandlers, SyncCalls> {
  return {
    'sync:publish': async (key) => {
      const status = await engine.plant().sync.publish(key);
      engine.rememberPlace();
      return status;
    },
    'sync:publish-again': async () => {
      const status = await engine.plant().sync.publishAgain();
      engine.rememberPlace();
      return status;
    },
    'sync:download': async ({ address, tenantId, plantId, path }, context) => {
      const client = await engine.tenants.clientFor({ address, tenantId });
      const options = { lookup: plantSymbols, now: () => Date.now() };
      await downloadPlant({ plant: { address, tenantId, plantId }, client, path, options }, context);
      const { plantName } = engine.openPlant(path);
      return { path, plantName };
    },
    'sync:status': async () => engine.plant().sync.status(),
    'sync:now': () => engine.plant().sync.now(),
    'sync:conflicts': async () => ({ conflicts: [...(await engine.plant().sync.conflicts())] }),
    'sync:freezes': async () => {
      const frozen = engine.plant().sync.freezes.frozen();
      return frozen === undefined ? {} : { frozen: [...frozen] };
    },
    'sync:freeze': async ({ areaId, reason }) => ({
      frozen: [...(await engine.plant().sync.freezes.freeze({ areaId, reason }))],
    }),
    'sync:release': async ({ areaId }) => ({ frozen: [...(await engine.plant().sync.freezes.release(areaId))] }),
    'sync:resolve': async ({ label, resolutions }) => {
      const plant = engine.plant();
      const patch = plant.sync.resolve(label, resolutions, (edit) => void plant.commit(edit));
      return { patch, ...undoAnswer(plant.file.undoState()) };
    },
  };
}

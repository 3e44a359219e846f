import type { EngineHandlers } from '../../../shared/contract/engineServer';
import type { Engine } from '../engine';
import type { PlantOffline } from '../sources/plantOffline';

type OfflineCalls = Extract<keyof EngineHandlers, `offline:${string}`>;

/** Histories of data sources taken offline. */
export function offlineHandlers(engine: Engine): Pick<EngineHandlers, OfflineCalls> {
  const offline = (): PlantOffline => engine.plant().offline;
  return {
    'offline:state': async () => offline().state(),
    'offline:estimate': async ({ sensorIds, ...range }) => offline().estimate(sensorIds, range),
    'offline:start': async ({ sensorIds, name, ...range }) => {
      await offline().start(sensorIds, range, name);
      return offline().state();
    },
    'offline:pause': async ({ id }) => {
      offline().pause(id);
      return offline().state();
    },
    'offline:resume': async ({ id }) => {
      offline().resume(id);
      return offline().state();
    },
    'offline:remove': async ({ id }) => {
      await offline().remove(id);
      return offline().state();
    },
    'offline:set-limit': async ({ limitBytes }) => {
      engine.setCacheLimit(limitBytes);
      return offline().state();
    },
  };
}

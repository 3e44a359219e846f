import { randomUUID } from 'node:crypto';
import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import type { Engine } from '../engine';
import { valueOf } from '../openPlant';

type ProjectCalls = Extract<keyof EngineHandlers, `project:${string}`>;

/** Plants opened, made and copied. */
export function projectHandlers(engine: Engine): Pick<EngineHandlers, ProjectCalls> {
  return {
    'project:current': async () => {
      const project = engine.current();
      return project === undefined ? {} : { project };
    },
    'project:open': async ({ path }) => engine.openPlant(path),
    'project:create': async ({ path, name, timeZone }) => {
      const model = emptyModel({ id: asId(randomUUID()), name, timeZone });
      return engine.createPlant(path, model);
    },
    'project:open-demo': (_request, context) => engine.openDemo(context),
    'project:save-copy': async ({ path }) => {
      valueOf(await engine.plant().file.saveCopy(path));
      return { path };
    },
  };
}

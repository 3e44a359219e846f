import { setImmediate } from 'node:timers/promises';
import type { EngineHandlers } from '../../../shared/contract/engineServer';
import { documentFromModel } from '../../../shared/model/plantDocument';
import { revertPatch } from '../../../shared/sync/past/revertPatch';
import type { Engine } from '../engine';
import { type OpenPlant, plantSymbols, valueOf } from '../openPlant';
import { undoAnswer } from './modelHandlers';

type PastCalls = 'sync:revisions' | 'sync:model-at' | 'sync:timeline' | 'sync:revision-patch' | 'sync:revert';

const longestLabel = 200;

/** Makes every later look into the past quick, between other work. */
async function prepare(plant: OpenPlant): Promise<void> {
  while (plant.isOpen() && plant.past.prepareStep()) {
    await setImmediate();
  }
}

/** Fetches what a plant that was opened by a snapshot does not know yet, while whoever asked gets what is here. */
async function fetchOlder(engine: Engine, plant: OpenPlant): Promise<void> {
  if (await plant.past.fetchOlder()) {
    engine.announce('sync:revisions-changed', {});
  }
}

/** The history of the open plant: its revisions, the plant as of each, and taking one back. */
export function pastHandlers(engine: Engine): Pick<EngineHandlers, PastCalls> {
  return {
    'sync:revisions': async ({ before, most, filter }) => {
      const plant = engine.plant();
      const page = plant.past.revisions({ before, most, filter });
      if (before === undefined) {
        void prepare(plant);
        void fetchOlder(engine, plant);
      }
      return { revisions: [...page.revisions], complete: page.complete };
    },
    'sync:model-at': async ({ moment }) => {
      const plant = engine.plant();
      const { model, seq } = await plant.past.modelAt(moment);
      void prepare(plant);
      return { document: documentFromModel(model), seq };
    },
    'sync:timeline': async () => {
      const plant = engine.plant();
      void fetchOlder(engine, plant);
      return { revisions: [...plant.past.timeline()] };
    },
    'sync:revision-patch': async ({ seq }) => ({ patch: await engine.plant().past.patchOf(seq) }),
    'sync:revert': async ({ seq }) => {
      const plant = engine.plant();
      const { label, changes } = await plant.past.entry(seq);
      const { patch, kept } = valueOf(revertPatch(plant.file.readModel(), changes, plantSymbols));
      const state = plant.commit({ label: `Revert: ${label}`.slice(0, longestLabel), patch });
      return { patch, kept: [...kept], ...undoAnswer(state) };
    },
  };
}

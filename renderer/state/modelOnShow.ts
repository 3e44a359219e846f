import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlantModel } from '../../shared/model/plantModel';
import type { ModelStore } from './modelStore';

/** A revision of the past that is shown instead of today's plant. */
export interface PastOnShow {
  readonly seq: number;
  /** When it came into force; 0: before everything that is known. */
  readonly atMs: number;
  readonly model: PlantModel;
}

/** The plant as a mode draws it: as it is, or as it was. What is edited, saved and undone is always today's. */
export interface ModelOnShow {
  /** Undefined while no plant is open. */
  readonly model: PlantModel | undefined;
  /** Undefined: `model` is today's. */
  readonly past: PastOnShow | undefined;
}

/** The model on show in one mode. */
export interface ModelOnShowStore extends Pick<StoreApi<ModelOnShow>, 'getState' | 'subscribe' | 'getInitialState'> {
  /** Shows a revision; undefined: today's plant, and what becomes of it. */
  readonly show: (past: PastOnShow | undefined) => void;
}

/** Follows today's plant until a revision is shown. Another plant begins with today's. */
export function createModelOnShow(models: ModelStore): ModelOnShowStore {
  const today = (): PlantModel | undefined => models.getState().model;
  const store = createStore<ModelOnShow>(() => ({ model: today(), past: undefined }));
  models.subscribe((state, before) => {
    const isOther = state.project?.path !== before.project?.path || state.model === undefined;
    if (isOther || (state.model !== before.model && store.getState().past === undefined)) {
      store.setState({ model: state.model, past: undefined });
    }
  });
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    show: (past) => {
      if (past?.model !== store.getState().past?.model || past?.seq !== store.getState().past?.seq) {
        store.setState({ model: past?.model ?? today(), past });
      }
    },
  };
}

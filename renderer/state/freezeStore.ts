import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { AreaId } from '../../shared/model/ids';
import type { FrozenArea } from '../../shared/sync/syncWire';
import { useApp } from './appContext';
import type { ModelStore } from './modelStore';

/** The areas of the open plant that are frozen, by their ids, as its service told them last. */
export interface FreezeState {
  /** Undefined: it is not known, because the service has never told it or it was not read yet. */
  readonly frozen: ReadonlyMap<string, FrozenArea> | undefined;
}

export type FreezeStore = StoreApi<FreezeState>;

const unknown: FreezeState = { frozen: undefined };

/** Shows which areas are frozen; undefined: it is not known. */
export function showFreezes(store: FreezeStore, frozen: readonly FrozenArea[] | undefined): void {
  store.setState({ frozen: frozen && new Map(frozen.map((area) => [area.areaId, area])) });
}

/** Follows which areas of the open plant are frozen. */
export function createFreezeStore(client: EngineClient, models: ModelStore): FreezeStore {
  const store = createStore<FreezeState>(() => unknown);
  const openPath = (): string | undefined => models.getState().project?.path;
  // What was announced while the question was on its way is newer than its answer.
  let announced = 0;
  /** The plant of which they could not be read. */
  let failedPath: string | undefined;
  const read = async (path: string): Promise<void> => {
    const before = announced;
    failedPath = undefined;
    const answer = await client.call('sync:freezes', {});
    if (announced !== before || openPath() !== path) {
      return;
    }
    if (answer.ok) {
      showFreezes(store, answer.value.frozen);
    } else {
      failedPath = path;
    }
  };
  client.on('sync:freezes-changed', ({ frozen }) => {
    announced += 1;
    failedPath = undefined;
    showFreezes(store, frozen);
  });
  client.on('sync:status-changed', () => {
    if (failedPath !== undefined && failedPath === openPath()) {
      void read(failedPath);
    }
  });
  models.subscribe((state, before) => {
    const path = state.project?.path;
    if (path !== before.project?.path) {
      store.setState(unknown);
      if (path !== undefined) {
        void read(path);
      }
    }
  });
  return store;
}

/** The areas that are frozen, undefined while that is not known; redraws when they are others. */
export function useFreezes(): FreezeState['frozen'] {
  return useStore(useApp().freezes, (state) => state.frozen);
}

/** How an area is frozen; undefined: it is not, as far as it is known. */
export function useFrozenArea(areaId: AreaId | undefined): FrozenArea | undefined {
  return useStore(useApp().freezes, (state) => (areaId === undefined ? undefined : state.frozen?.get(areaId)));
}

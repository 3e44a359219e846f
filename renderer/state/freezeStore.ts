import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { AreaId } from '../../shared/model/ids';
import type { FrozenArea } from '../../shared/sync/syncWire';
import { useApp } from './appContext';
import type { ModelStore } from './modelStore';

/** The areas of the open plant that are frozen, by their ids, as its service told them last. */
export interface FreezeState {
  readonly frozen: ReadonlyMap<string, FrozenArea>;
}

export type FreezeStore = StoreApi<FreezeState>;

const none: FreezeState = { frozen: new Map() };

/** Shows which areas are frozen. */
export function showFreezes(store: FreezeStore, frozen: readonly FrozenArea[]): void {
  store.setState({ frozen: new Map(frozen.map((area) => [area.areaId, area])) });
}

/** Follows which areas of the open plant are frozen. */
export function createFreezeStore(client: EngineClient, models: ModelStore): FreezeStore {
  const store = createStore<FreezeState>(() => none);
  const openPath = (): string | undefined => models.getState().project?.path;
  // What was announced while the question was on its way is newer than its answer.
  let announced = 0;
  const read = async (path: string): Promise<void> => {
    const before = announced;
    const answer = await client.call('sync:freezes', {});
    if (answer.ok && announced === before && openPath() === path) {
      showFreezes(store, answer.value.frozen);
    }
  };
  client.on('sync:freezes-changed', ({ frozen }) => {
    announced += 1;
    showFreezes(store, frozen);
  });
  models.subscribe((state, before) => {
    const path = state.project?.path;
    if (path !== before.project?.path) {
      store.setState(none);
      if (path !== undefined) {
        void read(path);
      }
    }
  });
  return store;
}

/** The areas that are frozen; redraws when they are others. */
export function useFreezes(): FreezeState['frozen'] {
  return useStore(useApp().freezes, (state) => state.frozen);
}

/** How an area is frozen; undefined: it is not. */
export function useFrozenArea(areaId: AreaId | undefined): FrozenArea | undefined {
  return useStore(useApp().freezes, (state) => (areaId === undefined ? undefined : state.frozen.get(areaId)));
}

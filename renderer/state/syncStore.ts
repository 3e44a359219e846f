import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SyncStatus } from '../../shared/contract/syncCalls';
import type { EngineClient } from '../../shared/contract/engineClient';
import { useApp } from './appContext';
import type { ModelStore } from './modelStore';

/** Where the open plant stands with its tenant; undefined until it is known, and while no plant is open. */
export interface SyncState {
  readonly status: SyncStatus | undefined;
}

export type SyncStore = StoreApi<SyncState>;

/** Shows a status of the open plant. Where the service's log ended when it was last heard of stays known meanwhile. */
export function showSyncStatus(store: SyncStore, status: SyncStatus): void {
  const { serviceRevision } = store.getState().status ?? {};
  const isUnknown = status.phase === 'local' || serviceRevision === undefined;
  store.setState({ status: isUnknown ? status : { serviceRevision, ...status } });
}

/** Follows where the open plant stands with its tenant. */
export function createSyncStore(client: EngineClient, models: ModelStore): SyncStore {
  const store = createStore<SyncState>(() => ({ status: undefined }));
  const openPath = (): string | undefined => models.getState().project?.path;
  // What was announced while the question was on its way is newer than its answer.
  let announced = 0;
  const read = async (path: string): Promise<void> => {
    const before = announced;
    const answer = await client.call('sync:status', {});
    if (answer.ok && announced === before && openPath() === path) {
      showSyncStatus(store, answer.value);
    }
  };
  client.on('sync:status-changed', (status) => {
    announced += 1;
    showSyncStatus(store, status);
  });
  models.subscribe((state, before) => {
    const path = state.project?.path;
    if (path !== before.project?.path) {
      store.setState({ status: undefined });
      if (path !== undefined) {
        void read(path);
      }
    }
  });
  return store;
}

/** Where the open plant stands with its tenant; redraws when that changes. */
export function useSyncStatus(): SyncStatus | undefined {
  return useStore(useApp().sync, (state) => state.status);
}

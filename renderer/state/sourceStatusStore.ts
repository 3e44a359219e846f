import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SourceStatus } from '../../shared/contract/sourceCalls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { DataSourceId } from '../../shared/model/ids';
import { useApp } from './appContext';
import type { ModelStore } from './modelStore';

/** How the data sources of the open plant are doing, by their ids, as the engine told last. */
export type SourceStatusStore = StoreApi<ReadonlyMap<string, SourceStatus>>;

/** Follows how the data sources of the open plant are doing. */
export function createSourceStatusStore(client: EngineClient, models: ModelStore): SourceStatusStore {
  const store = createStore<ReadonlyMap<string, SourceStatus>>(() => new Map());
  const put = (statuses: readonly SourceStatus[]): void =>
    store.setState(
      (before) => new Map([...before, ...statuses.map((status) => [status.sourceId, status] as const)]),
      true,
    );
  const read = async (): Promise<void> => {
    const answer = await client.call('source:statuses', {});
    if (answer.ok) {
      put(answer.value.statuses);
    }
  };
  client.on('source:status-changed', (status) => put([status]));
  models.subscribe((state, before) => {
    if (state.project?.path !== before.project?.path) {
      store.setState(new Map(), true);
      void read();
    } else if (state.model?.dataSources !== before.model?.dataSources) {
      void read();
    }
  });
  return store;
}

/** How one data source is doing; undefined until the engine has told. Redraws when that changes. */
export function useSourceStatus(id: DataSourceId): SourceStatus | undefined {
  return useStore(useApp().sources, (statuses) => statuses.get(id));
}

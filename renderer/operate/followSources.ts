import type { SourceStatus } from '../../shared/contract/sourceCalls';
import type { App } from '../state/appContext';
import { noSources, type SourceStore } from '../state/sourceStore';

function withStatus(
  statuses: ReadonlyMap<string, SourceStatus>,
  status: SourceStatus,
): ReadonlyMap<string, SourceStatus> {
  return new Map(statuses).set(status.sourceId, status);
}

/** Keeps what is known of the open plant's data sources, and of what is kept here of them. Returns what stops it. */
export function followSources(app: App, sources: SourceStore): () => void {
  const { client } = app;
  const { store: models } = app.models;
  const read = async (): Promise<void> => {
    const [statuses, offline] = await Promise.all([
      client.call('source:statuses', {}),
      client.call('offline:state', {}),
    ]);
    if (statuses.ok) {
      sources.setState({ statuses: new Map(statuses.value.statuses.map((status) => [status.sourceId, status])) });
    }
    if (offline.ok) {
      sources.setState({ offline: offline.value });
    }
  };
  const look = (isOtherPlant: boolean): void => {
    if (isOtherPlant) {
      sources.setState(noSources);
    }
    if ((models.getState().model?.dataSources.size ?? 0) > 0) {
      void read();
    }
  };
  look(true);
  const stops = [
    models.subscribe((state, before) => {
      const isOtherPlant = state.project?.path !== before.project?.path;
      if (isOtherPlant || state.model?.dataSources !== before.model?.dataSources) {
        look(isOtherPlant);
      }
    }),
    client.on('source:status-changed', (status) =>
      sources.setState((state) => ({ statuses: withStatus(state.statuses, status) })),
    ),
    client.on('offline:changed', (offline) => sources.setState({ offline })),
  ];
  return () => stops.forEach((stop) => stop());
}

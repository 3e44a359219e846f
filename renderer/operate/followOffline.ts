import type { TimeRange } from '../../shared/history/timeRange';
import type { SensorId } from '../../shared/model/ids';
import type { App } from '../state/appContext';
import { atMostEvery } from '../state/atMostEvery';
import { nothingOffline, type OfflineStore } from '../state/offlineStore';
import type { PlaybackStore, PlaybackStoreState } from '../state/playbackStore';
import { sensorsOnSheet } from './sheetSensors';
import { sensorsWithSource } from './sourceSensors';

/** What is stored of a sheet is asked for so often at most. */
const coverageEveryMs = 2_000;

/** What is followed. */
export interface OfflineTools {
  readonly offline: OfflineStore;
  readonly playback: PlaybackStore;
}

function sheetSensorsWithSource(app: App): readonly SensorId[] {
  const { model } = app.models.store.getState();
  const { sheetId } = app.session.getState();
  return model === undefined || sheetId === undefined ? [] : sensorsWithSource(model, sensorsOnSheet(model, sheetId));
}

/** Keeps what is known of which times of the open sheet are stored here. */
function followCoverage(app: App, { offline, playback }: OfflineTools): readonly (() => void)[] {
  let running: AbortController | undefined;
  const read = async (range: TimeRange, sensorIds: readonly SensorId[]): Promise<void> => {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    const answer = await app.client.call('history:coverage', { sensorIds: [...sensorIds], ...range }, { signal });
    if (answer.ok && !signal.aborted) {
      offline.setState({ coverage: { range, stored: answer.value.stored } });
    }
  };
  const { soon, stop } = atMostEvery(coverageEveryMs, () => {
    const range = playback.getState().playback?.range;
    const sensorIds = sheetSensorsWithSource(app);
    if (range === undefined || sensorIds.length === 0) {
      running?.abort();
      offline.setState({ coverage: undefined });
    } else {
      void read({ startMs: range.startMs, endMs: range.endMs }, sensorIds);
    }
  });
  // What is read to be shown is stored without a word: more may be here after any answer.
  const isNews = (state: PlaybackStoreState, before: PlaybackStoreState): boolean =>
    state.latencyMs !== before.latencyMs ||
    state.extent !== before.extent ||
    state.playback?.window !== before.playback?.window;
  return [
    stop,
    app.session.subscribe((state, before) => state.sheetId !== before.sheetId && soon()),
    app.models.store.subscribe((state, before) => state.model !== before.model && soon()),
    playback.subscribe((state, before) => isNews(state, before) && soon()),
    app.client.on('history:stored', soon),
    app.client.on('offline:changed', soon),
  ];
}

/** Keeps what is known of the histories that are kept here. Returns what stops it. */
export function followOffline(app: App, tools: OfflineTools): () => void {
  const { offline } = tools;
  const { store: models } = app.models;
  const read = async (): Promise<void> => {
    const answer = await app.client.call('offline:state', {});
    if (answer.ok) {
      offline.setState({ kept: answer.value });
    }
  };
  const look = (isOtherPlant: boolean): void => {
    if (isOtherPlant) {
      offline.setState(nothingOffline);
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
    app.client.on('offline:changed', (kept) => offline.setState({ kept })),
    ...followCoverage(app, tools),
  ];
  return () => stops.forEach((stop) => stop());
}

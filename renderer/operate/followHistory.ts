import type { HistoryExtent } from '../../shared/contract/calls';
import type { PlaybackRunner } from '../playback/playbackRunner';
import type { App } from '../state/appContext';
import type { PlaybackSession } from '../state/playbackSession';
import type { TrendStore } from '../trends/trendStore';
import { demoOpening, isDemo, openDemoTrends } from './demoOpening';
import { unreachableSensors } from './sourceSensors';

/** What hears of the open plant's history. */
export interface HistoryTools {
  readonly playback: PlaybackSession;
  readonly runner: PlaybackRunner;
  readonly trends: TrendStore;
}

async function describe(app: App, { playback }: HistoryTools): Promise<HistoryExtent | undefined> {
  const answer = await app.client.call('history:describe', {});
  if (answer.ok) {
    playback.store.setState({ problem: undefined });
    return answer.value;
  }
  if (answer.error.code !== 'cancelled') {
    playback.store.setState({ problem: answer.error });
  }
  return undefined;
}

/** Reads what is stored whenever a plant is opened or samples were added. */
function followStore(app: App, tools: HistoryTools): readonly (() => void)[] {
  const { playback, runner, trends } = tools;
  const { store: models } = app.models;
  const isOpen = (): boolean => models.getState().project !== undefined;
  const read = async (): Promise<void> => {
    const extent = await describe(app, tools);
    if (extent !== undefined) {
      runner.setExtent(extent, isDemo(app) ? demoOpening : undefined);
    }
  };
  const onPlant = (): void => {
    runner.setExtent(undefined);
    playback.store.setState({ problem: undefined, latencyMs: undefined });
    trends.setState({ rows: [] });
    if (isOpen()) {
      void read().then(() => isDemo(app) && openDemoTrends(app, trends));
    }
  };
  onPlant();
  return [
    models.subscribe((state, before) => state.project?.path !== before.project?.path && onPlant()),
    app.client.on('history:changed', () => void read()),
    app.client.on('history:stored', (range) => runner.historyStored(range)),
    // A sensor's correction, range or period may have changed: what was read by it is out of date.
    models.subscribe((state, before) => {
      const isSamePlant = state.project?.path === before.project?.path;
      if (isSamePlant && isOpen() && state.model?.sensors !== before.model?.sensors) {
        void read();
      }
    }),
  ];
}

/** Tells the runner which sensors can be asked, and describes the history anew when a source has come up. */
function followReach(app: App, tools: HistoryTools): readonly (() => void)[] {
  const { runner } = tools;
  const { store: models } = app.models;
  const look = (): void => {
    const { model } = models.getState();
    runner.setUnreachable(model ? unreachableSensors(model, app.sources.getState()) : new Set());
  };
  const describeAgain = (): void => {
    void describe(app, tools).then((extent) => extent && runner.describeAgain(extent));
  };
  return [
    app.client.on('history:described', describeAgain),
    models.subscribe((state, before) => state.model?.sensors !== before.model?.sensors && look()),
    app.sources.subscribe((statuses, before) => {
      look();
      const isUp = [...statuses].some(([id, { phase }]) => phase === 'ok' && before.get(id)?.phase !== 'ok');
      if (isUp) {
        describeAgain();
      }
    }),
  ];
}

/** Keeps the timeline on the open plant's history. Returns what stops it. */
export function followHistory(app: App, tools: HistoryTools): () => void {
  const stops = [...followStore(app, tools), ...followReach(app, tools)];
  return () => stops.forEach((stop) => stop());
}

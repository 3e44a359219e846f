import type { TimeRange } from '../../../shared/history/timeRange';
import type { SensorId } from '../../../shared/model/ids';
import type { AppCommand } from '../../state/appCommand';
import type { App } from '../../state/appContext';
import type { PlaybackSession } from '../../state/playbackSession';
import { sensorsWithSource } from '../sourceSensors';

/** What the commands work with. */
export interface OfflineCommandOptions {
  readonly app: App;
  readonly playback: PlaybackSession;
  /** The sensors of what is selected, or of the whole sheet when nothing is. */
  readonly sensorsInScope: () => readonly SensorId[];
  /** Told before the source is asked anew, and once more when it has been. */
  readonly onCorrected: (range: TimeRange, isDone: boolean) => void;
}

/** The source was corrected: what is here of the window is asked for again. */
async function readAgain({ app, playback, sensorsInScope, onCorrected }: OfflineCommandOptions): Promise<void> {
  const window = playback.store.getState().playback?.window;
  const { model } = app.models.store.getState();
  if (window === undefined || model === undefined) {
    return;
  }
  const range = { startMs: window.startMs, endMs: window.endMs };
  onCorrected(range, false);
  const sensorIds = [...sensorsWithSource(model, sensorsInScope())];
  const answer = await app.client.call('history:reread', { sensorIds, ...range });
  if (answer.ok) {
    onCorrected(range, true);
  } else {
    app.jobs.setState({ failure: answer.error });
  }
}

/** What can be done with histories that live elsewhere. */
export function createOfflineCommands(options: OfflineCommandOptions): readonly AppCommand[] {
  const { app, playback, sensorsInScope } = options;
  const { store: models } = app.models;
  const withoutSource = (): string | undefined => {
    const { model } = models.getState();
    if (model === undefined) {
      return 'Open a plant first';
    }
    return model.dataSources.size === 0 ? 'This plant has no data source' : undefined;
  };
  const withoutHistory = (): string | undefined =>
    playback.store.getState().playback === undefined ? 'There is no history yet' : undefined;
  const withoutSensors = (): string | undefined => {
    const { model } = models.getState();
    const isAny = model !== undefined && sensorsWithSource(model, sensorsInScope()).length > 0;
    return isAny ? undefined : 'No sensor here has a data source';
  };
  return [
    {
      ...{ id: 'history:take-offline', title: 'Take history offline', keys: [], modes: ['operate', 'model'] },
      ...{ icon: 'import', keywords: 'download keep network plane data source' },
      unavailable: () => withoutSource() ?? withoutHistory(),
      run: () => playback.offline.setState({ dialog: 'take-offline' }),
    },
    {
      ...{ id: 'history:offline', title: 'Show offline history', keys: [], modes: ['operate', 'model'] },
      ...{ icon: 'layers', keywords: 'taken offline limit size pause resume remove' },
      unavailable: withoutSource,
      run: () => playback.offline.setState({ dialog: 'offline-history' }),
    },
    {
      ...{ id: 'playback:read-again', title: 'Read the window again from the source', keys: [], modes: ['operate'] },
      ...{ icon: 'loop', keywords: 'refresh reload correct data source' },
      unavailable: () => withoutSource() ?? withoutHistory() ?? withoutSensors(),
      run: () => void readAgain(options),
    },
  ];
}

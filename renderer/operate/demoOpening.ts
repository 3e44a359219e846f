import { demoShownMs } from '../../shared/demo/demoMoments';
import { bindingsOf, componentsTagged } from '../../shared/model/modelIndex';
import type { PlaybackOpening } from '../../shared/playback/playbackMachine';
import type { App } from '../state/appContext';
import { openTrend, type TrendStore } from '../trends/trendStore';

const minuteMs = 60_000;

/** The example plant opens at its chiller trip, with 40 minutes about it. */
export const demoOpening: PlaybackOpening = {
  timeMs: demoShownMs,
  window: { startMs: demoShownMs - 22 * minuteMs - 40_000, endMs: demoShownMs + 17 * minuteMs + 20_000 },
};

/** What shows best how the trip went through the plant: supply temperatures, and flows about the decoupler. */
const trendedTags = ['TT-201', 'TT-101', 'FT-105', 'FT-102'];

/** True while the example plant is open. */
export function isDemo(app: App): boolean {
  return app.models.store.getState().project?.demo === true;
}

/** Opens the trends that tell the example's story. */
export function openDemoTrends(app: App, trends: TrendStore): void {
  const { model } = app.models.store.getState();
  if (model === undefined) {
    return;
  }
  const sensors = trendedTags
    .flatMap((tag) => componentsTagged(model, tag))
    .flatMap((component) => bindingsOf(model, component.id).filter(({ slot }) => slot === 'value'))
    .flatMap(({ sensorId }) => model.sensors.get(sensorId) ?? []);
  trends.setState(({ rows }) => ({ rows: sensors.reduce(openTrend, rows) }));
}

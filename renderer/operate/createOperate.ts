import type { SensorId } from '../../shared/model/ids';
import type { PlantModel } from '../../shared/model/plantModel';
import { createPlaybackCommands } from '../playback/playbackCommands';
import { createPlayerPort } from '../playback/createPlayerPort';
import { PlaybackRunner } from '../playback/playbackRunner';
import { createWindowClock } from '../playback/runnerClock';
import type { AppCommand } from '../state/appCommand';
import type { App } from '../state/appContext';
import { createTimelineControls, type PlaybackSession } from '../state/playbackSession';
import { createPlaybackStore } from '../state/playbackStore';
import { select } from '../state/sessionStore';
import { createValueFrameStore } from '../state/valueFrameStore';
import { createTrendStore, openTrend, type TrendStore } from '../trends/trendStore';
import { demoOpening, isDemo, openDemoTrends } from './demoOpening';
import type { DrawingMemory } from './useDrawingView';
import { createNotesCommands } from './notes/notesCommands';
import { createNotesDesk, type NotesDesk } from './notes/notesDesk';
import { scopeOf, sensorsOnSheet } from './sheetSensors';

/** Operate mode of one window: the clock, the values, the trends, and what can be asked of them. */
export interface Operate {
  readonly playback: PlaybackSession;
  readonly trends: TrendStore;
  readonly notes: NotesDesk;
  readonly commands: readonly AppCommand[];
  readonly drawing: DrawingMemory;
  /** Opens the trend of a sensor below the drawing. */
  readonly openTrend: (sensorId: SensorId) => void;
  readonly dispose: () => void;
}

function modelOf(app: App): PlantModel | undefined {
  return app.models.store.getState().model;
}

/** The selection's sensors; the whole sheet's while nothing with a sensor is selected. */
function sensorsInScope(app: App): readonly SensorId[] {
  const model = modelOf(app);
  const { selection, sheetId } = app.session.getState();
  if (model === undefined || sheetId === undefined) {
    return [];
  }
  return scopeOf(model, sheetId, selection).sensorIds;
}

/** Watches what the open sheet and the open trends show. Other arrays are handed on only when they differ. */
function followSensors(app: App, trends: TrendStore, watch: (sensorIds: readonly SensorId[]) => void): () => void {
  let watched: readonly SensorId[] = [];
  const look = (): void => {
    const model = modelOf(app);
    const { sheetId } = app.session.getState();
    const onSheet = model === undefined || sheetId === undefined ? [] : sensorsOnSheet(model, sheetId);
    const trended = trends.getState().rows.flatMap((row) => row.sensorIds);
    const known = trended.filter((id) => model?.sensors.has(id) === true);
    const wanted = [...new Set([...onSheet, ...known])];
    if (wanted.length !== watched.length || wanted.some((id, index) => id !== watched[index])) {
      watched = wanted;
      watch(wanted);
    }
  };
  look();
  const stops = [
    app.models.store.subscribe((state, before) => state.model !== before.model && look()),
    app.session.subscribe((state, before) => state.sheetId !== before.sheetId && look()),
    trends.subscribe(look),
  ];
  return () => stops.forEach((stop) => stop());
}

interface HistoryTools {
  readonly playback: PlaybackSession;
  readonly runner: PlaybackRunner;
  readonly trends: TrendStore;
}

/** Reads what is stored whenever a plant is opened or samples were added. */
function followHistory(app: App, tools: HistoryTools): () => void {
  const { playback, runner, trends } = tools;
  const read = async (): Promise<void> => {
    const answer = await app.client.call('history:describe', {});
    if (answer.ok) {
      playback.store.setState({ problem: undefined });
      runner.setExtent(answer.value, isDemo(app) ? demoOpening : undefined);
    } else if (answer.error.code !== 'cancelled') {
      playback.store.setState({ problem: answer.error });
    }
  };
  const isOpen = (): boolean => app.models.store.getState().project !== undefined;
  const onPlant = (): void => {
    runner.setExtent(undefined);
    playback.store.setState({ problem: undefined, latencyMs: undefined });
    trends.setState({ rows: [] });
    if (isOpen()) {
      void read().then(() => isDemo(app) && openDemoTrends(app, trends));
    }
  };
  onPlant();
  const stops = [
    app.models.store.subscribe((state, before) => state.project?.path !== before.project?.path && onPlant()),
    app.client.on('history:changed', () => void read()),
    // A sensor's correction, range or period may have changed: what was read by it is out of date.
    app.models.store.subscribe((state, before) => {
      const isSamePlant = state.project?.path === before.project?.path;
      if (isSamePlant && isOpen() && state.model?.sensors !== before.model?.sensors) {
        void read();
      }
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

function selectionCommand(app: App, notes: NotesDesk): AppCommand {
  return {
    id: 'selection:clear',
    title: 'Select nothing',
    keys: ['Escape'],
    modes: ['operate'],
    unavailable: () => undefined,
    run: () => (notes.store.getState().isListOpen ? notes.close() : select(app.session, [])),
  };
}

/** Makes Operate mode for a window. It goes on while Model mode is shown, so that coming back is at once. */
export function createOperate(app: App): Operate {
  const store = createPlaybackStore();
  const frames = createValueFrameStore();
  const trends = createTrendStore();
  const clock = createWindowClock();
  const runner = new PlaybackRunner({ client: app.client, port: createPlayerPort(), clock, store, frames });
  const playback: PlaybackSession = { store, frames, actions: runner, controls: createTimelineControls() };
  const notes = createNotesDesk({ app, playback, newId: () => crypto.randomUUID(), nowMs: () => Date.now() });
  const scope = (): readonly SensorId[] => sensorsInScope(app);
  const stops = [
    // Nobody watches the clock in Model mode.
    app.session.subscribe((state, before) => {
      if (state.mode !== before.mode && state.mode === 'model') {
        runner.send({ type: 'pause' });
      }
    }),
    followSensors(app, trends, (sensorIds) => runner.watch(sensorIds)),
    followHistory(app, { playback, runner, trends }),
  ];
  return {
    playback,
    trends,
    notes,
    drawing: { views: new Map(), revealedCount: 0 },
    commands: [
      ...createPlaybackCommands({ session: playback, client: app.client, sensorsInScope: scope }),
      ...createNotesCommands({ app, playback, desk: notes }),
      selectionCommand(app, notes),
    ],
    openTrend: (sensorId) => {
      const sensor = modelOf(app)?.sensors.get(sensorId);
      if (sensor !== undefined) {
        trends.setState(({ rows }) => ({ rows: openTrend(rows, sensor) }));
      }
    },
    dispose: () => {
      stops.forEach((stop) => stop());
      notes.dispose();
      runner.dispose();
    },
  };
}

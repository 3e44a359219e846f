import type { SensorId } from '../../shared/model/ids';
import type { PlantModel } from '../../shared/model/plantModel';
import { createPlaybackCommands } from '../playback/playbackCommands';
import { createPlayerPort } from '../playback/createPlayerPort';
import { PlaybackRunner } from '../playback/playbackRunner';
import { type Attention, createWindowClock } from '../playback/runnerClock';
import type { AppCommand } from '../state/appCommand';
import type { App } from '../state/appContext';
import { createReplayPastStore, type ReplayPastStore } from '../state/replayPastStore';
import { createOfflineStore } from '../state/offlineStore';
import { createTimelineControls, type PlaybackActions, type PlaybackSession } from '../state/playbackSession';
import { createPlaybackStore, type PlaybackStore } from '../state/playbackStore';
import { select } from '../state/sessionStore';
import { createValueFrameStore, type ValueFrameStore } from '../state/valueFrameStore';
import { createTrendStore, openTrend, type TrendStore } from '../trends/trendStore';
import { followHistory } from './followHistory';
import { followPast } from './followPast';
import { followOffline } from './followOffline';
import { keepLiveSetup } from './liveSetup';
import { createOfflineCommands } from './offline/offlineCommands';
import { lateDataMs, shortestPeriodMs } from './sourceSensors';
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

/** The plant as Operate draws it. */
function shownOf(app: App): PlantModel | undefined {
  return app.onShow.operate.getState().model;
}

/** The selection's sensors; the whole sheet's while nothing with a sensor is selected. */
function sensorsInScope(app: App): readonly SensorId[] {
  const model = shownOf(app);
  const { selection, sheetId } = app.session.getState();
  if (model === undefined || sheetId === undefined) {
    return [];
  }
  return scopeOf(model, sheetId, selection).sensorIds;
}

/** The sensors that the open sheet and the open trends show, and those of the sheet at the revisions beside. */
function sensorsToWatch(app: App, trends: TrendStore, past: ReplayPastStore) {
  const model = shownOf(app);
  const { sheetId } = app.session.getState();
  const onSheet = (of: PlantModel | undefined): readonly SensorId[] =>
    of === undefined || sheetId === undefined ? [] : sensorsOnSheet(of, sheetId);
  const trended = trends.getState().rows.flatMap((row) => row.sensorIds);
  const isKnown = (id: SensorId): boolean => model?.sensors.has(id) === true || modelOf(app)?.sensors.has(id) === true;
  const shown = new Set([...onSheet(model), ...trended.filter(isKnown)]);
  const ahead = past.getState().ahead.flatMap(onSheet);
  return { shown, all: [...new Set([...shown, ...ahead])] };
}

/** Watches what is shown. Other arrays are handed on only when they differ. */
function followSensors(
  app: App,
  { trends, past }: { readonly trends: TrendStore; readonly past: ReplayPastStore },
  watch: (sensorIds: readonly SensorId[]) => void,
): () => void {
  let watched: readonly SensorId[] = [];
  const look = (): void => {
    const { all } = sensorsToWatch(app, trends, past);
    if (all.length !== watched.length || all.some((id, index) => id !== watched[index])) {
      watched = all;
      watch(all);
    }
  };
  /** The clock passes a revision: as long as everything is watched already, its values go on without a break. */
  const lookAgain = (): void => {
    const { shown, all } = sensorsToWatch(app, trends, past);
    const known = new Set(watched);
    if (app.onShow.operate.getState().past === undefined || ![...shown, ...all].every((id) => known.has(id))) {
      look();
    }
  };
  look();
  const stops = [
    app.onShow.operate.subscribe(lookAgain),
    past.subscribe((state, before) => state.ahead !== before.ahead && lookAgain()),
    app.session.subscribe((state, before) => state.sheetId !== before.sheetId && look()),
    trends.subscribe(look),
  ];
  return () => stops.forEach((stop) => stop());
}

/** The drawing is seen in Operate mode, while its window is. */
function attentionOf(app: App): Attention {
  const isSeen = (): boolean => document.visibilityState === 'visible' && app.session.getState().mode === 'operate';
  const onSeen = (callback: () => void): (() => void) => {
    const look = (): void => {
      if (isSeen()) {
        callback();
      }
    };
    document.addEventListener('visibilitychange', look);
    const stop = app.session.subscribe((state, before) => state.mode !== before.mode && look());
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop();
    };
  };
  return { isSeen, onSeen };
}

function createRunner(app: App, store: PlaybackStore, frames: ValueFrameStore): PlaybackRunner {
  return new PlaybackRunner({
    ...{ client: app.client, port: createPlayerPort(), clock: createWindowClock(), attention: attentionOf(app) },
    ...{ store, frames },
    periodMs: (sensorIds) => {
      const model = modelOf(app);
      return model && shortestPeriodMs(model, store.getState().extent, sensorIds);
    },
    lateDataMs: () => {
      const model = modelOf(app);
      return model === undefined ? 0 : lateDataMs(model);
    },
  });
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

interface CommandTools {
  readonly playback: PlaybackSession;
  readonly notes: NotesDesk;
  readonly runner: PlaybackRunner;
}

function createCommands(app: App, { playback, notes, runner }: CommandTools): readonly AppCommand[] {
  const scope = (): readonly SensorId[] => sensorsInScope(app);
  return [
    ...createPlaybackCommands({
      ...{ session: playback, client: app.client, sensorsInScope: scope },
      hasSources: () => (modelOf(app)?.dataSources.size ?? 0) > 0,
    }),
    ...createOfflineCommands({
      ...{ app, playback, sensorsInScope: scope },
      onCorrected: (range, isDone) => runner.historyCorrected(range, isDone),
    }),
    ...createNotesCommands({ app, playback, desk: notes }),
    selectionCommand(app, notes),
  ];
}

/** Functions of their own: what is handed to a button is called without the runner. */
function playbackActions(runner: PlaybackRunner): PlaybackActions {
  return {
    seek: (toMs) => runner.seek(toMs),
    send: (event) => runner.send(event),
    goLive: () => runner.goLive(),
  };
}

/** Makes Operate mode for a window. It goes on while Model mode is shown, so that coming back is at once. */
export function createOperate(app: App): Operate {
  const store = createPlaybackStore();
  const frames = createValueFrameStore();
  const trends = createTrendStore();
  const offline = createOfflineStore();
  const past = createReplayPastStore();
  const drawing: DrawingMemory = { views: new Map(), revealedCount: 0, showAgain: undefined };
  const runner = createRunner(app, store, frames);
  const actions = playbackActions(runner);
  const playback: PlaybackSession = { store, frames, actions, controls: createTimelineControls(), offline, past };
  const notes = createNotesDesk({ app, playback, newId: () => crypto.randomUUID(), nowMs: () => Date.now() });
  const stops = [
    // Nobody watches the clock in Model mode.
    app.session.subscribe((state, before) => {
      if (state.mode !== before.mode && state.mode === 'model') {
        runner.send({ type: 'pause' });
      }
    }),
    followSensors(app, { trends, past }, (sensorIds) => runner.watch(sensorIds)),
    followHistory(app, { playback, runner, trends }),
    followPast(app, { playback: store, past }),
    followOffline(app, { offline, playback: store }),
    keepLiveSetup(app, store, drawing),
  ];
  return {
    playback,
    trends,
    notes,
    drawing,
    commands: createCommands(app, { playback, notes, runner }),
    openTrend: (sensorId) => {
      const sensor = shownOf(app)?.sensors.get(sensorId) ?? modelOf(app)?.sensors.get(sensorId);
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

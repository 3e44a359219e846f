import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Engine } from '../../../electron/engine/engine';
import { createEngineClient, type EngineClient } from '../../../shared/contract/engineClient';
import type { MessagePortLike } from '../../../shared/contract/engineMessages';
import { addSensors } from '../../../shared/model/commands/editSensors';
import type { ComponentId } from '../../../shared/model/ids';
import type { Note } from '../../../shared/model/plantModel';
import { symbolLookup } from '../../../shared/model/symbolLookup';
import { createPlaybackState } from '../../../shared/playback/playbackMachine';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { AppCommand } from '../../state/appCommand';
import type { App } from '../../state/appContext';
import { createApp } from '../../state/createApp';
import { createOfflineStore } from '../../state/offlineStore';
import { createTimelineControls, type PlaybackSession } from '../../state/playbackSession';
import { createPlaybackStore } from '../../state/playbackStore';
import { createReplayPastStore } from '../../state/replayPastStore';
import { createSessionStore, select } from '../../state/sessionStore';
import { createValueFrameStore } from '../../state/valueFrameStore';
import { createNotesCommands } from './notesCommands';
import { createNotesDesk, type NotesDesk } from './notesDesk';
import { notesInOrder } from './notesInOrder';

const tripMs = Date.UTC(2026, 2, 14, 1, 12, 40);

let folder = '';
let engine: Engine;
let app: App;
let playback: PlaybackSession;
let desk: NotesDesk;
let commands: readonly AppCommand[];

function connect(): EngineClient {
  const listeners: ((message: unknown) => void)[] = [];
  const windowListeners: ((message: unknown) => void)[] = [];
  const port = (own: typeof listeners, other: typeof listeners): MessagePortLike => ({
    post: (message) => queueMicrotask(() => other.forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => own.push(listener),
  });
  engine.connect(port(listeners, windowListeners));
  return createEngineClient(port(windowListeners, listeners));
}

function createPlayback(): PlaybackSession {
  const store = createPlaybackStore();
  const seek = (toMs: number): void =>
    store.setState(({ playback: state }) => ({ playback: state && { ...state, timeMs: toMs } }));
  store.setState({
    playback: createPlaybackState(
      { startMs: tripMs - 3_600_000, endMs: tripMs + 3_600_000 },
      { timeMs: tripMs + 0.4, window: { startMs: tripMs - 60_000, endMs: tripMs + 60_000 } },
    ),
  });
  const actions = { seek, send: () => undefined, goLive: () => undefined };
  const [frames, controls, offline] = [createValueFrameStore(), createTimelineControls(), createOfflineStore()];
  return { store, frames, actions, controls, offline, past: createReplayPastStore() };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-notes-'));
  engine = new Engine({ userDataFolder: join(folder, 'user'), onProjectChanged: () => undefined });
  engine.start(undefined);
  const client = connect();
  const made = await client.call('project:create', {
    path: join(folder, 'a.sightglass'),
    name: 'Boiler house',
    timeZone: 'Europe/Berlin',
  });
  app = createApp(client, createSessionStore('light'));
  await app.models.actions.load(made.ok ? made.value : undefined);
  playback = createPlayback();
  let lastId = 0;
  desk = createNotesDesk({ app, playback, newId: () => `note-${(lastId += 1)}`, nowMs: () => tripMs + 9e6 });
  commands = createNotesCommands({ app, playback, desk });
});

afterEach(() => {
  desk.dispose();
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The notes of the window once all of them are saved. */
async function saved(): Promise<readonly Note[]> {
  await vi.waitFor(() => expect(app.models.store.getState().pendingSaves).toBe(0));
  const { model } = app.models.store.getState();
  return model === undefined ? [] : notesInOrder(model);
}

function command(id: string): AppCommand {
  const found = commands.find((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`no command ${id}`);
  }
  return found;
}

async function pinned(text: string): Promise<Note> {
  desk.write();
  desk.changeDraft(text);
  desk.pin('Shift B');
  const note = (await saved()).find((candidate) => candidate.text === text);
  if (note === undefined) {
    throw new Error('not pinned');
  }
  return note;
}

test('[P53] a note is pinned to the moment that was shown when it was begun, to the millisecond', async () => {
  desk.write();
  playback.actions.seek(tripMs + 500_000);
  desk.changeDraft(' XV-102 sticks ');
  desk.pin('Shift B');
  expect(await saved()).toMatchObject([
    { timeMs: tripMs, text: 'XV-102 sticks', author: 'Shift B', createdAtMs: tripMs + 9e6 },
  ]);
  expect(desk.store.getState().draft).toBeUndefined();
});

test('[P53] nothing written is not pinned; what was begun keeps its moment when asked for again', async () => {
  desk.write();
  desk.changeDraft('  ');
  desk.pin('');
  expect(await saved()).toEqual([]);
  playback.actions.seek(tripMs + 1_000);
  desk.write();
  expect(desk.store.getState().draft?.timeMs).toBe(tripMs + 1_000);
  desk.changeDraft('seen');
  playback.actions.seek(tripMs + 2_000);
  desk.write();
  expect(desk.store.getState().draft).toEqual({ timeMs: tripMs + 1_000, text: 'seen' });
});

test('[P53] a mark is a note at once', async () => {
  desk.mark('');
  expect(await saved()).toMatchObject([{ timeMs: tripMs, text: 'Mark', author: '' }]);
});

test('[P54] a note is shown at its moment, in Operate', async () => {
  const { id } = await pinned('seen');
  app.session.setState({ mode: 'model' });
  playback.actions.seek(tripMs + 5_000);
  desk.show(id);
  expect(app.session.getState().mode).toBe('operate');
  expect(playback.store.getState().playback?.timeMs).toBe(tripMs);
  expect(desk.store.getState()).toMatchObject({ isListOpen: true, openId: id });
});

test('[P54] a note is written anew, moved and deleted; left without words it stays as it was', async () => {
  const { id } = await pinned('seen');
  desk.rewrite(id, '  ');
  desk.rewrite(id, ' seen twice ');
  playback.actions.seek(tripMs + 7_000.3);
  desk.moveToPlayhead(id);
  expect(await saved()).toMatchObject([{ text: 'seen twice', timeMs: tripMs + 7_000, author: 'Shift B' }]);
  desk.remove(id);
  expect(await saved()).toEqual([]);
});

test('[P54] the list gives way to what is selected', () => {
  desk.toggleList();
  select(app.session, []);
  expect(desk.store.getState().isListOpen).toBe(true);
  select(app.session, ['pump' as ComponentId]);
  expect(desk.store.getState().isListOpen).toBe(false);
});

test('[P55] in Operate edits of notes are undone and done again', async () => {
  const { id } = await pinned('seen');
  desk.remove(id);
  await saved();
  const undo = command('notes:undo');
  expect(undo.keys).toEqual(['Ctrl+Z']);
  undo.run();
  await vi.waitFor(async () => expect((await saved()).length).toBe(1));
  undo.run();
  await vi.waitFor(async () => expect((await saved()).length).toBe(0));
  expect(undo.unavailable()).toBe('Nothing to undo');
  command('notes:redo').run();
  await vi.waitFor(async () => expect((await saved()).length).toBe(1));
});

test('[P55] what was done in Model is not undone in Operate', async () => {
  const { model } = app.models.store.getState();
  if (model === undefined) {
    throw new Error('no plant');
  }
  const context = { model, lookup: symbolLookup(symbolCatalogue), newId: () => 'sensor-1' };
  app.models.actions.run(addSensors(context, { sensors: [{ name: 'TT-1' }] }));
  await saved();
  expect(command('notes:undo').unavailable()).toBe('The last change was made in Model: undo it there.');
});

test('without a history there is nothing to pin a note to', () => {
  playback.store.setState({ playback: undefined });
  expect(command('notes:write').unavailable()).toBe('There is no history to pin a note to yet.');
  desk.write();
  desk.mark('');
  expect(desk.store.getState().draft).toBeUndefined();
});

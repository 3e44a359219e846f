import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { addNote, changeNote, deleteNote } from '../../../shared/model/commands/editNotes';
import type { NoteId } from '../../../shared/model/ids';
import type { Note } from '../../../shared/model/plantModel';
import { symbolLookup } from '../../../shared/model/symbolLookup';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { App } from '../../state/appContext';
import type { PlaybackSession } from '../../state/playbackSession';

/** A note being written. */
export interface NoteDraft {
  /** The moment shown when it was begun: the playhead may go on meanwhile. */
  readonly timeMs: number;
  readonly text: string;
}

/** What is open of the notes. */
export interface NotesState {
  readonly isListOpen: boolean;
  readonly openId: NoteId | undefined;
  readonly draft: NoteDraft | undefined;
  /** Counts the wishes to write, so that asking again brings the keys back to the draft. */
  readonly writeCount: number;
}

/** The notes of the open plant, as Operate mode reads and writes them. */
export interface NotesDesk {
  readonly store: StoreApi<NotesState>;
  /** Begins a note about the moment shown. */
  readonly write: () => void;
  readonly changeDraft: (text: string) => void;
  /** Pins what was written. */
  readonly pin: (author: string) => void;
  readonly dropDraft: () => void;
  /** Pins a note that only says that there was something. */
  readonly mark: (author: string) => void;
  /** Brings the playhead to a note and opens it in the list. */
  readonly show: (id: NoteId) => void;
  readonly toggleList: () => void;
  readonly close: () => void;
  readonly rewrite: (id: NoteId, text: string) => void;
  readonly moveToPlayhead: (id: NoteId) => void;
  readonly remove: (id: NoteId) => void;
  readonly dispose: () => void;
}

/** What the desk works with. */
export interface NotesDeskOptions {
  readonly app: App;
  readonly playback: PlaybackSession;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

const nothingOpen: NotesState = { isListOpen: false, openId: undefined, draft: undefined, writeCount: 0 };

const markText = 'Mark';

/** Runs commands of the model as it is then. */
function createRunner({ app, newId }: NotesDeskOptions): (command: (context: CommandContext) => CommandResult) => void {
  const lookup = symbolLookup(symbolCatalogue);
  return (command) => {
    const { model } = app.models.store.getState();
    if (model !== undefined) {
      app.models.actions.run(command({ model, lookup, newId }));
    }
  };
}

/** The list gives its place to what is selected, and begins anew with another plant. */
function follow({ app }: NotesDeskOptions, store: StoreApi<NotesState>): () => void {
  const stops = [
    app.session.subscribe((state, before) => {
      if (state.selection !== before.selection && state.selection.components.size > 0) {
        store.setState({ isListOpen: false });
      }
    }),
    app.models.store.subscribe((state, before) => {
      if (state.project?.path !== before.project?.path) {
        store.setState(nothingOpen);
      }
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Ways to change notes that are there. */
function noteChanges(options: NotesDeskOptions, run: ReturnType<typeof createRunner>) {
  const noteOf = (id: NoteId): Note | undefined => options.app.models.store.getState().model?.notes.get(id);
  return {
    rewrite: (id: NoteId, text: string): void => {
      const note = noteOf(id);
      // Nothing written means that the note was meant to stay.
      if (note !== undefined && text.trim() !== '' && text.trim() !== note.text) {
        run((context) => changeNote(context, { note: { ...note, text } }));
      }
    },
    moveToPlayhead: (id: NoteId): void => {
      const [note, timeMs] = [noteOf(id), options.playback.store.getState().playback?.timeMs];
      if (note !== undefined && timeMs !== undefined) {
        run((context) => changeNote(context, { note: { ...note, timeMs: Math.round(timeMs) } }));
      }
    },
    remove: (id: NoteId): void => run((context) => deleteNote(context, { id })),
  };
}

/** Makes the desk of a window's notes. */
export function createNotesDesk(options: NotesDeskOptions): NotesDesk {
  const { app, playback, nowMs } = options;
  const store = createStore<NotesState>(() => nothingOpen);
  const run = createRunner(options);
  const shownMs = (): number | undefined => {
    const timeMs = playback.store.getState().playback?.timeMs;
    return timeMs === undefined ? undefined : Math.round(timeMs);
  };
  const add = (note: { readonly timeMs: number; readonly text: string; readonly author: string }): void =>
    run((context) => addNote(context, { note: { ...note, createdAtMs: nowMs() } }));
  return {
    store,
    write: () => {
      const timeMs = shownMs();
      if (timeMs !== undefined) {
        store.setState(({ draft, writeCount }) => ({
          // What was begun is not moved to another moment unseen.
          draft: draft === undefined || draft.text.trim() === '' ? { timeMs, text: '' } : draft,
          ...{ isListOpen: true, openId: undefined, writeCount: writeCount + 1 },
        }));
      }
    },
    changeDraft: (text) => store.setState(({ draft }) => ({ draft: draft && { ...draft, text } })),
    pin: (author) => {
      const { draft } = store.getState();
      if (draft !== undefined && draft.text.trim() !== '') {
        add({ ...draft, author });
        store.setState({ draft: undefined });
      }
    },
    dropDraft: () => store.setState({ draft: undefined }),
    mark: (author) => {
      const timeMs = shownMs();
      if (timeMs !== undefined) {
        add({ timeMs, text: markText, author });
      }
    },
    show: (id) => {
      const note = app.models.store.getState().model?.notes.get(id);
      if (note !== undefined) {
        app.session.setState({ mode: 'operate' });
        store.setState({ isListOpen: true, openId: id });
        playback.actions.seek(note.timeMs);
      }
    },
    toggleList: () => store.setState(({ isListOpen }) => ({ isListOpen: !isListOpen })),
    close: () => store.setState({ isListOpen: false, openId: undefined }),
    ...noteChanges(options, run),
    dispose: follow(options, store),
  };
}

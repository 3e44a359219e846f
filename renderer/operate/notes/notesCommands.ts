import { isNoteEdit } from '../../../shared/model/commands/editNotes';
import type { AppCommand } from '../../state/appCommand';
import type { App } from '../../state/appContext';
import type { PlaybackSession } from '../../state/playbackSession';
import type { NotesDesk } from './notesDesk';
import { rememberedAuthor } from './rememberedAuthor';

/** What the commands of notes work with. */
export interface NotesCommandOptions {
  readonly app: App;
  readonly playback: PlaybackSession;
  readonly desk: NotesDesk;
}

/** In Operate only edits of notes are taken back: what was drawn in Model is not seen to change from here. */
function historyCommands({ app }: NotesCommandOptions): readonly AppCommand[] {
  const { store, actions } = app.models;
  const unavailable = (verb: 'undo' | 'redo') => (): string | undefined => {
    const label = store.getState()[`${verb}Label`];
    if (label === undefined) {
      return `Nothing to ${verb}`;
    }
    return isNoteEdit(label) ? undefined : `The last change was made in Model: ${verb} it there.`;
  };
  return [
    {
      id: 'notes:undo',
      title: 'Undo the last change of a note',
      keys: ['Ctrl+Z'],
      icon: 'undo',
      modes: ['operate'],
      unavailable: unavailable('undo'),
      run: actions.undo,
    },
    {
      id: 'notes:redo',
      title: 'Redo the last change of a note',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      icon: 'redo',
      modes: ['operate'],
      unavailable: unavailable('redo'),
      run: actions.redo,
    },
  ];
}

/** Everything that can be asked of notes, for keys and the command palette. */
export function createNotesCommands(options: NotesCommandOptions): readonly AppCommand[] {
  const { desk, playback } = options;
  const withoutHistory = (): string | undefined =>
    playback.store.getState().playback === undefined ? 'There is no history to pin a note to yet.' : undefined;
  return [
    {
      id: 'notes:write',
      title: 'Pin a note to the moment shown',
      keywords: 'comment annotate write',
      keys: ['N'],
      icon: 'note',
      modes: ['operate'],
      unavailable: withoutHistory,
      run: desk.write,
    },
    {
      id: 'notes:mark',
      title: 'Mark the moment shown',
      keywords: 'note bookmark',
      keys: ['M'],
      icon: 'note',
      modes: ['operate'],
      unavailable: withoutHistory,
      run: () => desk.mark(rememberedAuthor()),
    },
    {
      id: 'notes:list',
      title: 'Show or hide the notes',
      keywords: 'list comments',
      keys: ['Shift+N'],
      icon: 'note',
      modes: ['operate'],
      unavailable: withoutHistory,
      run: desk.toggleList,
    },
    ...historyCommands(options),
  ];
}

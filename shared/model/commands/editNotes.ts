import { err } from '../../lib/result';
import { asId, type NoteId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { Note } from '../plantModel';
import { type CommandContext, type CommandResult, editOf } from './commandContext';

/** Pins a note to a moment. */
export function addNote(
  context: CommandContext,
  request: { readonly note: Omit<Note, 'id'>; readonly id?: NoteId },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const id = request.id ?? asId<NoteId>(context.newId());
  draft.put('note', { ...request.note, id, text: request.note.text.trim(), author: request.note.author.trim() });
  return editOf(context, draft, 'Add note');
}

/** Writes a note anew, or moves it to another moment. */
export function changeNote(context: CommandContext, request: { readonly note: Note }): CommandResult {
  const draft = new ModelDraft(context.model);
  if (draft.get('note', request.note.id) === undefined) {
    return err({ code: 'not-found', what: 'note' });
  }
  draft.put('note', { ...request.note, text: request.note.text.trim() });
  return editOf(context, draft, 'Change note');
}

/** Takes a note away. */
export function deleteNote(context: CommandContext, request: { readonly id: NoteId }): CommandResult {
  const draft = new ModelDraft(context.model);
  if (draft.get('note', request.id) === undefined) {
    return err({ code: 'not-found', what: 'note' });
  }
  draft.remove('note', request.id);
  return editOf(context, draft, 'Delete note');
}

import { err } from '../../lib/result';
import { asId, type NoteId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { Note } from '../plantModel';
import { type CommandContext, type CommandResult, editOf } from './commandContext';

const labels = { add: 'Add note', change: 'Change note', remove: 'Delete note' } as const;

/** True for the label of an edit of notes: those are an operator's to take back. */
export function isNoteEdit(label: string): boolean {
  return Object.values(labels).some((known) => known === label);
}

/** Pins a note to a moment. */
export function addNote(
  context: CommandContext,
  request: { readonly note: Omit<Note, 'id'>; readonly id?: NoteId },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const id = request.id ?? asId<NoteId>(context.newId());
  draft.put('note', { ...request.note, id, text: request.note.text.trim(), author: request.note.author.trim() });
  return editOf(context, draft, labels.add);
}

/** Writes a note anew, or moves it to another moment. */
export function changeNote(context: CommandContext, request: { readonly note: Note }): CommandResult {
  const draft = new ModelDraft(context.model);
  if (draft.get('note', request.note.id) === undefined) {
    return err({ code: 'not-found', what: 'note' });
  }
  draft.put('note', { ...request.note, text: request.note.text.trim() });
  return editOf(context, draft, labels.change);
}

/** Takes a note away. */
export function deleteNote(context: CommandContext, request: { readonly id: NoteId }): CommandResult {
  const draft = new ModelDraft(context.model);
  if (draft.get('note', request.id) === undefined) {
    return err({ code: 'not-found', what: 'note' });
  }
  draft.remove('note', request.id);
  return editOf(context, draft, labels.remove);
}

import type { Note, PlantModel } from '../../../shared/model/plantModel';

/** A plant's notes by their moments; those of one moment by when they were written. */
export function notesInOrder({ notes }: Pick<PlantModel, 'notes'>): readonly Note[] {
  return [...notes.values()].sort(
    (one, other) => one.timeMs - other.timeMs || one.createdAtMs - other.createdAtMs || (one.id < other.id ? -1 : 1),
  );
}

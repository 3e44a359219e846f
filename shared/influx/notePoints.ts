import type { ModelPatch } from '../model/modelPatch';
import type { Note, PlantModel } from '../model/plantModel';
import { asId, type NoteId } from '../model/ids';
import type { Point } from './lineProtocol';

/** The measurement that mirrored notes are kept in, apart from anything the plant measured. */
export const noteMeasurement = 'sightglass_note';

function noteOf(model: PlantModel, id: string): Note | undefined {
  return model.notes.get(asId<NoteId>(id));
}

/** A note as a point: the same note at the same moment overwrites itself, so writing it twice does no harm. */
function pointOf(note: Note, plantName: string, deleted: boolean): Point {
  const { id, timeMs, text, author } = note;
  return {
    measurement: noteMeasurement,
    tags: { note: id, plant: plantName },
    fields: { text, author, deleted },
    timeMs,
  };
}

/**
 * What has to be written to mirror what an edit did to notes. A note that is deleted, or moved away from its moment, is
 * marked so where it stood: a point of an InfluxDB is not taken back, it is overwritten.
 */
export function notePoints(before: PlantModel, after: PlantModel, patch: ModelPatch): readonly Point[] {
  const ids = patch.changes.filter(({ kind }) => kind === 'note').map(({ id }) => id);
  return ids.flatMap((id) => {
    const [old, current] = [noteOf(before, id), noteOf(after, id)];
    const left = old !== undefined && old.timeMs !== current?.timeMs ? [pointOf(old, before.plant.name, true)] : [];
    return [...left, ...(current === undefined ? [] : [pointOf(current, after.plant.name, false)])];
  });
}

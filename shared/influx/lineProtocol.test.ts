import { expect, test } from 'vitest';
import { afterCommand, contextOf, emptyWorks, valueOf } from '../../testing/modelGestures';
import { applyPatch } from '../model/applyPatch';
import { addNote, changeNote, deleteNote } from '../model/commands/editNotes';
import { asId, type NoteId } from '../model/ids';
import { fieldText, pointLine, seriesText } from './lineProtocol';
import { notePoints } from './notePoints';

// Rule numbers refer to docs/spec/influx.md.

test('[I80] names and texts cannot end what they stand in', () => {
  const point = {
    measurement: 'a, b',
    tags: { 'k=1': 'v,2 3', empty: '' },
    fields: { 'f 1': 'said "no" \\ yes', n: 1.5, on: true },
    timeMs: 5,
  };
  expect(pointLine(point)).toBe('a\\,\\ b,k\\=1=v\\,2\\ 3 f\\ 1="said \\"no\\" \\\\ yes",n=1.5,on=true 5');
  expect(seriesText({ measurement: 'x\ny', tags: { a: 'z\\' } })).toBe('x\\ y,a=z/');
});

test('[I80] numbers are written as floats', () => {
  expect(fieldText('v', 3)).toBe('v=3');
  expect(fieldText('v', -0.1)).toBe('v=-0.1');
});

test('[I81] a mirrored note overwrites itself, and is marked where it was deleted or moved away from', () => {
  const note = { timeMs: 1_000, text: 'seen', author: 'B', createdAtMs: 1 };
  const id = asId<NoteId>('n1');
  const noted = afterCommand(emptyWorks, 'n', (context) => addNote(context, { note, id }));
  const plant = emptyWorks.plant.name;
  const alive = { measurement: 'sightglass_note', tags: { note: 'n1', plant }, timeMs: 1_000 };
  const added = valueOf(addNote(contextOf(emptyWorks, 'n'), { note, id })).patch;
  expect(notePoints(emptyWorks, noted, added)).toEqual([
    { ...alive, fields: { text: 'seen', author: 'B', deleted: false } },
  ]);
  const { patch } = valueOf(changeNote(contextOf(noted, 'n'), { note: { ...note, id, timeMs: 2_000 } }));
  const moved = applyPatch(noted, patch);
  expect(notePoints(noted, moved, patch)).toEqual([
    { ...alive, fields: { text: 'seen', author: 'B', deleted: true } },
    { ...alive, timeMs: 2_000, fields: { text: 'seen', author: 'B', deleted: false } },
  ]);
  const gone = valueOf(deleteNote(contextOf(noted, 'n'), { id })).patch;
  expect(notePoints(noted, applyPatch(noted, gone), gone)).toEqual([
    { ...alive, fields: { text: 'seen', author: 'B', deleted: true } },
  ]);
});

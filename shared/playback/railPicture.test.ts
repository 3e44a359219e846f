import { describe, expect, test } from 'vitest';
import { asId, type NoteId } from '../model/ids';
import type { Note } from '../model/plantModel';
import { drawRail, type RailContent, railMarksOf, type SensorEvent } from './railPicture';

const window = { startMs: 1_000, endMs: 2_000 };
/** A px is a millisecond. */
const place = { window, widthPx: 1_000 };

function event(kind: SensorEvent['kind'], timeMs: number, sensorId = 'a'): SensorEvent {
  return { kind, timeMs, sensorId, value: 1 };
}

function note(timeMs: number, text = 'seen'): Note {
  return { id: asId<NoteId>(`note-${timeMs}`), timeMs, text, author: '', createdAtMs: 0 };
}

function content(events: readonly SensorEvent[], rest: Partial<RailContent> = {}): RailContent {
  return {
    marks: railMarksOf(events, ({ kind }) => (kind === 'gap' ? undefined : kind === 'state' ? 'opened' : 'above')),
    notes: [],
    completeToMs: 3_000,
    endMs: 3_000,
    gapLabel: ({ gaps }) => gaps.map(({ sensorId }) => sensorId).join(' '),
    ...rest,
  };
}

describe('the rail over a window', () => {
  test('[P47] events stand in their rows at their moments, counted by row; what lies outside is neither', () => {
    const picture = drawRail(
      content([event('state', 900), event('state', 1_100), event('above', 1_104), event('state', 1_106)]),
      place,
    );
    expect(picture.states).toEqual([
      { x: 103, members: [expect.objectContaining({ glyph: 'opened' }), expect.anything()] },
    ]);
    expect(picture.limits.map(({ x }) => x)).toEqual([104]);
    expect(picture.counts).toEqual({ states: 2, limits: 1, gaps: 0, notes: 0 });
  });

  test('[P47] pills stay together while the window moves over them', () => {
    const events = Array.from({ length: 40 }, (_, index) => event('state', 1_000 + index * 5));
    const members = (startMs: number) =>
      drawRail(content(events), { window: { startMs, endMs: startMs + 1_000 }, widthPx: 1_000 })
        .states.map((item) => item.members)
        .at(-1);
    expect(members(1_030)).toEqual(members(1_000));
  });

  test('[P48] bars are cut at the window; an open one ends where nothing more is stored', () => {
    const gaps = [
      { ...event('gap', 500, 'early'), endMs: 1_200 },
      { ...event('gap', 1_900, 'open') },
      { ...event('gap', 2_100, 'later'), endMs: 2_200 },
    ];
    const { gaps: bars, counts } = drawRail(content(gaps, { endMs: 1_950 }), place);
    expect(bars.map(({ left, right, label }) => [left, right, label])).toEqual([
      [0, 200, 'early'],
      [900, 950, 'open'],
    ]);
    expect(counts.gaps).toBe(2);
  });

  test('[P48] a bar is named where its name does not lie over another bar', () => {
    const gaps = [
      { ...event('gap', 1_100, 'first'), endMs: 1_200 },
      { ...event('gap', 1_210, 'second'), endMs: 1_300 },
      { ...event('gap', 1_250, 'third'), endMs: 1_300 },
    ];
    const { gaps: bars, gapRows } = drawRail(content(gaps), place);
    expect(bars.map(({ label }) => label)).toEqual(['', 'second', '']);
    expect(gapRows).toBe(2);
  });

  test('[P49] notes have room for their words up to the next note', () => {
    const notes = [note(1_100), note(1_200), note(1_204), note(1_990)];
    const picture = drawRail(content([], { notes }), place);
    expect(picture.notes.map(({ x, members, labelPx }) => [x, members.length, labelPx > 0])).toEqual([
      [100, 1, true],
      [202, 2, false],
      [990, 1, false],
    ]);
    expect(picture.notes[0]?.labelPx).toBeLessThan(100);
    expect(picture.counts.notes).toBe(4);
  });

  test('[P44] where the list was cut is told, unless the window or the record ends before', () => {
    expect(drawRail(content([], { completeToMs: 1_400 }), place).cutX).toBe(400);
    expect(drawRail(content([], { completeToMs: 2_000 }), place).cutX).toBeUndefined();
    expect(drawRail(content([], { completeToMs: 1_400, endMs: 1_300 }), place).cutX).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { asId, type NoteId } from '../model/ids';
import type { Note } from '../model/plantModel';
import { barBand, railHitAt } from './railHit';
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
    marks: railMarksOf(events, ({ kind }) =>
      kind === 'gap' ? undefined : { glyph: kind === 'state' ? 'opened' : 'above', tag: undefined },
    ),
    notes: [],
    completeToMs: 3_000,
    endMs: 3_000,
    sensorCount: 3,
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

  test('[P46] what happened to one component at one moment is one glyph; that it tripped says more than that it stopped', () => {
    const [stopped, tripped, elsewhere] = ['sta', 'flt', 'other'].map((id) => event('state', 1_500, id));
    const later = event('state', 1_600, 'sta');
    const { states } = railMarksOf(
      [stopped, elsewhere, tripped, later].flatMap((one) => one ?? []),
      ({ sensorId }) => ({
        glyph: sensorId === 'flt' ? 'tripped' : 'stopped',
        tag: sensorId === 'other' ? undefined : 'CH-2',
      }),
    );
    expect(states.map(({ glyph, events }) => [glyph, events.map(({ sensorId }) => sensorId)])).toEqual([
      ['tripped', ['flt', 'sta']],
      ['stopped', ['other']],
      ['stopped', ['sta']],
    ]);
    const picture = drawRail({ ...content([]), marks: { states, limits: [], gaps: [] } }, place);
    expect(picture.counts.states).toBe(3);
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

  test('[P48] of a gap all through the window a stub is drawn, unless most sensors have it', () => {
    const gaps = [event('gap', 500, 'a'), { ...event('gap', 1_200, 'b'), endMs: 1_300 }];
    const { gaps: few } = drawRail(content(gaps), place);
    expect(few.map(({ left, right, row, label }) => [left, right, row, label])).toEqual([
      [0, 14, 0, 'a throughout'],
      [200, 300, 0, 'b'],
    ]);
    const { gaps: most } = drawRail(content(gaps, { sensorCount: 2 }), place);
    expect(most.map(({ left, right, row }) => [left, right, row])).toEqual([
      [0, 1_000, 0],
      [200, 300, 1],
    ]);
  });

  test('[P48] a bar is named where its name does not lie over another bar', () => {
    const gaps = [
      { ...event('gap', 1_100, 'first'), endMs: 1_200 },
      { ...event('gap', 1_210, 'second'), endMs: 1_300 },
      { ...event('gap', 1_250, 'third'), endMs: 1_300 },
    ];
    const { gaps: bars } = drawRail(content(gaps), place);
    expect(bars.map(({ label }) => label)).toEqual(['', 'second', '']);
    expect(bars.map(({ row, rowCount }) => [row, rowCount])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
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

describe('what lies under the pointer', () => {
  const gaps = [
    { ...event('gap', 1_500, 'long'), endMs: 1_900 },
    { ...event('gap', 1_600, 'short'), endMs: 1_640 },
  ];
  const notes = [note(1_300)];
  const picture = drawRail(content([event('state', 1_100), event('above', 1_105), ...gaps], { notes }), place);

  test('[P51] a glyph is met in its own row, a little beside it too', () => {
    expect(railHitAt(picture, { x: 94, y: 7 })).toMatchObject({ kind: 'marks', lane: 'states', x: 100 });
    expect(railHitAt(picture, { x: 107, y: 20 })).toMatchObject({ kind: 'marks', lane: 'limits', x: 105 });
    expect(railHitAt(picture, { x: 120, y: 7 })).toBeUndefined();
    expect(railHitAt(picture, { x: 301, y: 50 })).toMatchObject({ kind: 'notes', x: 300 });
    expect(railHitAt(picture, { x: 100, y: 60 })).toBeUndefined();
  });

  test('[P51] of bars above each other the one under the pointer is met', () => {
    const barAt = (y: number) => {
      const hit = railHitAt(picture, { x: 620, y: 28 + y });
      return hit?.kind === 'gap' ? hit.bar.gaps[0]?.sensorId : undefined;
    };
    expect([barAt(3), barAt(11)]).toEqual(['long', 'short']);
  });

  test('[P48] rows of bars fill their lane without touching', () => {
    for (const rowCount of [1, 2, 3]) {
      const bands = Array.from({ length: rowCount }, (_, row) => barBand({ row, rowCount }));
      expect(bands[0]?.top).toBeGreaterThanOrEqual(1);
      expect((bands.at(-1)?.top ?? 0) + (bands.at(-1)?.height ?? 0)).toBeLessThanOrEqual(13);
      bands.slice(1).forEach(({ top }, index) => {
        expect(top - (bands[index]?.top ?? 0)).toBe((bands[index]?.height ?? 0) + 1);
      });
    }
  });
});

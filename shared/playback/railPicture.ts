import type { HistoryEvent } from '../history/findEvents';
import type { TimeRange } from '../history/timeRange';
import type { Note } from '../model/plantModel';
import {
  type BarRow,
  clusterGlyphs,
  clusterHalfPx,
  type GapBar,
  layOutGaps,
  type RailCluster,
  rowsOf,
  sensorCountOf,
  type SensorGap,
} from './eventRail';
import type { EventGlyph } from './eventWords';
import { xOfTime } from './timelineScale';
import { spanOf } from './timeWindow';

/** An event with the sensor it happened to. */
export interface SensorEvent extends HistoryEvent {
  readonly sensorId: string;
}

/** How an event is drawn. */
export interface RailShape {
  readonly glyph: EventGlyph;
  /** Tag of the component it happened to; undefined where there is none. */
  readonly tag: string | undefined;
}

/** What is drawn as one glyph: what happened to one component at one moment. */
export interface RailMark extends RailShape {
  readonly timeMs: number;
  /** The one that the glyph tells comes first. */
  readonly events: readonly SensorEvent[];
}

/** Events by the rows of the rail, each in time order. Made once an answer. */
export interface RailMarks {
  readonly states: readonly RailMark[];
  readonly limits: readonly RailMark[];
  readonly gaps: readonly SensorGap[];
}

/** A glyph or pill of the rail with what it stands for. */
export interface RailItem<Member> {
  readonly x: number;
  readonly members: readonly Member[];
}

/** A hatched bar of the rail. */
export interface RailBar extends BarRow {
  readonly bar: GapBar;
  readonly left: number;
  readonly right: number;
  /** Whose gap it is; empty where there is no room for it. */
  readonly label: string;
}

/** A note of the rail, or a pill of several. */
export interface RailNote extends RailItem<Note> {
  /** Room for its words, in px; 0 where there is too little. */
  readonly labelPx: number;
}

/** All that the rail draws over one window. Nothing in it depends on the playhead. */
export interface RailPicture {
  readonly states: readonly RailItem<RailMark>[];
  readonly limits: readonly RailItem<RailMark>[];
  readonly gaps: readonly RailBar[];
  readonly notes: readonly RailNote[];
  /** How many there are in the window, by row. */
  readonly counts: { readonly states: number; readonly limits: number; readonly gaps: number; readonly notes: number };
  /** From here on the list was cut and nothing is shown; undefined: it reaches to the end of the window. */
  readonly cutX: number | undefined;
}

/** What a picture of the rail is made of. */
export interface RailContent {
  readonly marks: RailMarks;
  /** In time order. */
  readonly notes: readonly Note[];
  /** Everything before this moment is in the marks. */
  readonly completeToMs: number;
  /** Nothing is stored from here on; an open gap ends here. */
  readonly endMs: number;
  /** What stands beside a bar. */
  readonly gapLabel: (bar: GapBar) => string;
  /** So many sensors were searched for gaps. */
  readonly sensorCount: number;
}

/** Where the rail is drawn. */
export interface RailPlace {
  readonly window: TimeRange;
  readonly widthPx: number;
}

const leastBarPx = 2;
const stubPx = 14;
const letterPx = 6.2;
/** Between a bar or glyph and the words beside it. */
const wordGapPx = 5;
const noteWordsPx = 10;
/** Less room than this holds no words. */
const leastWordsPx = 28;

/** Puts an event to what happened to the same component at the same moment: that it tripped says that it stopped. */
function addState(states: RailMark[], event: SensorEvent, shape: RailShape): void {
  const { timeMs } = event;
  for (let at = states.length - 1; states[at]?.timeMs === timeMs; at -= 1) {
    const mark = states[at];
    if (mark !== undefined && shape.tag !== undefined && mark.tag === shape.tag) {
      states[at] =
        shape.glyph === 'tripped'
          ? { ...shape, timeMs, events: [event, ...mark.events] }
          : { ...mark, events: [...mark.events, event] };
      return;
    }
  }
  states.push({ ...shape, timeMs, events: [event] });
}

/** Puts events, given in time order, into their rows. */
export function railMarksOf(
  events: readonly SensorEvent[],
  shapeOf: (event: SensorEvent) => RailShape | undefined,
): RailMarks {
  const states: RailMark[] = [];
  const limits: RailMark[] = [];
  const gaps: SensorGap[] = [];
  for (const event of events) {
    const shape = shapeOf(event);
    if (event.kind === 'gap') {
      gaps.push(event);
    } else if (shape !== undefined && event.kind === 'state') {
      addState(states, event, shape);
    } else if (shape !== undefined) {
      limits.push({ ...shape, timeMs: event.timeMs, events: [event] });
    }
  }
  return { states, limits, gaps };
}

function isWithin(timeMs: number, { startMs, endMs }: TimeRange): boolean {
  return timeMs >= startMs && timeMs <= endMs;
}

/** Clusters are made of all that is known, so that they stay together while the window moves over them. */
function itemsOf<Member>(
  members: readonly Member[],
  timeOf: (member: Member) => number,
  { window, widthPx }: RailPlace,
): readonly RailItem<Member>[] {
  const toItem = ({ x, first, count }: RailCluster): RailItem<Member> => ({
    x,
    members: members.slice(first, first + count),
  });
  return clusterGlyphs(members.map((member) => xOfTime(timeOf(member), window, widthPx)))
    .filter(({ x }) => x >= 0 && x <= widthPx)
    .map(toItem);
}

/**
 * Where the bars lie. Of the gap of a few sensors that lasts all through the window only a stub is drawn, so that it
 * does not press flat what begins and ends here.
 */
function placeBars({ marks, completeToMs, endMs, sensorCount }: RailContent, { window, widthPx }: RailPlace) {
  const openEndMs = Math.min(completeToMs, endMs, window.endMs);
  const shown = marks.gaps.filter((gap) => gap.timeMs < openEndMs && (gap.endMs ?? openEndMs) > window.startMs);
  return layOutGaps(shown, (spanOf(window) / widthPx) * leastBarPx).map((bar) => {
    const left = Math.max(0, xOfTime(bar.startMs, window, widthPx));
    const right = Math.min(widthPx, xOfTime(bar.endMs ?? openEndMs, window, widthPx));
    const isThroughout = left === 0 && right >= xOfTime(openEndMs, window, widthPx);
    const isStub = isThroughout && sensorCountOf(bar) < sensorCount / 2;
    return { bar, isStub, left, right: isStub ? stubPx : Math.max(right, left + leastBarPx) };
  });
}

function barsOf(content: RailContent, place: RailPlace): readonly RailBar[] {
  const placed = placeBars(content, place);
  const rows = rowsOf(placed);
  return placed.map(({ bar, isStub, left, right }, index) => {
    const words = isStub ? `${content.gapLabel(bar)} throughout` : content.gapLabel(bar);
    const wordsEnd = right + wordGapPx + words.length * letterPx;
    // Of bars that end together the first is named.
    const isClear = placed.every(
      (other, order) => other.left >= wordsEnd || other.right < right || (other.right === right && order >= index),
    );
    const at = rows[index] ?? { row: 0, rowCount: 1 };
    return { bar, left, right, ...at, label: isClear && wordsEnd <= place.widthPx ? words : '' };
  });
}

function notesOf(notes: readonly Note[], place: RailPlace): readonly RailNote[] {
  const items = itemsOf(notes, ({ timeMs }) => timeMs, place);
  return items.map((item, index) => {
    const next = items[index + 1];
    const endX = next === undefined ? place.widthPx : next.x - clusterHalfPx(next.members.length) - wordGapPx;
    const roomPx = endX - item.x - noteWordsPx;
    return { ...item, labelPx: item.members.length > 1 || roomPx < leastWordsPx ? 0 : roomPx };
  });
}

/** The rail over a window. */
export function drawRail(content: RailContent, place: RailPlace): RailPicture {
  const { marks, notes, completeToMs, endMs } = content;
  const { window, widthPx } = place;
  const countOf = (list: readonly RailMark[]): number =>
    list.reduce((count, { timeMs }) => count + (isWithin(timeMs, window) ? 1 : 0), 0);
  const timeOfMark = ({ timeMs }: RailMark): number => timeMs;
  const gaps = barsOf(content, place);
  return {
    states: itemsOf(marks.states, timeOfMark, place),
    limits: itemsOf(marks.limits, timeOfMark, place),
    gaps,
    notes: notesOf(notes, place),
    counts: {
      states: countOf(marks.states),
      limits: countOf(marks.limits),
      gaps: gaps.length,
      notes: notes.reduce((count, { timeMs }) => count + (isWithin(timeMs, window) ? 1 : 0), 0),
    },
    cutX:
      completeToMs < Math.min(window.endMs, endMs) ? Math.max(0, xOfTime(completeToMs, window, widthPx)) : undefined,
  };
}

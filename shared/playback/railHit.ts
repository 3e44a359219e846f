import { type BarRow, clusterHalfPx, glyphHalfPx, type GapBar } from './eventRail';
import type { Note } from '../model/plantModel';
import type { RailBar, RailItem, RailMark, RailPicture } from './railPicture';
import { railLanePx } from './timelineScale';

/** What lies under a point of the rail. */
export type RailHit =
  | {
      readonly kind: 'marks';
      readonly lane: 'states' | 'limits';
      readonly x: number;
      readonly members: readonly RailMark[];
    }
  | { readonly kind: 'gap'; readonly x: number; readonly bar: GapBar }
  | { readonly kind: 'notes'; readonly x: number; readonly members: readonly Note[] };

/** A glyph is met this far beside its edge. */
const besidePx = 3;
/** All rows of bars together. */
const barsPx = 8;
const rowGapPx = 1;
const leastRowPx = 3;

/** Where the bars of a row lie within their lane, in px from its top. */
export function barBand({ row, rowCount }: BarRow): { readonly top: number; readonly height: number } {
  const height = Math.max(leastRowPx, (barsPx + rowGapPx) / rowCount - rowGapPx);
  const allPx = rowCount * (height + rowGapPx) - rowGapPx;
  return { top: (railLanePx - allPx) / 2 + row * (height + rowGapPx), height };
}

function nearest<Item extends RailItem<unknown>>(items: readonly Item[], x: number): Item | undefined {
  let best: Item | undefined;
  let bestPx = Infinity;
  for (const item of items) {
    const awayPx = Math.abs(item.x - x);
    const reachPx = Math.max(glyphHalfPx, clusterHalfPx(item.members.length)) + besidePx;
    if (awayPx <= reachPx && awayPx < bestPx) {
      [best, bestPx] = [item, awayPx];
    }
  }
  return best;
}

function barAt(picture: RailPicture, x: number, y: number): RailBar | undefined {
  const middleOf = (bar: RailBar): number => {
    const { top, height } = barBand(bar);
    return top + height / 2;
  };
  return picture.gaps
    .filter(({ left, right }) => x >= left - besidePx && x <= right + besidePx)
    .toSorted((one, other) => Math.abs(middleOf(one) - y) - Math.abs(middleOf(other) - y))
    .at(0);
}

/** The glyph, pill or bar under a point; x and y in px from the rail's corner. */
export function railHitAt(
  picture: RailPicture,
  { x, y }: { readonly x: number; readonly y: number },
): RailHit | undefined {
  const lane = Math.floor(y / railLanePx);
  if (lane === 0 || lane === 1) {
    const name = lane === 0 ? 'states' : 'limits';
    const item = nearest(picture[name], x);
    return item && { kind: 'marks', lane: name, ...item };
  }
  if (lane === 2) {
    const found = barAt(picture, x, y - 2 * railLanePx);
    return found && { kind: 'gap', x: Math.min(Math.max(x, found.left), found.right), bar: found.bar };
  }
  const note = lane === 3 ? nearest(picture.notes, x) : undefined;
  return note && { kind: 'notes', x: note.x, members: note.members };
}

import type { Point } from '../../../shared/model/plantModel';

/** A rectangle on the sheet with the flow axis that engineers align on. */
export interface AlignBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The insertion point: where the flow axes cross. */
  readonly axisX: number;
  readonly axisY: number;
}

/** A dashed line that says what the moved box is in line with. */
export interface Guide {
  readonly direction: 'vertical' | 'horizontal';
  /** x of a vertical guide, y of a horizontal one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Distance of the two axes along the guide, px at 100 %. */
  readonly distance: number;
}

/** Where a drag ends up, and why. */
export interface GuidedMove {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** How one drag is to be snapped. */
export interface SnapOptions {
  /** 0: no grid. */
  readonly gridPx: number;
  /** How near an axis has to be for its guide to catch, px on the sheet. */
  readonly reachPx: number;
}

const toGrid = (value: number, gridPx: number): number => (gridPx === 0 ? value : Math.round(value / gridPx) * gridPx);

interface Match {
  readonly other: AlignBox;
  readonly offset: number;
}

/** The box whose axis is nearest to `position`; among equals the one that lies nearest. */
function nearestAxis(
  position: number,
  others: readonly AlignBox[],
  axis: { readonly of: (box: AlignBox) => number; readonly along: (box: AlignBox) => number; readonly reachPx: number },
): Match | undefined {
  let best: Match | undefined;
  let bestScore = Infinity;
  for (const other of others) {
    const offset = axis.of(other) - position;
    const score = Math.abs(offset) * 10_000 + axis.along(other);
    if (Math.abs(offset) <= axis.reachPx && score < bestScore) {
      best = { other, offset };
      bestScore = score;
    }
  }
  return best;
}

/**
 * Snaps a drag of `moving` by `raw` to the axes of `others`, else to the grid.
 * A guide catches first: two things in line matter more than the grid does.
 */
export function guidedMove(
  moving: AlignBox,
  raw: Point,
  target: { readonly others: readonly AlignBox[]; readonly snap: SnapOptions },
): GuidedMove {
  const { others, snap } = target;
  const wanted = { x: moving.axisX + raw.x, y: moving.axisY + raw.y };
  const column = nearestAxis(wanted.x, others, {
    of: (box) => box.axisX,
    along: (box) => Math.abs(box.axisY - wanted.y),
    reachPx: snap.reachPx,
  });
  const row = nearestAxis(wanted.y, others, {
    of: (box) => box.axisY,
    along: (box) => Math.abs(box.axisX - wanted.x),
    reachPx: snap.reachPx,
  });
  const axisX = column === undefined ? toGrid(wanted.x, snap.gridPx) : wanted.x + column.offset;
  const axisY = row === undefined ? toGrid(wanted.y, snap.gridPx) : wanted.y + row.offset;
  const guides: Guide[] = [];
  if (column !== undefined) {
    guides.push(guideBetween('vertical', axisX, [axisY, column.other.axisY]));
  }
  if (row !== undefined) {
    guides.push(guideBetween('horizontal', axisY, [axisX, row.other.axisX]));
  }
  return { dx: axisX - moving.axisX, dy: axisY - moving.axisY, guides: guides.filter((guide) => guide.distance > 0) };
}

/** How far a guide runs past the two things it joins. */
const overhangPx = 64;

function guideBetween(direction: Guide['direction'], at: number, ends: readonly [number, number]): Guide {
  const from = Math.min(...ends);
  const to = Math.max(...ends);
  return { direction, at, from: from - overhangPx, to: to + overhangPx, distance: to - from };
}

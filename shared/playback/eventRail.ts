/** Glyphs whose middles are nearer than this become one pill. */
export const pillBelowPx = 8;
/** Half of a glyph's width. */
export const glyphHalfPx = 5;
const pillPaddingPx = 5;
const digitPx = 6.5;

/** A glyph of the rail, or a pill that stands for several. */
export interface RailCluster {
  /** Its middle: of a glyph the moment itself, of a pill the middle between its first and last. */
  readonly x: number;
  /** Place of its first event in the list, which is in time order. */
  readonly first: number;
  readonly count: number;
}

/** Half of the width in which a cluster is drawn. */
export function clusterHalfPx(count: number): number {
  return count === 1 ? glyphHalfPx : pillPaddingPx + (String(count).length * digitPx) / 2;
}

interface Part {
  readonly first: number;
  readonly count: number;
  readonly fromX: number;
  readonly toX: number;
}

function middleOf({ fromX, toX }: Part): number {
  return (fromX + toX) / 2;
}

function isTooNear(left: Part, right: Part): boolean {
  const isPill = left.count > 1 || right.count > 1;
  const leastPx = isPill ? clusterHalfPx(left.count) + clusterHalfPx(right.count) : pillBelowPx;
  return middleOf(right) - middleOf(left) < leastPx;
}

/** Glyphs and pills for events at these places, ascending. None lies over another, and none is lost. */
export function clusterGlyphs(xs: readonly number[]): readonly RailCluster[] {
  const parts: Part[] = [];
  xs.forEach((x, index) => {
    let part: Part = { first: index, count: 1, fromX: x, toX: x };
    // A pill is wider than a glyph, so that it may come to touch what was clear of the glyph.
    for (let left = parts.at(-1); left !== undefined && isTooNear(left, part); left = parts.at(-1)) {
      parts.pop();
      part = { first: left.first, count: left.count + part.count, fromX: left.fromX, toX: part.toX };
    }
    parts.push(part);
  });
  return parts.map((part) => ({ x: middleOf(part), first: part.first, count: part.count }));
}

/** A gap of one sensor; without an end it goes on at the end of what is known. */
export interface SensorGap {
  readonly sensorId: string;
  readonly timeMs: number;
  readonly endMs?: number | undefined;
}

/** One hatched bar: gaps that began and ended together. */
export interface GapBar {
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly gaps: readonly SensorGap[];
}

/** Bars in more rows than this would be too thin to see; what does not fit lies over the last row. */
export const mostGapRows = 3;
/** Gaps share a bar when their ends differ by less than this part of their length. */
const togetherPart = 0.1;

interface OpenBar {
  startMs: number;
  endMs: number;
  readonly gaps: SensorGap[];
}

function endOf({ endMs }: { readonly endMs?: number | undefined }): number {
  return endMs ?? Infinity;
}

/** How far the ends of a gap may lie from those of others that it shares a bar with. */
function toleranceOf(lengthMs: number, leastMs: number): number {
  return Number.isFinite(lengthMs) ? Math.max(leastMs, togetherPart * lengthMs) : leastMs;
}

function isTogether(bar: OpenBar, gap: SensorGap, leastMs: number): boolean {
  if (bar.endMs === Infinity || endOf(gap) === Infinity) {
    return bar.endMs === endOf(gap) && gap.timeMs - bar.startMs <= leastMs;
  }
  const lengthMs = Math.min(bar.endMs - bar.startMs, endOf(gap) - gap.timeMs);
  const toleranceMs = toleranceOf(lengthMs, leastMs);
  return gap.timeMs - bar.startMs <= toleranceMs && Math.abs(bar.endMs - endOf(gap)) <= toleranceMs;
}

/** The latest bar that a gap shares. Bars begin in ascending order, so the search ends where they begin too early. */
function homeOf(bars: readonly OpenBar[], gap: SensorGap, leastMs: number): OpenBar | undefined {
  const earliestMs = gap.timeMs - toleranceOf(endOf(gap) - gap.timeMs, leastMs);
  for (let at = bars.length - 1; at >= 0; at -= 1) {
    const bar = bars[at];
    if (bar === undefined || bar.startMs < earliestMs) {
      return undefined;
    }
    if (isTogether(bar, gap, leastMs)) {
      return bar;
    }
  }
  return undefined;
}

/**
 * Bars for gaps in order of their begin. Gaps that began and ended together, within `leastMs` or a tenth of their
 * length, share one that reaches from the first begin to the last end.
 */
export function layOutGaps(gaps: readonly SensorGap[], leastMs: number): readonly GapBar[] {
  const bars: OpenBar[] = [];
  for (const gap of gaps) {
    const home = homeOf(bars, gap, leastMs);
    if (home === undefined) {
      bars.push({ startMs: gap.timeMs, endMs: endOf(gap), gaps: [gap] });
    } else {
      home.endMs = Math.max(home.endMs, endOf(gap));
      home.gaps.push(gap);
    }
  }
  return bars.map(({ startMs, endMs, gaps: members }) => ({
    startMs,
    endMs: Number.isFinite(endMs) ? endMs : undefined,
    gaps: members,
  }));
}

/** What a bar takes of its lane, in px. */
interface Stretch {
  readonly left: number;
  readonly right: number;
}

/** Where a bar lies among those it overlaps. */
export interface BarRow {
  /** Counted from 0. */
  readonly row: number;
  /** How many rows there are here, one to three. */
  readonly rowCount: number;
}

function rowsOfOverlapping(stretches: readonly Stretch[]): readonly BarRow[] {
  const rowEnds: number[] = [];
  const rows = stretches.map(({ left, right }) => {
    const free = rowEnds.findIndex((end) => end <= left);
    const row = free === -1 ? Math.min(rowEnds.length, mostGapRows - 1) : free;
    rowEnds[row] = Math.max(rowEnds[row] ?? -Infinity, right);
    return row;
  });
  return rows.map((row) => ({ row, rowCount: rowEnds.length }));
}

/** Rows for stretches in order of their begin: those that overlap lie in different ones; one that is alone has the lane. */
export function rowsOf(stretches: readonly Stretch[]): readonly BarRow[] {
  const rows: BarRow[] = [];
  let from = 0;
  let endX = -Infinity;
  stretches.forEach(({ left, right }, index) => {
    if (left >= endX) {
      rows.push(...rowsOfOverlapping(stretches.slice(from, index)));
      from = index;
    }
    endX = Math.max(endX, right);
  });
  return [...rows, ...rowsOfOverlapping(stretches.slice(from))];
}

/** How many sensors have a gap there. */
export function sensorCountOf({ gaps }: GapBar): number {
  return new Set(gaps.map(({ sensorId }) => sensorId)).size;
}

import type { TimeRange } from './timeRange';

/** Stretches of time, ascending, none empty, no two of them overlapping or touching. Ends may be infinite. */
export type Coverage = readonly TimeRange[];

/** The stretches that lie in any of the ranges, which may be in any order, overlap and be empty. */
export function coverageOfRanges(ranges: readonly TimeRange[]): Coverage {
  const sorted = ranges
    .filter(({ startMs, endMs }) => startMs < endMs)
    .sort((left, right) => (left.startMs < right.startMs ? -1 : left.startMs > right.startMs ? 1 : 0));
  const joined: TimeRange[] = [];
  for (const range of sorted) {
    const last = joined[joined.length - 1];
    if (last === undefined || last.endMs < range.startMs) {
      joined.push(range);
    } else if (range.endMs > last.endMs) {
      joined[joined.length - 1] = { startMs: last.startMs, endMs: range.endMs };
    }
  }
  return joined;
}

/** What lies in either. */
export function unionOf(left: Coverage, right: Coverage): Coverage {
  return left.length === 0 ? right : right.length === 0 ? left : coverageOfRanges([...left, ...right]);
}

/** What lies in both. */
export function intersectionOf(left: Coverage, right: Coverage): Coverage {
  const both: TimeRange[] = [];
  let at = 0;
  for (const { startMs, endMs } of left) {
    // A stretch on the right may reach into the next one on the left: it is only left behind once it has ended.
    while (at < right.length && (right[at]?.endMs ?? Infinity) <= startMs) {
      at += 1;
    }
    for (let next = at; next < right.length; next += 1) {
      const other = right[next];
      if (other === undefined || other.startMs >= endMs) {
        break;
      }
      both.push({ startMs: Math.max(startMs, other.startMs), endMs: Math.min(endMs, other.endMs) });
    }
  }
  return both;
}

/** The parts of a range that are not covered. */
export function gapsOf(coverage: Coverage, range: TimeRange): Coverage {
  const gaps: TimeRange[] = [];
  let { startMs } = range;
  for (let at = indexAfter(coverage, startMs); at < coverage.length; at += 1) {
    const covered = coverage[at];
    if (covered === undefined || covered.startMs >= range.endMs) {
      break;
    }
    if (covered.startMs > startMs) {
      gaps.push({ startMs, endMs: covered.startMs });
    }
    startMs = covered.endMs;
  }
  if (startMs < range.endMs) {
    gaps.push({ startMs, endMs: range.endMs });
  }
  return gaps;
}

/** What lies in the first and not in the second. */
export function differenceOf(coverage: Coverage, taken: Coverage): Coverage {
  return coverage.flatMap((range) => gapsOf(taken, range));
}

/** The first stretch that ends after a moment, by index; the length when there is none. */
function indexAfter(coverage: Coverage, timeMs: number): number {
  let low = 0;
  let high = coverage.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((coverage[middle]?.endMs ?? Infinity) <= timeMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The stretch that holds a moment. */
export function stretchAt(coverage: Coverage, timeMs: number): TimeRange | undefined {
  const found = coverage[indexAfter(coverage, timeMs)];
  return found !== undefined && found.startMs <= timeMs ? found : undefined;
}

/** How much time it covers, in ms. */
export function lengthOf(coverage: Coverage): number {
  return coverage.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs), 0);
}

import type { HistorySource, SampleColumns, SeriesSummary } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';

/** Where a value changes: a sample that differs from the one before it, or the first sample there is. */
export interface Change {
  readonly timeMs: number;
  /** Index into the names that were asked for. */
  readonly index: number;
}

/** What to look for. */
export interface ChangeSearch {
  readonly names: readonly string[];
  readonly fromMs: number;
  readonly direction: 1 | -1;
  readonly summaries: ReadonlyMap<string, SeriesSummary | undefined>;
  readonly signal: AbortSignal;
}

/** The search begins with this many periods of the busiest series and widens fourfold: near changes are found at once. */
const firstStretchPeriods = 256;
const shortestStretchMs = 60_000;
const widening = 4;

/** First and last sample of all the named series, and the shortest period among them. */
function extentOf(search: ChangeSearch): { readonly range: TimeRange; readonly stretchMs: number } | undefined {
  const known = search.names.flatMap((name) => search.summaries.get(name) ?? []);
  const firsts = known.flatMap(({ firstMs }) => firstMs ?? []);
  const lasts = known.flatMap(({ lastMs }) => lastMs ?? []);
  if (firsts.length === 0) {
    return undefined;
  }
  const least = (numbers: readonly number[]): number => numbers.reduce((left, right) => Math.min(left, right));
  const periods = known.flatMap(({ typicalPeriodMs }) => typicalPeriodMs ?? []);
  const periodMs = periods.length === 0 ? 0 : least(periods);
  return {
    range: { startMs: least(firsts), endMs: -least(lasts.map((timeMs) => -timeMs)) + 1 },
    stretchMs: Math.max(shortestStretchMs, periodMs * firstStretchPeriods),
  };
}

/** True for any change that can be seen: also from a value to none and back. */
function differs(left: number | undefined, right: number | undefined): boolean {
  return left !== right && !(Number.isNaN(left) && Number.isNaN(right));
}

/** The first sample after `fromMs` that differs from `previous`, which is brought up to the end of the block. */
function firstChangeIn(
  block: SampleColumns,
  fromMs: number,
  previous: { value: number | undefined },
): number | undefined {
  for (let at = 0; at < block.timesMs.length; at += 1) {
    const timeMs = block.timesMs[at] ?? NaN;
    if (timeMs > fromMs && differs(block.values[at], previous.value)) {
      return timeMs;
    }
    previous.value = block.values[at];
  }
  return undefined;
}

async function findForward(source: HistorySource, search: ChangeSearch): Promise<Change | undefined> {
  const extent = extentOf(search);
  if (extent === undefined) {
    return undefined;
  }
  const { names, fromMs, signal } = search;
  const before = await source.readSnapshot(names, fromMs, signal);
  const previous = names.map((_, index) => ({
    value: Number.isNaN(before.timesMs[index]) ? undefined : before.values[index],
  }));
  let startMs = Math.max(fromMs, extent.range.startMs);
  let { stretchMs } = extent;
  while (startMs < extent.range.endMs) {
    let nearest: Change | undefined;
    for await (const block of source.readRaw(names, { startMs, endMs: startMs + stretchMs }, signal)) {
      const last = previous[block.index];
      const timeMs = last === undefined ? undefined : firstChangeIn(block, fromMs, last);
      if (timeMs !== undefined && timeMs < (nearest?.timeMs ?? Infinity)) {
        nearest = { timeMs, index: block.index };
      }
    }
    if (nearest !== undefined) {
      return nearest;
    }
    startMs += stretchMs;
    stretchMs *= widening;
  }
  return undefined;
}

/** What a walk back in time knows of one series. Stretches are walked from late to early, each from front to back. */
interface Walk {
  /** First sample of the stretches walked before: its predecessor has not been met yet. */
  open: { readonly timeMs: number; readonly value: number | undefined } | undefined;
  /** First and last sample of this stretch so far, and its last change. */
  head: { readonly timeMs: number; readonly value: number | undefined } | undefined;
  tail: number | undefined;
  changeMs: number | undefined;
}

function walkBlock(walk: Walk, block: SampleColumns): void {
  block.timesMs.forEach((timeMs, at) => {
    const value = block.values[at];
    if (walk.head === undefined) {
      walk.head = { timeMs, value };
    } else if (differs(value, walk.tail)) {
      walk.changeMs = timeMs;
    }
    walk.tail = value;
  });
}

/** Joins the stretch just walked to the later ones. Returns the latest change this settles. */
function endStretch(walk: Walk, firstMs: number | undefined): number | undefined {
  const { open, head, tail } = walk;
  let changeMs = walk.changeMs;
  if (head !== undefined) {
    changeMs = open !== undefined && differs(open.value, tail) ? open.timeMs : changeMs;
    walk.open = head;
  }
  if (walk.open !== undefined && walk.open.timeMs === firstMs) {
    changeMs ??= firstMs;
    walk.open = undefined;
  }
  walk.head = undefined;
  walk.changeMs = undefined;
  return changeMs;
}

async function findBackward(source: HistorySource, search: ChangeSearch): Promise<Change | undefined> {
  const extent = extentOf(search);
  if (extent === undefined) {
    return undefined;
  }
  const { names, fromMs, signal, summaries } = search;
  const walks = names.map((): Walk => ({ open: undefined, head: undefined, tail: undefined, changeMs: undefined }));
  let endMs = Math.min(fromMs, extent.range.endMs);
  let { stretchMs } = extent;
  let nearest: Change = { timeMs: -Infinity, index: -1 };
  while (endMs > extent.range.startMs) {
    const startMs = endMs - stretchMs;
    for await (const block of source.readRaw(names, { startMs, endMs }, signal)) {
      const walk = walks[block.index];
      if (walk !== undefined) {
        walkBlock(walk, block);
      }
    }
    for (const [index, walk] of walks.entries()) {
      const timeMs = endStretch(walk, summaries.get(names[index] ?? '')?.firstMs) ?? -Infinity;
      nearest = timeMs > nearest.timeMs ? { timeMs, index } : nearest;
    }
    // Any change further back is older, but a later sample that still waits for its predecessor may be one.
    const { timeMs } = nearest;
    if (timeMs > -Infinity && !walks.some(({ open }) => open !== undefined && open.timeMs > timeMs)) {
      return nearest;
    }
    endMs = startMs;
    stretchMs *= widening;
  }
  return nearest.index === -1 ? undefined : nearest;
}

/** The nearest change of any of the series strictly after (1) or before (-1) a moment. */
export function findNextChange(source: HistorySource, search: ChangeSearch): Promise<Change | undefined> {
  return search.direction === 1 ? findForward(source, search) : findBackward(source, search);
}

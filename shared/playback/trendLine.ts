import { intersectionOf } from '../history/coverage';
import type { TimeRange } from '../history/timeRange';

/** The samples that draw one sensor's line over a range, as the engine answers them. */
export interface TrendSamples {
  readonly timesMs: Float64Array;
  /** NaN: no value from here on. */
  readonly values: Float64Array;
  readonly maximumAgeMs?: number | undefined;
}

/** A line of steps: each value is held to the next moment; a null, as plots want it, ends it there. */
export interface TrendLine {
  readonly timesMs: readonly number[];
  readonly values: readonly (number | null)[];
  /** Where there is nothing to draw, in order. */
  readonly gaps: readonly TimeRange[];
}

interface Drawing {
  readonly timesMs: number[];
  readonly values: (number | null)[];
  readonly gaps: TimeRange[];
}

function put({ timesMs, values }: Drawing, timeMs: number, value: number | null): void {
  const last = timesMs.at(-1);
  if (last === undefined || timeMs > last) {
    timesMs.push(timeMs);
    values.push(value);
  }
}

function putGap(drawing: Drawing, startMs: number, endMs: number): void {
  if (endMs > startMs) {
    const last = drawing.gaps.at(-1);
    if (last !== undefined && last.endMs >= startMs) {
      drawing.gaps[drawing.gaps.length - 1] = { startMs: last.startMs, endMs };
    } else {
      drawing.gaps.push({ startMs, endMs });
    }
  }
}

/** Holds a value until the next sample or its maximum age, whichever is first; what is left is a gap. */
function hold(
  drawing: Drawing,
  sample: { timeMs: number; value: number },
  hold: { endMs: number; mostMs: number },
): void {
  const { timeMs, value } = sample;
  const { endMs, mostMs } = hold;
  if (Number.isNaN(value)) {
    put(drawing, timeMs, null);
    putGap(drawing, timeMs, endMs);
    return;
  }
  put(drawing, timeMs, value);
  const heldMs = Math.min(endMs, timeMs + mostMs);
  if (heldMs < endMs) {
    put(drawing, heldMs, value);
    put(drawing, heldMs + 1, null);
    putGap(drawing, heldMs, endMs);
  }
}

/** The line of some samples over a range that ends where the record does. Nothing is drawn past it. */
export function trendLineOf(samples: TrendSamples, range: TimeRange): TrendLine {
  const { timesMs, values } = samples;
  const drawing: Drawing = { timesMs: [], values: [], gaps: [] };
  const mostMs = samples.maximumAgeMs ?? Infinity;
  const firstMs = timesMs[0];
  putGap(drawing, range.startMs, Math.min(firstMs ?? range.endMs, range.endMs));
  for (let index = 0; index < timesMs.length; index += 1) {
    const timeMs = timesMs[index] ?? NaN;
    const endMs = timesMs[index + 1] ?? Math.max(range.endMs, timeMs);
    hold(drawing, { timeMs, value: values[index] ?? NaN }, { endMs, mostMs });
    if (index === timesMs.length - 1 && drawing.values.at(-1) !== null) {
      put(drawing, endMs, values[index] ?? NaN);
    }
  }
  return drawing;
}

/** The value a line shows at a moment; undefined in a gap and before its start. */
export function valueOnLine({ timesMs, values }: TrendLine, timeMs: number): number | undefined {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] ?? Infinity) <= timeMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return values[low - 1] ?? undefined;
}

/** Spans in which none of the lines has anything to draw. */
export function commonGaps(lines: readonly TrendLine[]): readonly TimeRange[] {
  const [first, ...others] = lines;
  return others.reduce((gaps, line) => intersectionOf(gaps, line.gaps), first?.gaps ?? []);
}

/** What a scale takes into account besides the values. */
export interface ScaleOptions {
  /** Shown when the values come near. */
  readonly limits: readonly number[];
  /** Noise below this is not blown up to the height of the trend. */
  readonly leastSpan?: number;
}

/** A scale made longer about its middle where it is shorter than allowed. */
function atLeast(scale: { low: number; high: number }, leastSpan: number): { low: number; high: number } {
  const missing = Math.max(0, leastSpan - (scale.high - scale.low)) / 2;
  return { low: scale.low - missing, high: scale.high + missing };
}

/** A scale that shows all values with room around, and limits that are not far from them. */
export function scaleOf(
  lines: readonly TrendLine[],
  { limits, leastSpan = 0 }: ScaleOptions,
): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of lines) {
    for (const value of values) {
      if (value !== null) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (low > high) {
    [low, high] = [Math.min(0, ...limits), Math.max(1, ...limits)];
  }
  const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-6);
  const near = limits.filter((limit) => limit >= low - span && limit <= high + span);
  low = Math.min(low, ...near);
  high = Math.max(high, ...near);
  const room = Math.max(high - low, Math.abs(high) * 0.02, 1e-6) * 0.12;
  return atLeast({ low: low - room, high: high + room }, leastSpan);
}

/** Round numbers on a scale, at most so many. */
export function scaleMarks({ low, high }: { low: number; high: number }, most: number): readonly number[] {
  const least = (high - low) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= least) ?? least;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

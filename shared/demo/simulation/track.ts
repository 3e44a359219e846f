/** A value over time: a step at each key, or a straight line from key to key. */
export interface Track {
  readonly kind: 'step' | 'line';
  /** Ascending. */
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** The value at a moment: that of the first key before all of them, of the last one after. */
export function trackAt(track: Track, timeMs: number): number {
  const { timesMs, values } = track;
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? 0) <= timeMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const before = values[low - 1] ?? values[0] ?? 0;
  const nextMs = timesMs[low];
  const sinceMs = timesMs[low - 1];
  if (track.kind === 'step' || nextMs === undefined || sinceMs === undefined) {
    return before;
  }
  return before + (((values[low] ?? before) - before) * (timeMs - sinceMs)) / (nextMs - sinceMs);
}

/** A track in the making. Keys may be given in any order of time. */
export interface TrackDraft {
  readonly at: (timeMs: number, value: number) => void;
  /** Ends and begins a straight line at one value each: flat before, flat after. */
  readonly ramp: (fromMs: number, toMs: number, values: readonly [from: number, to: number]) => void;
  readonly finish: () => Track;
}

/** Begins a track that has a value from the start. */
export function draftTrack(kind: Track['kind'], startMs: number, first: number): TrackDraft {
  const keys: (readonly [timeMs: number, value: number])[] = [[startMs, first]];
  const at = (timeMs: number, value: number): void => void keys.push([timeMs, value]);
  return {
    at,
    ramp: (fromMs, toMs, [from, to]) => {
      at(fromMs, from);
      at(toMs, to);
    },
    finish: () => {
      const sorted = [...keys].sort((a, b) => a[0] - b[0]);
      return { kind, timesMs: sorted.map(([timeMs]) => timeMs), values: sorted.map(([, value]) => value) };
    },
  };
}

import type { SampleColumns } from '../../../shared/history/historySource';

/** Samples [from, to) of columns, sharing their memory. */
export function viewSamples(samples: SampleColumns, from: number, to: number): SampleColumns {
  return {
    timesMs: samples.timesMs.subarray(from, to),
    values: samples.values.subarray(from, to),
    qualities: samples.qualities.subarray(from, to),
  };
}

/** New columns of the given length. */
export function emptySamples(count: number): SampleColumns {
  return { timesMs: new Float64Array(count), values: new Float64Array(count), qualities: new Uint8Array(count) };
}

/** Median of the distances between neighbours; undefined for fewer than two samples. */
export function medianStep(timesMs: Float64Array): number | undefined {
  const count = timesMs.length - 1;
  if (count < 1) {
    return undefined;
  }
  const first = (timesMs[1] ?? 0) - (timesMs[0] ?? 0);
  const isRegular = (): boolean => {
    for (let index = 2; index <= count; index += 1) {
      if ((timesMs[index] ?? 0) - (timesMs[index - 1] ?? 0) !== first) {
        return false;
      }
    }
    return true;
  };
  if (isRegular()) {
    return first;
  }
  const steps = Float64Array.from({ length: count }, (_, at) => (timesMs[at + 1] ?? 0) - (timesMs[at] ?? 0));
  return steps.sort()[count >> 1];
}

function isAscending(timesMs: Float64Array): boolean {
  for (let index = 1; index < timesMs.length; index += 1) {
    if (!((timesMs[index] ?? 0) > (timesMs[index - 1] ?? 0))) {
      return false;
    }
  }
  return true;
}

/** The samples in ascending time; of several with one time the last given stays. */
export function sortSamples(samples: SampleColumns): SampleColumns {
  const { timesMs } = samples;
  if (isAscending(timesMs)) {
    return samples;
  }
  const order = Uint32Array.from({ length: timesMs.length }, (_, index) => index);
  order.sort((left, right) => (timesMs[left] ?? 0) - (timesMs[right] ?? 0) || left - right);
  const sorted = emptySamples(timesMs.length);
  let count = 0;
  for (const from of order) {
    const timeMs = timesMs[from] ?? 0;
    count -= count > 0 && sorted.timesMs[count - 1] === timeMs ? 1 : 0;
    sorted.timesMs[count] = timeMs;
    sorted.values[count] = samples.values[from] ?? NaN;
    sorted.qualities[count] = samples.qualities[from] ?? 0;
    count += 1;
  }
  return viewSamples(sorted, 0, count);
}

/** Both lists in ascending time; where both have a sample, the newer list's stays. */
export function mergeSamples(older: SampleColumns, newer: SampleColumns): SampleColumns {
  const merged = emptySamples(older.timesMs.length + newer.timesMs.length);
  let count = 0;
  let left = 0;
  let right = 0;
  while (left < older.timesMs.length || right < newer.timesMs.length) {
    const leftMs = older.timesMs[left] ?? Infinity;
    const rightMs = newer.timesMs[right] ?? Infinity;
    const takeNewer = rightMs <= leftMs;
    const from = takeNewer ? newer : older;
    const at = takeNewer ? right : left;
    merged.timesMs[count] = from.timesMs[at] ?? 0;
    merged.values[count] = from.values[at] ?? NaN;
    merged.qualities[count] = from.qualities[at] ?? 0;
    count += 1;
    left += leftMs <= rightMs ? 1 : 0;
    right += takeNewer ? 1 : 0;
  }
  return viewSamples(merged, 0, count);
}

/** Cuts samples into pieces of at most `most`: full ones and a rest, or all alike. */
export function splitSamples(samples: SampleColumns, most: number, evenly: boolean): readonly SampleColumns[] {
  const count = samples.timesMs.length;
  const size = evenly ? Math.ceil(count / Math.ceil(count / most)) : most;
  const pieces: SampleColumns[] = [];
  for (let from = 0; from < count; from += size) {
    pieces.push(viewSamples(samples, from, Math.min(count, from + size)));
  }
  return pieces;
}

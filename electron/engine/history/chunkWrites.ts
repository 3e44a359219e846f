import { firstAtOrAfter } from '../../../shared/history/bucketAggregation';
import { sliceChunk } from '../../../shared/history/chunkCodec';
import type { SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { invariant } from '../../../shared/lib/invariant';
import { type HistoryStore, samplesPerChunk } from './historyStore';
import { mergeSamples, splitSamples, viewSamples } from './sampleMerge';
import { chunkAtOrBefore, type StoredSeries } from './seriesIndex';
import { rebuildTiles } from './tilePyramid';

/** Merges samples (ascending, no two of one time) into the chunks of a series. Summary and tiles are left as they were. */
export function storeSamples(store: HistoryStore, series: StoredSeries, samples: SampleColumns): void {
  const { timesMs } = samples;
  let from = 0;
  while (from < timesMs.length) {
    const chunks = store.chunksOf(series);
    const startMs = timesMs[from] ?? 0;
    const index = Math.max(0, chunkAtOrBefore(chunks, startMs));
    const owner = chunks[index];
    const to = firstAtOrAfter(timesMs, chunks[index + 1]?.startMs ?? Infinity);
    const part = viewSamples(samples, from, to);
    const follows = owner === undefined || startMs > owner.endMs;
    if (owner === undefined || (follows && owner.count >= samplesPerChunk)) {
      const at = owner === undefined ? 0 : index + 1;
      store.replaceChunks(series, { index: at, replaced: 0 }, splitSamples(part, samplesPerChunk, false));
    } else {
      const merged = mergeSamples(sliceChunk(store.readChunk(owner, false), 0, owner.count), part);
      store.replaceChunks(series, { index, replaced: 1 }, splitSamples(merged, samplesPerChunk, !follows));
    }
    from = to;
  }
}

/** The first chunk that holds anything of a range, by index; -1 when none does. */
function firstTouched(store: HistoryStore, series: StoredSeries, range: TimeRange): number {
  const chunks = store.chunksOf(series);
  const before = chunkAtOrBefore(chunks, range.startMs);
  const reachesIn = before >= 0 && (chunks[before]?.endMs ?? -Infinity) >= range.startMs;
  const index = reachesIn ? before : before + 1;
  return (chunks[index]?.startMs ?? Infinity) < range.endMs ? index : -1;
}

/** Takes the samples of a range out of the chunks of a series. Summary and tiles are left as they were. */
export function removeSamples(store: HistoryStore, series: StoredSeries, range: TimeRange): void {
  for (let index = firstTouched(store, series, range); index !== -1; index = firstTouched(store, series, range)) {
    const entry = store.chunksOf(series)[index];
    invariant(entry !== undefined, 'a chunk that was found is there');
    const samples = sliceChunk(store.readChunk(entry, false), 0, entry.count);
    const from = firstAtOrAfter(samples.timesMs, range.startMs);
    const to = firstAtOrAfter(samples.timesMs, range.endMs);
    if (from === to) {
      // The range lies between two samples of the chunk, and so in no other.
      return;
    }
    const rest = [viewSamples(samples, 0, from), viewSamples(samples, to, entry.count)];
    store.replaceChunks(
      series,
      { index, replaced: 1 },
      rest.filter((piece) => piece.timesMs.length > 0),
    );
  }
}

/** Copies the samples of a range out. */
function samplesOf(store: HistoryStore, series: StoredSeries, range: TimeRange): readonly SampleColumns[] {
  const found: SampleColumns[] = [];
  const chunks = store.chunksOf(series);
  for (let index = firstTouched(store, series, range); index !== -1 && index < chunks.length; index += 1) {
    const entry = chunks[index];
    if (entry === undefined || entry.startMs >= range.endMs) {
      break;
    }
    const samples = sliceChunk(store.readChunk(entry, false), 0, entry.count);
    const from = firstAtOrAfter(samples.timesMs, range.startMs);
    const to = firstAtOrAfter(samples.timesMs, range.endMs);
    if (to > from) {
      found.push(viewSamples(samples, from, to));
    }
  }
  return found;
}

function areSame(stored: readonly SampleColumns[], samples: SampleColumns): boolean {
  let at = 0;
  for (const { timesMs, values, qualities } of stored) {
    for (let index = 0; index < timesMs.length; index += 1, at += 1) {
      const isSame =
        timesMs[index] === samples.timesMs[at] &&
        Object.is(values[index], samples.values[at]) &&
        qualities[index] === samples.qualities[at];
      if (!isSame) {
        return false;
      }
    }
  }
  return at === samples.timesMs.length;
}

/** Puts samples (ascending, no two of one time, all within the range) in the place of all that a range held. */
export function replaceSamples(
  store: HistoryStore,
  series: StoredSeries,
  part: { readonly range: TimeRange; readonly samples: SampleColumns },
): void {
  const { range, samples } = part;
  const stored = samplesOf(store, series, range);
  // The end of a series is read again and again while it grows, and mostly comes back as it was.
  if (areSame(stored, samples)) {
    return;
  }
  if (stored.length > 0) {
    removeSamples(store, series, range);
  }
  storeSamples(store, series, samples);
  store.summarise(series);
  const { timesMs } = samples;
  const last = stored[stored.length - 1]?.timesMs;
  const changed = {
    firstMs: Math.min(timesMs[0] ?? Infinity, stored[0]?.timesMs[0] ?? Infinity),
    lastMs: Math.max(timesMs[timesMs.length - 1] ?? -Infinity, last?.[last.length - 1] ?? -Infinity),
  };
  rebuildTiles(store, series, { changed, backlog: [], moreToCome: false });
}

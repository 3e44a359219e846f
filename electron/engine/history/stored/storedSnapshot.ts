import { stretchAt } from '../../../../shared/history/coverage';
import { quality, type Snapshot } from '../../../../shared/history/historySource';
import { beginReading, healing, type ReadParts, type Reading, unlessAway } from './reading';

/** The stored snapshot, and the names of which it is not the source's own. */
async function lookAt(parts: ReadParts, { names, keys, range, local, signal }: Reading) {
  // Taken before the samples are looked up: what is known now is no less known by then.
  const stretches = names.map((name) => stretchAt(local.believed(name), range.startMs));
  const snapshot = await parts.cache.source.readSnapshot(keys, range.startMs, signal);
  const isExact = (index: number): boolean => {
    const startMs = stretches[index]?.startMs;
    return startMs !== undefined && (startMs === -Infinity || (snapshot.timesMs[index] ?? NaN) >= startMs);
  };
  return { snapshot, missing: [...new Set(names.filter((_, index) => !isExact(index)))] };
}

/** Asks the source for what is missing of a snapshot. What it does not tell is approximate. */
async function complete(
  { reader }: ReadParts,
  { snapshot, missing }: { readonly snapshot: Snapshot; readonly missing: readonly string[] },
  { names, range, signal }: Reading,
): Promise<void> {
  const answer = await unlessAway(reader.snapshot(missing, range.startMs, signal));
  const places = new Map(missing.map((name, place) => [name, place]));
  names.forEach((name, index) => {
    const place = places.get(name);
    if (place !== undefined && answer !== undefined) {
      snapshot.timesMs[index] = answer.timesMs[place] ?? NaN;
      snapshot.values[index] = answer.values[place] ?? NaN;
      snapshot.qualities[index] = answer.qualities[place] ?? quality.good;
    } else if (place !== undefined) {
      snapshot.qualities[index] = quality.approximate;
    }
  });
}

async function read(
  parts: ReadParts,
  asked: { readonly names: readonly string[]; readonly timeMs: number },
  signal: AbortSignal,
): Promise<Snapshot> {
  const momentMs = Math.floor(asked.timeMs);
  const range = { startMs: momentMs, endMs: momentMs + 1 };
  parts.background.lookAt(range.startMs);
  const { reading, end } = beginReading(parts, { names: asked.names, range }, signal);
  try {
    let seen = await lookAt(parts, reading);
    if (seen.missing.length > 0 && parts.reader.isStoringSnapshots()) {
      await parts.cache.settled();
      seen = await lookAt(parts, reading);
    }
    if (seen.missing.length > 0) {
      await complete(parts, seen, reading);
    }
    return seen.snapshot;
  } finally {
    end();
  }
}

/** As `HistorySource.readSnapshot`; what could not be asked is approximate. */
export function readStoredSnapshot(
  parts: ReadParts,
  asked: { readonly names: readonly string[]; readonly timeMs: number },
  signal: AbortSignal,
): Promise<Snapshot> {
  return healing(parts, asked.names, () => read(parts, asked, signal));
}

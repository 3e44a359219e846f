import { throwIfAborted } from '../../../../shared/history/abortError';
import { DamagedSamplesError } from '../../../../shared/history/byteCursor';
import type { TimeRange } from '../../../../shared/history/timeRange';
import type { BackgroundFill } from './backgroundFill';
import type { Clock } from './clock';
import type { HistoryCache } from './historyCache';
import type { LocalHistory } from './localHistory';
import { NotStoredFailure, type RemoteReader } from './remoteReader';
import { SourceAwayError } from './sourceHealth';

/** What the reads of a stored source work with. */
export interface ReadParts {
  readonly cache: HistoryCache;
  readonly local: LocalHistory;
  readonly reader: RemoteReader;
  readonly background: BackgroundFill;
  readonly clock: Clock;
  /** How long frames may take before they are answered coarsely. */
  readonly interactiveMs: number;
  /** How many raw samples the remote hands over in that time. */
  readonly mostSamplesAwaited: () => number;
}

/** One read, and what is here as it was when it began. */
export interface Reading {
  readonly names: readonly string[];
  readonly keys: readonly string[];
  /** In whole ms. */
  readonly range: TimeRange;
  readonly local: LocalHistory;
  readonly signal: AbortSignal;
}

/** Notes what is read and keeps it from eviction, until the returned function is called. */
export function beginReading(
  { cache, local, background }: ReadParts,
  asked: { readonly names: readonly string[]; readonly range: TimeRange },
  signal: AbortSignal,
): { readonly reading: Reading; readonly end: () => void } {
  throwIfAborted(signal);
  const { names, range } = asked;
  const keys = local.keysOf(names);
  cache.touch(keys, range);
  // What is held at its start may lie far back.
  const release = cache.hold(keys, { startMs: -Infinity, endMs: range.endMs });
  const endRead = background.beginRead();
  const end = (): void => {
    release();
    endRead();
  };
  return { reading: { names, keys, range, local: local.atThisMoment(), signal }, end };
}

/** Runs a read; when stored samples turn out to be damaged, once more without them. */
export async function healing<T>(
  { cache, local }: ReadParts,
  names: readonly string[],
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DamagedSamplesError)) {
      throw error;
    }
    await cache.heal(local.keysOf([...new Set(names)]));
    return read();
  }
}

/** The names of a reading that lack something in its range, each once. */
export function namesWithGaps({ names, range, local }: Reading): readonly string[] {
  return [...new Set(names)].filter((name) => local.gapsOf(name, range).length > 0);
}

/**
 * Brings in what is missing, where the source lets it. `anchored`: also what is held at the start of the range. False when
 * it came and could not be stored.
 */
export async function bringIn(
  { cache, reader }: ReadParts,
  missing: readonly string[],
  how: Reading & { readonly anchored: boolean },
): Promise<boolean> {
  const { range, local, signal, anchored } = how;
  const generation = cache.generation();
  try {
    await reader.fill(missing, range, { local, signal, anchored });
    if (generation !== cache.generation()) {
      // Something was forgotten meanwhile, and with it what had been asked for before.
      await reader.fill(missing, range, { local, signal, anchored });
    }
  } catch (error) {
    if (error instanceof NotStoredFailure) {
      return false;
    }
    if (!(error instanceof SourceAwayError)) {
      throw error;
    }
  }
  return true;
}

/** The answer, or undefined when the source cannot be asked. */
export async function unlessAway<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SourceAwayError) {
      return undefined;
    }
    throw error;
  }
}

import { AbortError, throwIfAborted } from '../../../shared/history/abortError';
import type { HistorySource } from '../../../shared/history/historySource';
import type { RemoteSource } from '../../../shared/history/remoteSource';
import type { OpenedSource } from './openedSource';

/** A rate to begin with; the source learns its own once it has been read. */
const assumedSamplesPerSecond = 500_000;

/** A remote source that is connected to when it is first asked, and again after that failed. */
export interface LazyRemote extends RemoteSource {
  /** The source once it has answered; asks it when it has not. Rejects with why it does not. */
  opened(signal: AbortSignal): Promise<OpenedSource>;
  /** What answered last; undefined before the first answer. */
  current(): OpenedSource | undefined;
  /** True while it is being connected to. */
  isOpening(): boolean;
  dispose(): void;
}

/** Resolves as the promise does, or rejects with an AbortError when this caller gives up; the work goes on for others. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfAborted(signal);
  let giveUp: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new AbortError());
  });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

type Streams = Pick<HistorySource, 'readRaw' | 'readBuckets'>;

/** The reads that answer bit by bit. */
function streamsOf(opened: LazyRemote['opened']): Streams {
  return {
    readRaw: async function* (names, range, signal) {
      yield* (await opened(signal)).remote.readRaw(names, range, signal);
    },
    readBuckets: async function* (...[names, range, bucketMs, signal]) {
      yield* (await opened(signal)).remote.readBuckets(names, range, bucketMs, signal);
    },
  };
}

/**
 * `open` is called once at a time, and not again once it succeeded. `onChange` is told when connecting begins, and when it
 * has come to an end.
 */
export function lazyRemote(
  open: (signal: AbortSignal) => Promise<OpenedSource>,
  onChange: () => void = () => undefined,
): LazyRemote {
  const closing = new AbortController();
  let opening: Promise<OpenedSource> | undefined;
  let current: OpenedSource | undefined;

  const start = async (): Promise<OpenedSource> => {
    try {
      const source = await open(closing.signal);
      if (closing.signal.aborted) {
        source.dispose();
        throwIfAborted(closing.signal);
      }
      current = source;
      onChange();
      return source;
    } catch (error) {
      opening = undefined;
      onChange();
      throw error;
    }
  };
  const opened = (signal: AbortSignal): Promise<OpenedSource> => {
    const isFirst = opening === undefined;
    opening ??= start();
    if (isFirst) {
      onChange();
    }
    return unlessAborted(opening, signal);
  };

  return {
    ...streamsOf(opened),
    opened,
    current: () => current,
    isOpening: () => opening !== undefined && current === undefined,
    describe: async (signal, names) => (await opened(signal)).remote.describe(signal, names),
    readSnapshot: async (names, timeMs, signal) => (await opened(signal)).remote.readSnapshot(names, timeMs, signal),
    readFrames: async (names, grid, signal) => (await opened(signal)).remote.readFrames(names, grid, signal),
    readCoarseFrames: async (names, grid, signal) =>
      (await opened(signal)).remote.readCoarseFrames(names, grid, signal),
    rawSamplesPerSecond: () => current?.remote.rawSamplesPerSecond() ?? assumedSamplesPerSecond,
    clockSkewMs: () => current?.remote.clockSkewMs() ?? 0,
    dispose: () => {
      closing.abort();
      current?.dispose();
      current = undefined;
    },
  };
}

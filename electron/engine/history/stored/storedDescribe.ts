import { AbortError, throwIfAborted } from '../../../../shared/history/abortError';
import type { SeriesSummary } from '../../../../shared/history/historySource';
import type { Clock } from './clock';
import type { RemoteReader } from './remoteReader';
import { SourceAwayError } from './sourceHealth';
import type { SummaryBook } from './summaryBook';

/** Whoever asks waits so long for news of series that are known already. */
const patienceMs = 1_000;

/** What describing works with. */
export interface StoredDescribeOptions {
  readonly book: SummaryBook;
  readonly reader: RemoteReader;
  readonly clock: Clock;
  /** News came after somebody had been answered from the book. */
  readonly onDescribed: () => void;
}

/** Asks the source what it holds and remembers it. */
async function ask(options: StoredDescribeOptions, names: readonly string[] | undefined, signal: AbortSignal) {
  const { book, reader, clock } = options;
  const summaries = await reader.describe(names, signal);
  await book.remember(names, summaries, clock.now());
}

/** True when the work was done in time; it goes on when it was not. */
async function isDoneInTime(work: Promise<void>, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const stopping = new AbortController();
  const late = clock.wait(patienceMs, AbortSignal.any([signal, stopping.signal])).then(() => false);
  // Stopped once the race is over, which nobody hears.
  late.catch(() => undefined);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    stopping.abort();
  }
}

/**
 * What the source says of its series, as `HistorySource.describe`: asked anew when it was not lately, remembered for
 * when it cannot be asked, and not waited for long when it is known from before.
 */
export async function describeStored(
  options: StoredDescribeOptions,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly SeriesSummary[]> {
  throwIfAborted(signal);
  const { book, clock, onDescribed } = options;
  const stale = book.staleOf(names, clock.now());
  if (stale?.length === 0) {
    return book.list(names);
  }
  try {
    if (book.knowsAll(names)) {
      // The answer serves later callers too, so this caller's signal does not end it.
      const work = ask(options, stale, new AbortController().signal);
      if (!(await isDoneInTime(work, clock, signal))) {
        work.then(onDescribed, passOver);
      }
    } else {
      await ask(options, stale, signal);
    }
  } catch (error) {
    if (!(error instanceof SourceAwayError)) {
      throw error;
    }
  }
  return book.list(names);
}

/** The source's status says that it is away. */
function passOver(thrown: unknown): void {
  if (!(thrown instanceof SourceAwayError) && !(thrown instanceof AbortError)) {
    throw thrown;
  }
}

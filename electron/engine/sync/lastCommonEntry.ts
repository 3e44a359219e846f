import { AppFailure } from '../../../shared/lib/appError';
import type { LogPlace } from './readLog';
import type { KnownEntry } from './syncRows';

/**
 * The last of these entries (ascending) that the service's log has too; undefined when it has none of them. An entry
 * that a log has, it has with everything before it, so half of them are passed over with every question.
 */
export async function lastCommonEntry(
  { client, plantId }: LogPlace,
  known: readonly KnownEntry[],
  signal: AbortSignal,
): Promise<KnownEntry | undefined> {
  const has = async ({ seq, hash }: KnownEntry): Promise<boolean> => {
    try {
      await client.changes(plantId, { since: seq, hash, limit: 1, waitSeconds: 0 }, signal);
      return true;
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'service-failed' && error.error.reason === 'diverged') {
        return false;
      }
      throw error;
    }
  };
  let [common, missing] = [-1, known.length];
  while (missing - common > 1) {
    const middle = Math.floor((common + missing) / 2);
    const entry = known[middle];
    if (entry !== undefined && (await has(entry))) {
      common = middle;
    } else {
      missing = middle;
    }
  }
  return known[common];
}

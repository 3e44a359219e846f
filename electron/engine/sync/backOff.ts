import type { ServiceFailure } from '../../../shared/sync/serviceFailure';
import { isPassing } from './syncFailure';

const shortestMs = 1_000;
const longestMs = 60_000;

/**
 * How long to wait after a failure, milliseconds: 1 s, doubled with every failure in a row up to 60 s, each somewhere
 * between half of that and all of it, so that not all programs come back at once. What a person has to put right is
 * tried again at the slowest pace. Never sooner than the service asks. `random`: 0 (inclusive) to 1 (exclusive).
 */
export function backOffMs(failure: ServiceFailure, failuresBefore: number, random: number): number {
  const fullMs = isPassing(failure) ? Math.min(longestMs, shortestMs * 2 ** failuresBefore) : longestMs;
  return Math.max(shortestMs, fullMs * (0.5 + random / 2), failure.retryAfterMs ?? 0);
}

import type { SyncStatus } from '../../shared/contract/syncCalls';
import type { ServiceFailureReason } from '../../shared/sync/serviceFailure';
import { formatMoment, formatSpan } from '../../shared/playback/formatTime';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { counted } from '../../shared/lib/counted';

/** What the top bar says of a plant that belongs to a tenant, and how. */
export interface SyncChip {
  readonly icon: 'cloud' | 'working' | 'warning';
  readonly words: string;
  /** A person has to do something. */
  readonly urgent: boolean;
}

/** Why nothing goes through, in two or three words. */
const stopWords: Readonly<Record<ServiceFailureReason, string>> = {
  unreachable: 'not reached',
  timeout: 'no answer',
  certificate: 'certificate not believed',
  'not-a-service': 'no service there',
  'too-large': 'answer too large',
  'signed-out': 'sign in again',
  forbidden: 'not allowed',
  'other-tenant': 'sign in again',
  'plant-missing': 'plant is gone there',
  diverged: 'service was restored',
  busy: 'service is busy',
  refused: 'refused',
  'too-old': 'service too old',
  'too-new': 'update Sightglass',
  'not-saved': 'cannot be written',
  defect: 'fault in Sightglass',
};

function changes(count: number): string {
  return counted(count, 'change');
}

function conflicts(count: number): string {
  return counted(count, 'conflict');
}

function stoppedChip({ failure, pendingCount }: SyncStatus): SyncChip {
  const why = failure === undefined ? 'stopped' : stopWords[failure.reason];
  return { icon: 'warning', words: `${pendingCount > 0 ? 'Not sent' : 'Not synced'}: ${why}`, urgent: true };
}

function offlineWords({ pendingCount, conflictCount }: SyncStatus): string {
  if (pendingCount > 0) {
    return `Offline, ${changes(pendingCount)} waiting`;
  }
  return conflictCount > 0 ? 'Offline, review waiting' : 'Offline';
}

/** What the top bar says; undefined: the plant belongs to no tenant. */
export function syncChip(status: SyncStatus | undefined): SyncChip | undefined {
  switch (status?.phase) {
    case undefined:
    case 'local':
      return undefined;
    case 'stopped':
      return stoppedChip(status);
    case 'offline':
      return { icon: 'cloud', words: offlineWords(status), urgent: status.conflictCount > 0 };
    case 'syncing': {
      const { pendingCount } = status;
      const words = pendingCount > 0 ? `Sending ${pendingCount.toLocaleString('en')}` : 'Syncing';
      return { icon: 'working', words, urgent: false };
    }
    case 'synced':
      return status.conflictCount > 0
        ? { icon: 'cloud', words: 'Online, review waiting', urgent: true }
        : { icon: 'cloud', words: 'Synced', urgent: false };
  }
}

/** What is not with the service yet, since when. */
export function pendingWords({ pendingCount, pendingSinceMs }: SyncStatus, clock: ZoneClock): string {
  if (pendingCount === 0) {
    return 'Everything that was changed here is with the service.';
  }
  const since = pendingSinceMs === undefined ? '' : `, the first since ${formatMoment(pendingSinceMs, clock)}`;
  return `${changes(pendingCount)} ${pendingCount === 1 ? 'waits' : 'wait'} to be sent${since}.`;
}

/** What waits for a decision; undefined: nothing. */
export function conflictWords({ conflictCount }: SyncStatus): string | undefined {
  return conflictCount === 0
    ? undefined
    : `${conflicts(conflictCount)} ${conflictCount === 1 ? 'waits' : 'wait'} for a decision.`;
}

/** When it is tried again by itself; undefined: it is not. */
export function nextAttemptWords({ nextAttemptMs }: SyncStatus, nowMs: number): string | undefined {
  if (nextAttemptMs === undefined) {
    return undefined;
  }
  const waitMs = nextAttemptMs - nowMs;
  return waitMs < 1_000 ? 'It is tried again now.' : `It is tried again in ${formatSpan(waitMs)}.`;
}

/** When everything was there last. */
export function lastSyncedWords({ lastSyncedMs }: SyncStatus, clock: ZoneClock): string {
  return lastSyncedMs === undefined ? 'Not synced yet' : formatMoment(lastSyncedMs, clock);
}

/** The revision here and at the service, as the status line says it; undefined for a plant of no tenant. */
export function revisionWords(status: SyncStatus | undefined): string | undefined {
  if (status === undefined || status.phase === 'local') {
    return undefined;
  }
  const { revision, serviceRevision } = status;
  const service = serviceRevision === undefined ? 'service not reached yet' : `service rev ${serviceRevision}`;
  return `Base rev ${revision}, ${service}`;
}

/** True where signing in is what helps. */
export function needsSignIn({ tenant, failure }: SyncStatus): boolean {
  return failure?.reason === 'signed-out' || failure?.reason === 'other-tenant' || tenant?.signedIn === false;
}

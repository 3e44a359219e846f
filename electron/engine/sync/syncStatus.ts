import type { SyncStatus, Tenant } from '../../../shared/contract/syncCalls';
import type { Replica } from '../../../shared/sync/replica';
import { explainServiceFailure } from '../../../shared/sync/serviceFailure';
import { isPassing } from './syncFailure';
import type { SyncLoop } from './syncLoop';
import type { SyncLink } from './syncRows';

/** What is known of an open plant and its tenant. */
export interface StatusParts {
  readonly link: SyncLink;
  readonly loop: SyncLoop;
  readonly replica: Replica;
  /** Undefined: this machine does not know it (any more). */
  readonly tenant: Tenant | undefined;
  /** The largest number of waiting changes since the outbox was empty. */
  readonly mostPending: number;
  readonly conflictCount: number;
  readonly lastSyncedMs: number | undefined;
}

/** How many waiting changes or missing entries make a progress worth showing. */
const shownProgress = 20;

function progressOf({ loop, replica, mostPending }: StatusParts): Pick<SyncStatus, 'progress'> {
  const { cursor } = replica.state();
  const pendingCount = replica.outbox().length;
  if (pendingCount > 0 && mostPending >= shownProgress) {
    return { progress: { done: mostPending - pendingCount, total: mostPending, label: 'Sending changes' } };
  }
  const total = loop.serviceRevision() ?? cursor;
  return total - cursor >= shownProgress ? { progress: { done: cursor, total, label: 'Fetching changes' } } : {};
}

/** What the file itself says of its tenant. */
function tenantOfLink({ address, tenantId, tenantName, subject }: SyncLink): Tenant {
  return { address, tenantId, name: tenantName, subject, role: 'viewer', signedIn: false, keeping: 'memory' };
}

/** Where a plant that belongs to a tenant stands with it. */
export function statusOf(parts: StatusParts): SyncStatus {
  const { link, loop, replica, tenant, conflictCount, lastSyncedMs } = parts;
  const { busy, failure, nextAttemptMs } = loop.activity();
  const outbox = replica.outbox();
  const serviceRevision = loop.serviceRevision();
  const isWorking = busy || outbox.length > 0;
  return {
    phase: failure !== undefined ? (isPassing(failure) ? 'offline' : 'stopped') : isWorking ? 'syncing' : 'synced',
    tenant: tenant ?? tenantOfLink(link),
    pendingCount: outbox.length,
    ...(outbox[0] === undefined ? {} : { pendingSinceMs: outbox[0].changeset.atMs }),
    conflictCount,
    revision: replica.state().cursor,
    ...(serviceRevision === undefined ? {} : { serviceRevision }),
    ...(lastSyncedMs === undefined ? {} : { lastSyncedMs }),
    ...(failure === undefined ? {} : { failure: { reason: failure.reason, sentence: explainServiceFailure(failure) } }),
    ...(nextAttemptMs === undefined ? {} : { nextAttemptMs }),
    ...progressOf(parts),
  };
}

import type { SyncStatus } from '../../shared/contract/syncCalls';
import { type AppError, explainError } from '../../shared/lib/appError';
import { formatMoment } from '../../shared/playback/formatTime';
import type { ProposalCounts } from '../../shared/sync/review/proposals';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { addressText } from '../../shared/sync/serviceAddress';
import { type FrozenArea, roles } from '../../shared/sync/syncWire';
import { counted } from '../../shared/lib/counted';

/** How an area is frozen: `Frozen since Thu 26 Nov 2026, 10:02:40 by Mara: Change 17`. */
export function frozenWords({ by, sinceMs, reason }: FrozenArea, clock: ZoneClock): string {
  const since = sinceMs === undefined ? '' : ` since ${formatMoment(sinceMs, clock)}`;
  const who = by === undefined ? '' : ` by ${by}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `Frozen${since}${who}${why}`;
}

/** As of when it is known what is frozen, where that is not now; undefined: it is as the service has it. */
export function knownWords(status: SyncStatus | undefined, clock: ZoneClock): string | undefined {
  if (status === undefined || (status.phase !== 'offline' && status.phase !== 'stopped')) {
    return undefined;
  }
  return status.lastSyncedMs === undefined
    ? 'The service was not reached yet'
    : `As of ${formatMoment(status.lastSyncedMs, clock)}, when the service was reached last`;
}

/** What is said over the sheets of a frozen area: `North is frozen: Change 17.` */
export function frozenTitle(areaName: string, { reason }: FrozenArea): string {
  return reason === undefined ? `${areaName} is frozen.` : `${areaName} is frozen: ${reason.replace(/\.+$/, '')}.`;
}

/** What editing means on the sheets of a frozen area. */
export const proposalWords =
  'What you change here is sent as a proposal, and waits until the area is released. Everything else goes on as usual.';

/** Why somebody may not freeze and release areas now; undefined: they may. */
export function freezeRefusal(status: SyncStatus | undefined): string | undefined {
  if (status === undefined || status.phase === 'local' || status.tenant === undefined) {
    return 'This plant belongs to no tenant';
  }
  const { name, role, signedIn } = status.tenant;
  if (!signedIn) {
    return `Sign in to ${name} first`;
  }
  if (roles.indexOf(role) < roles.indexOf('approver')) {
    return `Your role at ${name} is ${role}. Approvers and administrators freeze and release areas`;
  }
  return status.phase === 'offline'
    ? 'The service is not reached now. Areas are frozen and released there, so this has to wait until it is'
    : undefined;
}

/** Why freezing or releasing failed: nothing of it waits to be sent. */
export function freezeProblem(error: AppError): string {
  if (error.code !== 'service-failed') {
    return explainError(error);
  }
  const place = addressText(error.host);
  switch (error.reason) {
    case 'unreachable':
    case 'timeout':
    case 'busy':
      return `${place} is not reached now. Nothing was changed; try again when it answers.`;
    case 'forbidden':
      return `Your role at ${place} does not allow this. Nothing was changed. Ask an administrator of the tenant for the role approver.`;
    case 'plant-missing':
      return `${place} does not have this area any more. Nothing was changed.`;
    case 'signed-out':
      return `${place} does not accept the token any more. Nothing was changed; sign in again first.`;
    case 'too-old':
      return `The service at ${place} is older than this program and cannot do this. Nothing was changed. Have the service updated.`;
    default:
      return explainError(error);
  }
}

/** What waits for a person: `count` things with parked edits, and how many of them are proposals. */
export function waitingWords(count: number, { waiting, free }: ProposalCounts): string {
  const conflicts = count - waiting - free;
  const sentences: readonly (readonly [number, string, string])[] = [
    [conflicts, 'conflict waits for your decision.', 'conflicts wait for your decision.'],
    [
      free,
      'proposal can be sent again: its area was released.',
      'proposals can be sent again: their areas were released.',
    ],
    [waiting, 'proposal waits until its area is released.', 'proposals wait until their areas are released.'],
  ];
  return sentences
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => counted(number, one, many))
    .join(' ');
}

/** What freezing an area does to changes that wait here; undefined: none wait. */
export function pendingInAreaWords(status: SyncStatus | undefined): string | undefined {
  const count = status?.pendingCount ?? 0;
  if (count === 0) {
    return undefined;
  }
  return count === 1
    ? '1 change of yours was not sent yet. If it is in this area, it becomes a proposal.'
    : `${count.toLocaleString('en')} changes of yours were not sent yet. Those in this area become proposals.`;
}

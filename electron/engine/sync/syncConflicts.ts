import type { SyncConflict } from '../../../shared/contract/syncCalls';
import type { KeptParkedEdit, ParkedEdit } from '../../../shared/sync/parkedEdit';
import { syncFailureOf } from './syncFailure';
import type { ParkedRow, SyncLink } from './syncRows';
import type { TenantServices } from './tenantServices';

function conflictOf(edit: ParkedEdit): Omit<SyncConflict, 'by' | 'mine' | 'resolved'> {
  const { id, changesetId, label, atMs, base, ops, conflicts } = edit;
  return { id, changesetId, label, atMs, base, ops: [...ops], conflicts: [...conflicts] } as Omit<
    SyncConflict,
    'by' | 'mine' | 'resolved'
  >;
}

/** An edit that was parked on this machine, as a window sees it. `subject`: who is signed in. */
export function localConflict({ edit, resolved }: ParkedRow, subject: string): SyncConflict {
  return { ...conflictOf(edit), by: subject, mine: true, ...(resolved === undefined ? {} : { resolved }) };
}

/** An edit that the service keeps, parked on another machine. */
export function serviceConflict({ by, resolved, ...edit }: KeptParkedEdit): SyncConflict {
  const decided = resolved && { by: resolved.by, atMs: resolved.atMs, take: resolved.take };
  return { ...conflictOf(edit), by, mine: false, ...(decided === undefined ? {} : { resolved: decided }) };
}

/** What the service keeps of a plant; nothing while it cannot be reached. */
export async function parkedAtService(
  tenants: TenantServices,
  link: SyncLink,
  signal: AbortSignal,
): Promise<readonly KeptParkedEdit[]> {
  try {
    const client = await tenants.clientFor(link);
    return await client.parkedEdits(link.plantId, signal);
  } catch (error) {
    // Own conflicts can be seen and decided without the service; why it cannot be reached is in the status.
    if (syncFailureOf(error, link.address) === undefined && !signal.aborted) {
      throw error;
    }
    return [];
  }
}

/** Open ones first, then decided ones; newest first. */
export function conflictsInOrder(conflicts: readonly SyncConflict[]): readonly SyncConflict[] {
  const rank = ({ resolved }: SyncConflict): number => (resolved === undefined ? 0 : 1);
  return conflicts.toSorted((one, other) => rank(one) - rank(other) || other.atMs - one.atMs);
}

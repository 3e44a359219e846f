import { invariant } from '../../shared/lib/invariant';

/** Whether a text may name a tenant: letters, digits and dashes, 1 to 60, not a dash first. */
export function isTenantId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,59}$/i.test(id);
}

/** Throws when a tenant cannot have this id. */
export function checkTenantId(id: string): void {
  invariant(isTenantId(id), `a tenant's id consists of letters, digits and dashes: ${id}`);
}

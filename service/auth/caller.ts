import type { Role } from '../../shared/sync/syncWire';

/** Who a request comes from. Everything that a request reaches hangs on `tenantId`, which only the token says. */
export interface Caller {
  readonly tenantId: string;
  /** Tells tokens apart: the key id of an API token, or issuer and subject of an identity. */
  readonly tokenId: string;
  /** Stands in the log as the author. */
  readonly subject: string;
  readonly role: Role;
  /** Plants it is good for; empty: all of the tenant. */
  readonly plantIds: readonly string[];
}

/** Whether a caller may know of a plant at all. */
export function mayReachPlant({ plantIds }: Caller, plantId: string): boolean {
  return plantIds.length === 0 || plantIds.includes(plantId);
}

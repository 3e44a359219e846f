import { z } from 'zod';
import { type Head, plantSummarySchema } from '../../../shared/sync/syncWire';
import type { Caller } from '../../auth/caller';
import type { PlantReader, PlantRow, TenantStore } from '../../store/serviceStore';
import { notFound, ServiceProblem } from '../problem';
import type { ServiceParts } from '../serviceApp';

/** The plant that an address names. */
export const plantParams = z.object({ plantId: plantSummarySchema.shape.id });

/** The store of the tenant that the caller belongs to, and of no other. */
export async function tenantOf({ tenantId }: Caller, { store }: ServiceParts): Promise<TenantStore> {
  const tenant = await store.tenant(tenantId);
  if (tenant === undefined) {
    // Dropped since the token was looked at.
    throw new ServiceProblem('unauthorized', 'The tenant of this token is not here any more.');
  }
  return tenant;
}

/** What a plant is called where waiting requests are woken. */
export function bellNameOf({ tenantId }: Caller, plantId: string): string {
  return `${tenantId} ${plantId}`;
}

/** What a request asks of one plant, in one consistent look. Throws the 404 that says nothing about whose it is. */
export async function lookAtPlant<T>(
  parts: ServiceParts,
  { caller, plantId }: { readonly caller: Caller; readonly plantId: string },
  look: (plant: PlantReader, tenant: TenantStore) => Promise<T>,
): Promise<T> {
  const tenant = await tenantOf(caller, parts);
  const found = await parts.metrics.inStore('read', () =>
    tenant.readPlant(plantId, async (plant) => ({ value: await look(plant, tenant) })),
  );
  if (found === undefined) {
    throw notFound();
  }
  return found.value;
}

/** Where a plant's log ends, as it goes over the wire. */
export function headOf({ head }: PlantRow, epoch: string): Head {
  return { seq: head.seq, hash: head.hash, digest: head.digest, epoch };
}

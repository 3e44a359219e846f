import { securityChainStart, securityEventHash } from '../store/securityChain';
import type { ServiceStore, TenantStore } from '../store/serviceStore';
import { verifyPlant } from './verifyPlant';

/** What was looked at, and what is not as it must be. */
export interface VerifyReport {
  readonly tenants: number;
  readonly plants: number;
  readonly entries: number;
  readonly records: number;
  readonly securityEvents: number;
  /** One sentence each, beginning with the tenant; empty: all is well. */
  readonly problems: readonly string[];
}

const pageSize = 1_000;

async function verifyEvents(tenant: TenantStore, id: string): Promise<{ count: number; problems: readonly string[] }> {
  const end = await tenant.securityEventsEnd();
  let [hash, count] = [securityChainStart(id), 0];
  while (count < end.sequence) {
    const page = await tenant.securityEvents(count, Math.min(pageSize, end.sequence - count));
    if (page.length === 0) {
      return { count, problems: [`security event ${count + 1} is missing`] };
    }
    for (const { sequence, hash: own, ...event } of page) {
      hash = securityEventHash(hash, sequence, event);
      if (sequence !== count + 1 || hash !== own) {
        return { count, problems: [`security event ${count + 1} is not the one that was recorded`] };
      }
      count += 1;
    }
  }
  return { count, problems: hash === end.hash ? [] : ['its security events do not end as recorded'] };
}

/**
 * Walks everything of all tenants, or of one: that logs and security events are chained without a gap, that the records
 * are what the log makes of nothing, that the digest is theirs, and that what is looked up by name or reference is
 * found. Changes nothing; may run beside a service. Throws when there is no such tenant.
 */
export async function verifyStore(store: ServiceStore, tenantId?: string): Promise<VerifyReport> {
  const total = { tenants: 0, plants: 0, entries: 0, records: 0, securityEvents: 0 };
  const problems: string[] = [];
  const ids = tenantId === undefined ? (await store.tenants()).map(({ id }) => id) : [tenantId];
  for (const id of ids) {
    const tenant = await store.tenant(id);
    if (tenant === undefined) {
      throw new Error(`There is no tenant ${id}`);
    }
    total.tenants += 1;
    const events = await verifyEvents(tenant, id);
    total.securityEvents += events.count;
    problems.push(...events.problems.map((problem) => `${id}: ${problem}`));
    for (const plant of await tenant.plants()) {
      const found = await tenant.readPlant(plant.id, verifyPlant);
      total.plants += 1;
      total.entries += found?.entries ?? 0;
      total.records += found?.records ?? 0;
      problems.push(...(found?.problems ?? []).map((problem) => `${id}, plant ${plant.id}: ${problem}`));
    }
  }
  return { ...total, problems };
}

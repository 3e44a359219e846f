import { randomUUID } from 'node:crypto';
import type { EntityKey } from '../../shared/sync/changeset';
import type { EntityRecord, Stamp } from '../../shared/sync/entityRecord';
import type { LogEntry } from '../../shared/sync/logEntry';
import type { EntityFields } from '../../shared/model/modelPatch';
import type { PlantTransaction, ServiceStore, TenantStore, TokenRow } from './serviceStore';

/** A store to be tested. */
export interface StoreFixture {
  readonly store: ServiceStore;
  /** The same tenants as another process sees them. To be closed by whoever asks. */
  another(): Promise<ServiceStore>;
  dispose(): Promise<void>;
}

/** How to make a store, empty. */
export interface StoreSubject {
  readonly name: string;
  make(): Promise<StoreFixture>;
}

/** Runs a test on an empty store. */
export async function usingStore(
  subject: StoreSubject,
  use: (store: ServiceStore, fixture: StoreFixture) => Promise<void>,
): Promise<void> {
  const fixture = await subject.make();
  try {
    await use(fixture.store, fixture);
  } finally {
    await fixture.dispose();
  }
}

/** Some time in 2026 that tests count from. */
export const startMs = 1_775_000_000_000;

/** A tenant without anything. */
export function makeTenant(store: ServiceStore, id: string): Promise<TenantStore> {
  return store.createTenant({ id, name: `Tenant ${id}`, createdAtMs: startMs, epoch: `epoch of ${id}` });
}

/** A tenant with one plant, `plant`. */
export async function makeTenantWithPlant(store: ServiceStore, id: string): Promise<TenantStore> {
  const tenant = await makeTenant(store, id);
  await tenant.createPlant({ id: 'plant', name: 'Plant', createdAtMs: startMs });
  return tenant;
}

/** Runs a test on a tenant `acme` with one plant, `plant`. */
export function usingPlant(
  subject: StoreSubject,
  use: (tenant: TenantStore, store: ServiceStore) => Promise<void>,
): Promise<void> {
  return usingStore(subject, async (store) => use(await makeTenantWithPlant(store, 'acme'), store));
}

/** A record whose fields were all written by one entry. */
export function makeRecord(
  key: EntityKey,
  stamp: Stamp,
  { fields = {}, live = true }: { readonly fields?: EntityFields; readonly live?: boolean } = {},
): EntityRecord {
  const stamped = Object.entries(fields).map(([path, value]) => [path, { value, ...stamp }] as const);
  return { kind: key.kind, id: key.id, live, existence: stamp, fields: Object.fromEntries(stamped) };
}

/** What a test appends. */
export interface Appended {
  /** Left out: none. */
  readonly records?: (stamp: Stamp) => readonly EntityRecord[];
  /** Left out: `startMs` and the sequence. */
  readonly serverAtMs?: number;
}

/** Appends an entry after the head, with the decision for it; as the service does. Answers the entry. */
export async function append(plant: PlantTransaction, { records, serverAtMs }: Appended = {}): Promise<LogEntry> {
  const { head } = await plant.row();
  const seq = head.seq + 1;
  const id = randomUUID();
  const entry: LogEntry = {
    ...{ seq, id, by: 'engineer', atMs: startMs, serverAtMs: serverAtMs ?? startMs + seq, label: `Change ${seq}` },
    changes: [{ change: 'delete', kind: 'note', id: 'n', fields: { text: 'gone' } }],
    ...{ resolves: [], previousHash: head.hash, hash: `hash ${seq} ${id}` },
  };
  await plant.append(entry, records?.({ seq, changeset: id }) ?? [], `digest ${seq}`);
  await plant.putDecision(id, {
    fingerprint: `print of ${id}`,
    outcome: { verdict: 'accepted', seq, digest: `digest ${seq}` },
  });
  return entry;
}

/** Appends an entry in a transaction of its own. */
export async function change(tenant: TenantStore, appended: Appended = {}): Promise<LogEntry> {
  const entry = await tenant.changePlant('plant', (plant) => append(plant, appended));
  if (entry === undefined) {
    throw new Error('The tenant has a plant');
  }
  return entry;
}

/** A token of an editor. */
export function makeToken(keyId: string, more: Partial<TokenRow> = {}): TokenRow {
  return {
    ...{ keyId, secretHmac: 'a1'.repeat(32), subject: 'engineer', role: 'editor', plantIds: [], createdAtMs: startMs },
    ...{ expiresAtMs: undefined, revokedAtMs: undefined, lastUsedAtMs: undefined },
    ...more,
  };
}

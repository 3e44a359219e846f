import type { EntityKey, Rejection } from '../../shared/sync/changeset';
import type { EntityRecord } from '../../shared/sync/entityRecord';
import type { LogEntry, LogHead } from '../../shared/sync/logEntry';
import type { KeptParkedEdit, ParkedEdit } from '../../shared/sync/parkedEdit';
import type { FrozenArea, Role } from '../../shared/sync/syncWire';

/** A tenant: its own plants, tokens and limits, behind a wall. */
export interface TenantRow {
  /** Part of file and schema names: letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Changes when the tenant's data was restored from a backup. */
  readonly epoch: string;
}

/** A token as it is kept: never the secret. */
export interface TokenRow {
  readonly keyId: string;
  /** HMAC-SHA-256 of the secret, hex. */
  readonly secretHmac: string;
  readonly subject: string;
  readonly role: Role;
  /** Plants it is good for; empty: all of the tenant. */
  readonly plantIds: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | undefined;
  readonly revokedAtMs: number | undefined;
  readonly lastUsedAtMs: number | undefined;
}

/** A plant and where its log ends. */
export interface PlantRow {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly head: LogHead;
}

/** What was decided for a changeset id, for ever. */
export interface StoredDecision {
  /** SHA-256 of the changeset without its `own`, hex. */
  readonly fingerprint: string;
  readonly outcome:
    /** `digest`: of the plant after the entry, so that the same answer can be given again. */
    | { readonly verdict: 'accepted'; readonly seq: number; readonly digest: string }
    | ({ readonly verdict: 'rejected' } & Rejection);
}

/** Something that happened to a tenant besides changes of its plants. Chained by hash like the log. */
export interface SecurityEvent {
  readonly atMs: number;
  readonly subject: string;
  /** `token:created`, `request:denied`, `plant:deleted`, … */
  readonly what: string;
  readonly detail: string;
}

/** An event as it is kept: numbered from 1 without gaps. */
export interface StoredSecurityEvent extends SecurityEvent {
  readonly sequence: number;
  /** Over this event and the hash of the one before (`securityEventHash`). */
  readonly hash: string;
}

/** One plant, read in one consistent look. */
export interface PlantReader {
  /** Where it stands. */
  row(): Promise<PlantRow>;
  /** The records of these keys; keys without one are left out. */
  records(keys: readonly EntityKey[]): Promise<readonly EntityRecord[]>;
  /** For each key (`keyText`) the live entities that refer to it (`referencesOf`). */
  referrers(keys: readonly EntityKey[]): Promise<ReadonlyMap<string, readonly EntityKey[]>>;
  /** For each name that may stand once (`uniqueKeysOf`) the live entities that have it. */
  holders(uniqueKeys: readonly string[]): Promise<ReadonlyMap<string, readonly EntityKey[]>>;
  /** How many live entities of a kind there are. */
  liveCount(kind: string): Promise<number>;
  decision(changesetId: string): Promise<StoredDecision | undefined>;
  /** Log entries after `since`, at most `limit`, ascending. */
  entries(since: number, limit: number): Promise<readonly LogEntry[]>;
  /** The last entry accepted at or before a moment of the service's clock; 0 when there is none. */
  seqAt(timeMs: number): Promise<number>;
  /** Records in order of kind and id, after a key (exclusive), at most `limit`. Dead ones too. */
  recordsAfter(after: EntityKey | undefined, limit: number): Promise<readonly EntityRecord[]>;
  recordCount(): Promise<number>;
  parkedEdits(): Promise<readonly KeptParkedEdit[]>;
  /** Areas that are frozen for approval, in order of their ids. */
  frozenAreas(): Promise<readonly FrozenArea[]>;
}

/** One plant with its row locked. What is written is durable before the transaction's promise resolves. */
export interface PlantTransaction extends PlantReader {
  /** Appends the entry after the head, replaces the records it changed (with their indexes) and moves the head. */
  append(entry: LogEntry, records: readonly EntityRecord[], digest: string): Promise<void>;
  putDecision(changesetId: string, decision: StoredDecision): Promise<void>;
  /** Keeps a parked edit; one that is there already stays as it is. */
  putParkedEdit(edit: ParkedEdit, by: string, storedAtMs: number): Promise<void>;
  resolveParkedEdit(id: string, resolved: NonNullable<KeptParkedEdit['resolved']>): Promise<void>;
  /** An area that is frozen already stays as it was frozen first. */
  freeze(area: FrozenArea): Promise<void>;
  release(areaId: string): Promise<void>;
}

/** Everything of one tenant. Nothing of another can be reached through it. */
export interface TenantStore {
  row(): Promise<TenantRow>;
  plants(): Promise<readonly PlantRow[]>;
  /** False when there is a plant of this id already. */
  createPlant(plant: { readonly id: string; readonly name: string; readonly createdAtMs: number }): Promise<boolean>;
  /** False when there is none. */
  deletePlant(id: string): Promise<boolean>;
  /** Undefined when the tenant has no such plant. */
  readPlant<T>(id: string, work: (plant: PlantReader) => Promise<T>): Promise<T | undefined>;
  /**
   * Runs `work` alone on a plant and commits; what it throws undoes everything. Run again by itself when the database
   * asks for it (serialization failures), so `work` must not do anything but through the transaction.
   * Undefined when the tenant has no such plant.
   */
  changePlant<T>(id: string, work: (plant: PlantTransaction) => Promise<T>): Promise<T | undefined>;
  tokens(): Promise<readonly TokenRow[]>;
  putToken(token: TokenRow): Promise<void>;
  /** Notes when a token was used last, and leaves everything else of it as it is: it may have been revoked meanwhile. */
  touchToken(keyId: string, lastUsedAtMs: number): Promise<void>;
  /** Appends to the tenant's security events, chained. */
  record(event: SecurityEvent): Promise<void>;
  securityEvents(after: number, limit: number): Promise<readonly StoredSecurityEvent[]>;
  /** Where the security events end: how many were recorded, and the hash of the last. */
  securityEventsEnd(): Promise<{ readonly sequence: number; readonly hash: string }>;
  /** A new epoch, after a restore. */
  renewEpoch(epoch: string): Promise<void>;
}

/** Where a service keeps its tenants. */
export interface ServiceStore {
  tenants(): Promise<readonly TenantRow[]>;
  /** Undefined when there is none of this id. */
  tenant(id: string): Promise<TenantStore | undefined>;
  /** Throws when there is one of this id already. */
  createTenant(tenant: TenantRow): Promise<TenantStore>;
  /** Everything of a tenant is gone afterwards. False when there is none. */
  dropTenant(id: string): Promise<boolean>;
  /** Which tenant a token belongs to, and the token; undefined when no tenant has such a key. */
  tokenByKey(keyId: string): Promise<{ readonly tenantId: string; readonly token: TokenRow } | undefined>;
  /** Throws when nothing can be written. */
  checkWritable(): Promise<void>;
  close(): Promise<void>;
}

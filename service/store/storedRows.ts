import type { EntityKey } from '../../shared/sync/changeset';
import type { EntityRecord } from '../../shared/sync/entityRecord';
import type { LogEntry } from '../../shared/sync/logEntry';
import type { KeptParkedEdit, ParkedEdit } from '../../shared/sync/parkedEdit';
import type { FrozenArea } from '../../shared/sync/syncWire';
import { fromColumn, toColumn } from './columnText';
import type { PlantRow, StoredDecision, StoredSecurityEvent, TenantRow, TokenRow } from './serviceStore';

// What the rows of both stores look like, and what they mean. PostgreSQL answers 64-bit integers as text.

type Whole = number | string;

/** Columns of `tenant` (SQLite: `meta`). */
export interface TenantColumns {
  readonly id: string;
  readonly name: string;
  readonly created_at_ms: number;
  readonly epoch: string;
}

/** Columns of `plant`. */
export interface PlantColumns {
  readonly id: string;
  readonly name: string;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
  readonly head_seq: Whole;
  readonly head_hash: string;
  readonly head_digest: string;
}

/** Columns of `record` without the plant. `fields` is JSON. */
export interface RecordColumns {
  readonly kind: string;
  readonly id: string;
  readonly live: number | boolean;
  readonly seq: Whole;
  readonly changeset: string;
  readonly fields: string;
}

/** Columns of `parked_edit` without the plant. `edit` and `resolved` are JSON. */
export interface ParkedEditColumns {
  readonly edit: string;
  readonly subject: string;
  readonly stored_at_ms: number;
  readonly resolved: string | null;
}

/** Columns of `freeze` without the plant. What is null was not kept when the area was frozen. */
export interface FreezeColumns {
  readonly area: string;
  readonly subject: string | null;
  readonly since_ms: number | null;
  readonly reason: string | null;
}

/** Columns of `decision` without its key. `outcome` is JSON. */
export interface DecisionColumns {
  readonly fingerprint: string;
  readonly outcome: string;
}

/** Columns of `token`. `plant_ids` is JSON. */
export interface TokenColumns {
  readonly key_id: string;
  readonly secret_hmac: string;
  readonly subject: string;
  readonly role: string;
  readonly plant_ids: string;
  readonly created_at_ms: number;
  readonly expires_at_ms: number | null;
  readonly revoked_at_ms: number | null;
  readonly last_used_at_ms: number | null;
}

/** Columns of `security_event`. */
export interface SecurityEventColumns {
  readonly sequence: Whole;
  readonly at_ms: number;
  readonly subject: string;
  readonly what: string;
  readonly detail: string;
  readonly hash: string;
}

/** Columns of a key. */
export interface KeyColumns {
  readonly kind: string;
  readonly id: string;
}

export function tenantOf(row: TenantColumns): TenantRow {
  return { id: row.id, name: fromColumn(row.name), createdAtMs: row.created_at_ms, epoch: fromColumn(row.epoch) };
}

export function plantOf(row: PlantColumns): PlantRow {
  return {
    id: fromColumn(row.id),
    name: fromColumn(row.name),
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    head: { seq: Number(row.head_seq), hash: fromColumn(row.head_hash), digest: row.head_digest },
  };
}

export function keyOf(row: KeyColumns): EntityKey {
  return { kind: fromColumn(row.kind), id: fromColumn(row.id) };
}

export function recordOf(row: RecordColumns): EntityRecord {
  const fields: EntityRecord['fields'] = JSON.parse(row.fields);
  const existence = { seq: Number(row.seq), changeset: fromColumn(row.changeset) };
  return { ...keyOf(row), live: Boolean(row.live), existence, fields };
}

export function recordColumns(record: EntityRecord): RecordColumns & { readonly live: boolean; readonly seq: number } {
  return {
    kind: toColumn(record.kind),
    id: toColumn(record.id),
    live: record.live,
    seq: record.existence.seq,
    changeset: toColumn(record.existence.changeset),
    fields: JSON.stringify(record.fields),
  };
}

export function entryOf(text: string): LogEntry {
  const entry: LogEntry = JSON.parse(text);
  return entry;
}

export function decisionOf(row: DecisionColumns): StoredDecision {
  const outcome: StoredDecision['outcome'] = JSON.parse(row.outcome);
  return { fingerprint: row.fingerprint, outcome };
}

export function parkedEditOf(row: ParkedEditColumns): KeptParkedEdit {
  const edit: ParkedEdit = JSON.parse(row.edit);
  const kept = { ...edit, by: fromColumn(row.subject), storedAtMs: row.stored_at_ms };
  if (row.resolved === null) {
    return kept;
  }
  const resolved: NonNullable<KeptParkedEdit['resolved']> = JSON.parse(row.resolved);
  return { ...kept, resolved };
}

export function frozenAreaOf({ area, subject, since_ms: sinceMs, reason }: FreezeColumns): FrozenArea {
  return {
    areaId: fromColumn(area),
    ...(subject === null ? {} : { by: fromColumn(subject) }),
    ...(sinceMs === null ? {} : { sinceMs }),
    ...(reason === null ? {} : { reason: fromColumn(reason) }),
  };
}

export function freezeColumns({ areaId, by, sinceMs, reason }: FrozenArea): FreezeColumns {
  return {
    area: toColumn(areaId),
    subject: by === undefined ? null : toColumn(by),
    since_ms: sinceMs ?? null,
    reason: reason === undefined ? null : toColumn(reason),
  };
}

export function tokenOf(row: TokenColumns): TokenRow {
  const plantIds: readonly string[] = JSON.parse(row.plant_ids);
  return {
    keyId: fromColumn(row.key_id),
    secretHmac: row.secret_hmac,
    subject: fromColumn(row.subject),
    role: row.role as TokenRow['role'],
    plantIds,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms ?? undefined,
    revokedAtMs: row.revoked_at_ms ?? undefined,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
  };
}

export function tokenColumns(token: TokenRow): TokenColumns {
  return {
    key_id: toColumn(token.keyId),
    secret_hmac: token.secretHmac,
    subject: toColumn(token.subject),
    role: token.role,
    plant_ids: JSON.stringify(token.plantIds),
    created_at_ms: token.createdAtMs,
    expires_at_ms: token.expiresAtMs ?? null,
    revoked_at_ms: token.revokedAtMs ?? null,
    last_used_at_ms: token.lastUsedAtMs ?? null,
  };
}

export function securityEventOf(row: SecurityEventColumns): StoredSecurityEvent {
  return {
    sequence: Number(row.sequence),
    atMs: row.at_ms,
    subject: fromColumn(row.subject),
    what: fromColumn(row.what),
    detail: fromColumn(row.detail),
    hash: row.hash,
  };
}

import type { EntityKey } from '../../../shared/sync/changeset';
import { type EntityRecord, keyText } from '../../../shared/sync/entityRecord';
import type { LogEntry } from '../../../shared/sync/logEntry';
import type { KeptParkedEdit } from '../../../shared/sync/parkedEdit';
import type { FrozenArea } from '../../../shared/sync/syncWire';
import { fromColumn, toColumn } from '../columnText';
import type { PlantReader, PlantRow, StoredDecision } from '../serviceStore';
import {
  type DecisionColumns,
  decisionOf,
  entryOf,
  type FreezeColumns,
  frozenAreaOf,
  type KeyColumns,
  keyOf,
  type ParkedEditColumns,
  parkedEditOf,
  type RecordColumns,
  recordOf,
} from '../storedRows';
import type { PostgresSession } from './postgresSession';

/** A plant by the two parts of its key, as columns hold them. */
export interface PlantKey {
  readonly tenant: string;
  readonly plant: string;
}

const isOfPlant = 'tenant = $1 AND plant = $2';

// Each key is looked for by itself, with every column of an index (`OFFSET 0` keeps the planner from joining). Otherwise a
// planner that knows nothing of the tables yet walks through all of a plant.
const selectRecords = `
  SELECT found.* FROM unnest($3::text[], $4::text[]) AS asked (kind, id), LATERAL (
    SELECT kind, id, live, seq, changeset, fields FROM sightglass.record
    WHERE ${isOfPlant} AND record.kind = asked.kind AND record.id = asked.id OFFSET 0) AS found`;

const selectReferrers = `
  SELECT found.* FROM unnest($3::text[], $4::text[]) AS asked (kind, id), LATERAL (
    SELECT kind, id, target_kind, target_id FROM sightglass.reference
    WHERE ${isOfPlant} AND target_kind = asked.kind AND target_id = asked.id OFFSET 0) AS found`;

const selectHolders = `
  SELECT found.* FROM unnest($3::text[]) AS asked (name), LATERAL (
    SELECT kind, id, name FROM sightglass.unique_name
    WHERE ${isOfPlant} AND unique_name.name = asked.name OFFSET 0) AS found`;

const selectAfter = `
  SELECT kind, id, live, seq, changeset, fields FROM sightglass.record
  WHERE ${isOfPlant} AND (kind, id) > ($3, $4) ORDER BY kind, id LIMIT $5`;

const selectSeqAt = `
  SELECT seq FROM sightglass.log WHERE ${isOfPlant} AND in_force_ms <= $3
  ORDER BY in_force_ms DESC, seq DESC LIMIT 1`;

const selectParkedEdits = `
  SELECT edit, subject, stored_at_ms, resolved FROM sightglass.parked_edit
  WHERE ${isOfPlant} ORDER BY stored_at_ms, id`;

const selectFreezes = `
  SELECT area, subject, since_ms, reason FROM sightglass.freeze WHERE ${isOfPlant} ORDER BY area COLLATE "C"`;

function columnsOf(keys: readonly EntityKey[]): readonly [readonly string[], readonly string[]] {
  return [keys.map(({ kind }) => toColumn(kind)), keys.map(({ id }) => toColumn(id))];
}

/** A plant, read within one transaction. */
export class PostgresPlantReader implements PlantReader {
  protected readonly session: PostgresSession;
  protected readonly key: PlantKey;
  /** The plant's row. It stays as it is: within a look others are not seen, within a change it is locked. */
  protected found: PlantRow;

  constructor(session: PostgresSession, key: PlantKey, found: PlantRow) {
    this.session = session;
    this.key = key;
    this.found = found;
  }

  async row(): Promise<PlantRow> {
    return this.found;
  }

  async records(keys: readonly EntityKey[]): Promise<readonly EntityRecord[]> {
    return (await this.session.all<RecordColumns>(selectRecords, ...this.plant(), ...columnsOf(keys))).map(recordOf);
  }

  async referrers(keys: readonly EntityKey[]): Promise<ReadonlyMap<string, readonly EntityKey[]>> {
    type Row = KeyColumns & { readonly target_kind: string; readonly target_id: string };
    const rows = await this.session.all<Row>(selectReferrers, ...this.plant(), ...columnsOf(keys));
    const found = new Map<string, EntityKey[]>(keys.map((key) => [keyText(key), []]));
    rows.forEach((row) => found.get(keyText(keyOf({ kind: row.target_kind, id: row.target_id })))?.push(keyOf(row)));
    return found;
  }

  async holders(uniqueKeys: readonly string[]): Promise<ReadonlyMap<string, readonly EntityKey[]>> {
    type Row = KeyColumns & { readonly name: string };
    const rows = await this.session.all<Row>(selectHolders, ...this.plant(), uniqueKeys.map(toColumn));
    const found = new Map<string, EntityKey[]>(uniqueKeys.map((name) => [name, []]));
    rows.forEach((row) => found.get(fromColumn(row.name))?.push(keyOf(row)));
    return found;
  }

  async liveCount(kind: string): Promise<number> {
    const sql = `SELECT COUNT(*) AS count FROM sightglass.record WHERE ${isOfPlant} AND kind = $3 AND live`;
    return this.count(sql, toColumn(kind));
  }

  async decision(changesetId: string): Promise<StoredDecision | undefined> {
    const sql = `SELECT fingerprint, outcome FROM sightglass.decision WHERE ${isOfPlant} AND changeset = $3`;
    const row = await this.session.get<DecisionColumns>(sql, ...this.plant(), toColumn(changesetId));
    return row && decisionOf(row);
  }

  async entries(since: number, limit: number): Promise<readonly LogEntry[]> {
    const sql = `SELECT entry FROM sightglass.log WHERE ${isOfPlant} AND seq > $3 ORDER BY seq LIMIT $4`;
    const rows = await this.session.all<{ entry: string }>(sql, ...this.plant(), since, limit);
    return rows.map(({ entry }) => entryOf(entry));
  }

  async seqAt(timeMs: number): Promise<number> {
    const row = await this.session.get<{ seq: string }>(selectSeqAt, ...this.plant(), timeMs);
    return Number(row?.seq ?? 0);
  }

  async recordsAfter(after: EntityKey | undefined, limit: number): Promise<readonly EntityRecord[]> {
    // Kinds and ids are not empty, so nothing comes before this.
    const { kind, id } = after ?? { kind: '', id: '' };
    const values = [toColumn(kind), toColumn(id), limit];
    return (await this.session.all<RecordColumns>(selectAfter, ...this.plant(), ...values)).map(recordOf);
  }

  recordCount(): Promise<number> {
    return this.count(`SELECT COUNT(*) AS count FROM sightglass.record WHERE ${isOfPlant}`);
  }

  async parkedEdits(): Promise<readonly KeptParkedEdit[]> {
    return (await this.session.all<ParkedEditColumns>(selectParkedEdits, ...this.plant())).map(parkedEditOf);
  }

  async frozenAreas(): Promise<readonly FrozenArea[]> {
    return (await this.session.all<FreezeColumns>(selectFreezes, ...this.plant())).map(frozenAreaOf);
  }

  /** The first two values of every statement. */
  protected plant(): readonly [string, string] {
    return [this.key.tenant, this.key.plant];
  }

  protected async count(sql: string, ...values: string[]): Promise<number> {
    return Number((await this.session.get<{ count: string }>(sql, ...this.plant(), ...values))?.count ?? 0);
  }
}

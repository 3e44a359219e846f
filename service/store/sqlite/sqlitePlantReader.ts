import { invariant } from '../../../shared/lib/invariant';
import type { EntityKey } from '../../../shared/sync/changeset';
import { type EntityRecord, keyText } from '../../../shared/sync/entityRecord';
import type { LogEntry } from '../../../shared/sync/logEntry';
import type { KeptParkedEdit } from '../../../shared/sync/parkedEdit';
import type { FrozenArea } from '../../../shared/sync/syncWire';
import { toColumn } from '../columnText';
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
  type PlantColumns,
  plantOf,
  type RecordColumns,
  recordOf,
} from '../storedRows';
import type { TenantConnection } from './tenantConnection';

const recordColumnNames = 'kind, id, live, seq, changeset, fields';

/** The short key of a plant in this file; undefined: there is none. */
export function plantNumber(connection: TenantConnection, id: string): number | undefined {
  return connection.get<{ number: number }>('SELECT number FROM plant WHERE id = ?', toColumn(id))?.number;
}

/** A plant, read within one transaction of a connection. */
export class SqlitePlantReader implements PlantReader {
  protected readonly connection: TenantConnection;
  protected readonly plant: number;

  constructor(connection: TenantConnection, plant: number) {
    this.connection = connection;
    this.plant = plant;
  }

  async row(): Promise<PlantRow> {
    const row = this.connection.get<PlantColumns>('SELECT * FROM plant WHERE number = ?', this.plant);
    invariant(row !== undefined, 'the plant is there as long as it is looked at');
    return plantOf(row);
  }

  async records(keys: readonly EntityKey[]): Promise<readonly EntityRecord[]> {
    const sql = `SELECT ${recordColumnNames} FROM record WHERE plant = ? AND kind = ? AND id = ?`;
    return keys.flatMap(({ kind, id }) => {
      const row = this.connection.get<RecordColumns>(sql, this.plant, toColumn(kind), toColumn(id));
      return row === undefined ? [] : [recordOf(row)];
    });
  }

  async referrers(keys: readonly EntityKey[]): Promise<ReadonlyMap<string, readonly EntityKey[]>> {
    const sql = 'SELECT kind, id FROM reference WHERE plant = ? AND target_kind = ? AND target_id = ?';
    return new Map(
      keys.map((key) => {
        const rows = this.connection.all<KeyColumns>(sql, this.plant, toColumn(key.kind), toColumn(key.id));
        return [keyText(key), rows.map(keyOf)] as const;
      }),
    );
  }

  async holders(uniqueKeys: readonly string[]): Promise<ReadonlyMap<string, readonly EntityKey[]>> {
    const sql = 'SELECT kind, id FROM unique_name WHERE plant = ? AND name = ?';
    return new Map(
      uniqueKeys.map((name) => {
        return [name, this.connection.all<KeyColumns>(sql, this.plant, toColumn(name)).map(keyOf)] as const;
      }),
    );
  }

  async liveCount(kind: string): Promise<number> {
    const sql = 'SELECT COUNT(*) AS count FROM record WHERE plant = ? AND kind = ? AND live = 1';
    return this.connection.get<{ count: number }>(sql, this.plant, toColumn(kind))?.count ?? 0;
  }

  async decision(changesetId: string): Promise<StoredDecision | undefined> {
    const sql = 'SELECT fingerprint, outcome FROM decision WHERE plant = ? AND changeset = ?';
    const row = this.connection.get<DecisionColumns>(sql, this.plant, toColumn(changesetId));
    return row && decisionOf(row);
  }

  async entries(since: number, limit: number): Promise<readonly LogEntry[]> {
    const sql = 'SELECT entry FROM log WHERE plant = ? AND seq > ? ORDER BY seq LIMIT ?';
    return this.connection.all<{ entry: string }>(sql, this.plant, since, limit).map(({ entry }) => entryOf(entry));
  }

  async seqAt(timeMs: number): Promise<number> {
    const sql = 'SELECT seq FROM log WHERE plant = ? AND in_force_ms <= ? ORDER BY in_force_ms DESC, seq DESC LIMIT 1';
    return this.connection.get<{ seq: number }>(sql, this.plant, timeMs)?.seq ?? 0;
  }

  async recordsAfter(after: EntityKey | undefined, limit: number): Promise<readonly EntityRecord[]> {
    const sql = `SELECT ${recordColumnNames} FROM record WHERE plant = ? AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?`;
    // Kinds and ids are not empty, so nothing comes before this.
    const { kind, id } = after ?? { kind: '', id: '' };
    return this.connection.all<RecordColumns>(sql, this.plant, toColumn(kind), toColumn(id), limit).map(recordOf);
  }

  async recordCount(): Promise<number> {
    const sql = 'SELECT COUNT(*) AS count FROM record WHERE plant = ?';
    return this.connection.get<{ count: number }>(sql, this.plant)?.count ?? 0;
  }

  async parkedEdits(): Promise<readonly KeptParkedEdit[]> {
    const sql =
      'SELECT edit, subject, stored_at_ms, resolved FROM parked_edit WHERE plant = ? ORDER BY stored_at_ms, id';
    return this.connection.all<ParkedEditColumns>(sql, this.plant).map(parkedEditOf);
  }

  async frozenAreas(): Promise<readonly FrozenArea[]> {
    const sql = 'SELECT area, subject, since_ms, reason FROM freeze WHERE plant = ? ORDER BY area';
    return this.connection.all<FreezeColumns>(sql, this.plant).map(frozenAreaOf);
  }
}

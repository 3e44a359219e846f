import type { EntityRecord } from '../../../shared/sync/entityRecord';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { referencesOf, uniqueKeysOf } from '../../../shared/sync/references';
import type { FrozenArea } from '../../../shared/sync/syncWire';
import type { KeptParkedEdit, ParkedEdit } from '../../../shared/sync/parkedEdit';
import { toColumn } from '../columnText';
import { checkFollows } from '../plantHead';
import type { PlantTransaction, StoredDecision } from '../serviceStore';
import { freezeColumns, recordColumns } from '../storedRows';
import { SqlitePlantReader } from './sqlitePlantReader';

const putRecord = `
  INSERT INTO record (plant, kind, id, live, seq, changeset, fields) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (plant, kind, id) DO UPDATE SET
    live = excluded.live, seq = excluded.seq, changeset = excluded.changeset, fields = excluded.fields`;

const addReference = 'INSERT INTO reference (plant, kind, id, target_kind, target_id) VALUES (?, ?, ?, ?, ?)';
const addName = 'INSERT INTO unique_name (plant, kind, id, name) VALUES (?, ?, ?, ?)';

const addEntry = 'INSERT INTO log (plant, seq, in_force_ms, entry) VALUES (?, ?, ?, ?)';
const moveHead = 'UPDATE plant SET head_seq = ?, head_hash = ?, head_digest = ?, changed_at_ms = ? WHERE number = ?';

const putDecision = `
  INSERT INTO decision (plant, changeset, fingerprint, outcome) VALUES (?, ?, ?, ?)`;

const putParkedEdit = `
  INSERT INTO parked_edit (plant, id, edit, subject, stored_at_ms) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (plant, id) DO NOTHING`;

const addFreeze = `
  INSERT INTO freeze (plant, area, subject, since_ms, reason) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (plant, area) DO NOTHING`;

/** A plant within the one transaction that may write to the tenant's file. */
export class SqlitePlantTransaction extends SqlitePlantReader implements PlantTransaction {
  async append(entry: LogEntry, records: readonly EntityRecord[], digest: string): Promise<void> {
    const { head, changedAtMs } = await this.row();
    checkFollows(entry, head);
    const inForceMs = head.seq === 0 ? entry.serverAtMs : Math.max(changedAtMs, entry.serverAtMs);
    this.connection.run(addEntry, this.plant, entry.seq, inForceMs, JSON.stringify(entry));
    this.connection.run(moveHead, entry.seq, toColumn(entry.hash), digest, inForceMs, this.plant);
    records.forEach((record) => this.#put(record));
  }

  async putDecision(changesetId: string, { fingerprint, outcome }: StoredDecision): Promise<void> {
    this.connection.run(putDecision, this.plant, toColumn(changesetId), fingerprint, JSON.stringify(outcome));
  }

  async putParkedEdit(edit: ParkedEdit, by: string, storedAtMs: number): Promise<void> {
    const text = JSON.stringify(edit);
    this.connection.run(putParkedEdit, this.plant, toColumn(edit.id), text, toColumn(by), storedAtMs);
  }

  async resolveParkedEdit(id: string, resolved: NonNullable<KeptParkedEdit['resolved']>): Promise<void> {
    const sql = 'UPDATE parked_edit SET resolved = ? WHERE plant = ? AND id = ? AND resolved IS NULL';
    this.connection.run(sql, JSON.stringify(resolved), this.plant, toColumn(id));
  }

  async freeze(frozen: FrozenArea): Promise<void> {
    const { area, subject, since_ms: sinceMs, reason } = freezeColumns(frozen);
    this.connection.run(addFreeze, this.plant, area, subject, sinceMs, reason);
  }

  async release(areaId: string): Promise<void> {
    this.connection.run('DELETE FROM freeze WHERE plant = ? AND area = ?', this.plant, toColumn(areaId));
  }

  #put(record: EntityRecord): void {
    const { kind, id, live, seq, changeset, fields } = recordColumns(record);
    this.connection.run(putRecord, this.plant, kind, id, live ? 1 : 0, seq, changeset, fields);
    this.connection.run('DELETE FROM reference WHERE plant = ? AND kind = ? AND id = ?', this.plant, kind, id);
    this.connection.run('DELETE FROM unique_name WHERE plant = ? AND kind = ? AND id = ?', this.plant, kind, id);
    for (const target of referencesOf(record)) {
      this.connection.run(addReference, this.plant, kind, id, toColumn(target.kind), toColumn(target.id));
    }
    for (const name of uniqueKeysOf(record)) {
      this.connection.run(addName, this.plant, kind, id, toColumn(name));
    }
  }
}

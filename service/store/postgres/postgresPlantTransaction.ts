import type { EntityKey } from '../../../shared/sync/changeset';
import { type EntityRecord, keyText } from '../../../shared/sync/entityRecord';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { referencesOf, uniqueKeysOf } from '../../../shared/sync/references';
import type { FrozenArea } from '../../../shared/sync/syncWire';
import type { KeptParkedEdit, ParkedEdit } from '../../../shared/sync/parkedEdit';
import { toColumn } from '../columnText';
import { checkFollows } from '../plantHead';
import type { PlantTransaction, StoredDecision } from '../serviceStore';
import { freezeColumns, recordColumns } from '../storedRows';
import { PostgresPlantReader } from './postgresPlantReader';

const addEntry = 'INSERT INTO sightglass.log (tenant, plant, seq, in_force_ms, entry) VALUES ($1, $2, $3, $4, $5)';
const moveHead = `
  UPDATE sightglass.plant SET head_seq = $3, head_hash = $4, head_digest = $5, changed_at_ms = $6
  WHERE tenant = $1 AND id = $2`;

const putRecords = `
  INSERT INTO sightglass.record (tenant, plant, kind, id, live, seq, changeset, fields)
  SELECT $1, $2, kind, id, live, seq, changeset, fields
  FROM unnest($3::text[], $4::text[], $5::boolean[], $6::bigint[], $7::text[], $8::text[])
    AS changed (kind, id, live, seq, changeset, fields)
  ON CONFLICT (tenant, plant, kind, id) DO UPDATE SET
    live = excluded.live, seq = excluded.seq, changeset = excluded.changeset, fields = excluded.fields`;

const addReferences = `
  INSERT INTO sightglass.reference (tenant, plant, kind, id, target_kind, target_id)
  SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[])`;
const removeReferences = 'DELETE FROM sightglass.reference WHERE tenant = $1 AND plant = $2 AND kind = $3 AND id = $4';
const addNames = `
  INSERT INTO sightglass.unique_name (tenant, plant, kind, id, name)
  SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[])`;
const removeNames = 'DELETE FROM sightglass.unique_name WHERE tenant = $1 AND plant = $2 AND kind = $3 AND id = $4';

const putDecision = `
  INSERT INTO sightglass.decision (tenant, plant, changeset, fingerprint, outcome) VALUES ($1, $2, $3, $4, $5)`;
const putParkedEdit = `
  INSERT INTO sightglass.parked_edit (tenant, plant, id, edit, subject, stored_at_ms) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (tenant, plant, id) DO NOTHING`;
const resolveParkedEdit = `
  UPDATE sightglass.parked_edit SET resolved = $4
  WHERE tenant = $1 AND plant = $2 AND id = $3 AND resolved IS NULL`;
const addFreeze = `
  INSERT INTO sightglass.freeze (tenant, plant, area, subject, since_ms, reason) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (tenant, plant, area) DO NOTHING`;
const removeFreeze = 'DELETE FROM sightglass.freeze WHERE tenant = $1 AND plant = $2 AND area = $3';

function indexTextOf(record: EntityRecord | undefined): string {
  return record === undefined ? '[[],[]]' : JSON.stringify([referencesOf(record), uniqueKeysOf(record)]);
}

/**
 * A plant within a transaction that has locked its row. Writes are sent and not waited for; that they worked is known
 * before the commit. As nobody else changes the plant, what was read once is not read again.
 */
export class PostgresPlantTransaction extends PostgresPlantReader implements PlantTransaction {
  /** By `keyText`; undefined: there is none. */
  readonly #known = new Map<string, EntityRecord | undefined>();
  #frozen: Promise<readonly FrozenArea[]> | undefined;

  override async records(keys: readonly EntityKey[]): Promise<readonly EntityRecord[]> {
    const unknown = keys.filter((key) => !this.#known.has(keyText(key)));
    if (unknown.length > 0) {
      unknown.forEach((key) => this.#known.set(keyText(key), undefined));
      (await super.records(unknown)).forEach((record) => this.#known.set(keyText(record), record));
    }
    return keys.map((key) => this.#known.get(keyText(key))).filter((record) => record !== undefined);
  }

  override frozenAreas(): Promise<readonly FrozenArea[]> {
    this.#frozen ??= super.frozenAreas();
    return this.#frozen;
  }

  async append(entry: LogEntry, records: readonly EntityRecord[], digest: string): Promise<void> {
    const { head, changedAtMs } = this.found;
    checkFollows(entry, head);
    const inForceMs = head.seq === 0 ? entry.serverAtMs : Math.max(changedAtMs, entry.serverAtMs);
    this.session.send(addEntry, ...this.plant(), entry.seq, inForceMs, JSON.stringify(entry));
    this.session.send(moveHead, ...this.plant(), entry.seq, toColumn(entry.hash), digest, inForceMs);
    if (records.length > 0) {
      await this.records(records);
      this.#putRecords(records);
      this.#index(records);
      records.forEach((record) => this.#known.set(keyText(record), record));
    }
    this.found = { ...this.found, changedAtMs: inForceMs, head: { seq: entry.seq, hash: entry.hash, digest } };
  }

  async putDecision(changesetId: string, { fingerprint, outcome }: StoredDecision): Promise<void> {
    const values = [toColumn(changesetId), fingerprint, JSON.stringify(outcome)];
    this.session.send(putDecision, ...this.plant(), ...values);
  }

  async putParkedEdit(edit: ParkedEdit, by: string, storedAtMs: number): Promise<void> {
    const values = [toColumn(edit.id), JSON.stringify(edit), toColumn(by), storedAtMs];
    this.session.send(putParkedEdit, ...this.plant(), ...values);
  }

  async resolveParkedEdit(id: string, resolved: NonNullable<KeptParkedEdit['resolved']>): Promise<void> {
    this.session.send(resolveParkedEdit, ...this.plant(), toColumn(id), JSON.stringify(resolved));
  }

  async freeze(frozen: FrozenArea): Promise<void> {
    this.#frozen = undefined;
    const { area, subject, since_ms: sinceMs, reason } = freezeColumns(frozen);
    this.session.send(addFreeze, ...this.plant(), area, subject, sinceMs, reason);
  }

  async release(areaId: string): Promise<void> {
    this.#frozen = undefined;
    this.session.send(removeFreeze, ...this.plant(), toColumn(areaId));
  }

  #putRecords(records: readonly EntityRecord[]): void {
    const rows = records.map(recordColumns);
    this.session.send(
      putRecords,
      ...this.plant(),
      ...[rows.map(({ kind }) => kind), rows.map(({ id }) => id), rows.map(({ live }) => live)],
      ...[rows.map(({ seq }) => seq), rows.map(({ changeset }) => changeset), rows.map(({ fields }) => fields)],
    );
  }

  /** Most changes leave the indexes as they are: only those of records where they differ are written. */
  #index(after: readonly EntityRecord[]): void {
    const changed = after.filter((record) => indexTextOf(this.#known.get(keyText(record))) !== indexTextOf(record));
    const known = changed.filter((record) => this.#known.get(keyText(record)) !== undefined);
    for (const { kind, id } of known) {
      this.session.send(removeReferences, ...this.plant(), toColumn(kind), toColumn(id));
      this.session.send(removeNames, ...this.plant(), toColumn(kind), toColumn(id));
    }
    this.#addReferences(changed);
    this.#addNames(changed);
  }

  #addReferences(records: readonly EntityRecord[]): void {
    const rows = records.flatMap((record) => referencesOf(record).map((target) => [record, target] as const));
    if (rows.length > 0) {
      const columns = (pick: (row: (typeof rows)[number]) => string) => rows.map((row) => toColumn(pick(row)));
      const owners = [columns(([{ kind }]) => kind), columns(([{ id }]) => id)];
      const targets = [columns(([, { kind }]) => kind), columns(([, { id }]) => id)];
      this.session.send(addReferences, ...this.plant(), ...owners, ...targets);
    }
  }

  #addNames(records: readonly EntityRecord[]): void {
    const rows = records.flatMap((record) => uniqueKeysOf(record).map((name) => ({ ...record, name })));
    if (rows.length > 0) {
      const owners = [rows.map(({ kind }) => toColumn(kind)), rows.map(({ id }) => toColumn(id))];
      this.session.send(
        addNames,
        ...this.plant(),
        ...owners,
        rows.map(({ name }) => toColumn(name)),
      );
    }
  }
}

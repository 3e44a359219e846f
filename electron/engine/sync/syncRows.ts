import { z } from 'zod';
import { AppFailure } from '../../../shared/lib/appError';
import { issueText } from '../../../shared/model/issueText';
import type { Changeset } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import type { LogEntry } from '../../../shared/sync/logEntry';
import type { OutboxRow } from '../../../shared/sync/outboxRows';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import { parkedAnew } from '../../../shared/sync/plantAnew';
import type { ReplicaState, ReplicaWrites } from '../../../shared/sync/replica';
import { changesetSchema, parkedEditSchema } from '../../../shared/sync/syncWire';
import { KeptStatements } from '../project/keptStatements';
import type { ProjectDatabase } from '../project/projectDatabase';
import { sharingRecordSchema } from './storedRecord';

/** Which plant of which tenant a project file is. */
export interface SyncLink {
  readonly address: string;
  readonly tenantId: string;
  readonly tenantName: string;
  /** Who is signed in there, as far as it was known last. */
  readonly subject: string;
  readonly plantId: string;
  readonly plantName: string;
  /** The service knows the plant. */
  readonly published: boolean;
  /** When everything was last there, milliseconds since the epoch. */
  readonly syncedAtMs: number | undefined;
  /** The entry after which the log that is kept here begins. */
  readonly origin: KnownEntry;
}

/** One entry of the log by what proves that two logs have it both. */
export interface KnownEntry {
  /** 0: before the first. */
  readonly seq: number;
  /** Before the first, the plant's id. */
  readonly hash: string;
}

/** What became of a parked edit. */
export interface ParkedResolution {
  readonly by: string;
  readonly atMs: number;
  readonly take: 'mine' | 'theirs' | 'edit';
}

/** An edit that was parked here. */
export interface ParkedRow {
  readonly edit: ParkedEdit;
  readonly resolved: ParkedResolution | undefined;
}

const stateSchema: z.ZodType<ReplicaState> = z.object({
  plantId: z.string().min(1),
  epoch: z.string(),
  cursor: z.number().int().min(0),
  headHash: z.string(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
const resolvedSchema: z.ZodType<ParkedResolution> = z.object({
  by: z.string(),
  atMs: z.number(),
  take: z.enum(['mine', 'theirs', 'edit']),
});

interface LinkRow {
  readonly address: string;
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly subject: string;
  readonly plant_id: string;
  readonly plant_name: string;
  readonly published: number;
  readonly synced_at_ms: number | null;
  readonly origin_seq: number;
  readonly origin_hash: string;
}

/** The tables of a plant that belongs to a tenant. Writing is for inside transactions. */
export class SyncRows {
  readonly #database: ProjectDatabase;
  /** Those of every step and every status. */
  readonly #statements: KeptStatements;
  readonly #path: string;

  /** `path`: how errors name the file. */
  constructor(database: ProjectDatabase, path: string) {
    this.#database = database;
    this.#statements = new KeptStatements(database);
    this.#path = path;
  }

  /** Undefined: the plant belongs to no tenant. */
  link(): SyncLink | undefined {
    const row = this.#database.prepare<[], LinkRow>('SELECT * FROM sync_link').get();
    return (
      row && {
        address: row.address,
        tenantId: row.tenant_id,
        tenantName: row.tenant_name,
        subject: row.subject,
        plantId: row.plant_id,
        plantName: row.plant_name,
        published: row.published === 1,
        syncedAtMs: row.synced_at_ms ?? undefined,
        origin: { seq: row.origin_seq, hash: row.origin_hash },
      }
    );
  }

  putLink(link: SyncLink, state: ReplicaState): void {
    this.#database
      .prepare(
        `INSERT INTO sync_link
           (id, address, tenant_id, tenant_name, subject, plant_id, plant_name, published, synced_at_ms,
            origin_seq, origin_hash, state)
         VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[link.address, link.tenantId, link.tenantName, link.subject, link.plantId, link.plantName],
        ...[link.published ? 1 : 0, link.syncedAtMs ?? null, link.origin.seq, link.origin.hash],
        JSON.stringify(state),
      );
  }

  /**
   * From now on the plant is another one of the same tenant, which the service knows and nothing was read of. What
   * nobody has decided is to be kept there as well, as made on what waits to be sent: all of the plant.
   */
  moveLink(plantId: string, plantName: string): void {
    this.#database
      .prepare(
        `UPDATE sync_link SET plant_id = ?, plant_name = ?, published = 1, synced_at_ms = NULL, origin_seq = 0,
           origin_hash = ?`,
      )
      .run(plantId, plantName, plantId);
    const base = Number(this.#database.prepare('SELECT count(*) FROM sync_outbox').pluck().get());
    const parked = this.#column(
      'SELECT parked FROM sync_parked WHERE resolved IS NULL',
      parkedEditSchema,
      'sync_parked',
    );
    const put = this.#database.prepare('UPDATE sync_parked SET parked = ?, uploaded = 0 WHERE id = ?');
    parked.forEach((edit) => put.run(JSON.stringify(parkedAnew(edit, base)), edit.id));
  }

  setPublished(): void {
    this.#database.prepare('UPDATE sync_link SET published = 1').run();
  }

  setSyncedAt(timeMs: number): void {
    this.#database.prepare('UPDATE sync_link SET synced_at_ms = ?').run(Math.round(timeMs));
  }

  setSubject(subject: string, tenantName: string): void {
    this.#database.prepare('UPDATE sync_link SET subject = ?, tenant_name = ?').run(subject, tenantName);
  }

  setOrigin({ seq, hash }: KnownEntry): void {
    this.#database.prepare('UPDATE sync_link SET origin_seq = ?, origin_hash = ?').run(seq, hash);
  }

  /** Throws an `AppFailure` where a row is none that this program wrote; so do the others that read. */
  state(): ReplicaState {
    const text = this.#database.prepare<[], string>('SELECT state FROM sync_link').pluck().get();
    return this.#read(stateSchema, text ?? '', 'sync_link');
  }

  records(): readonly EntityRecord[] {
    return this.#column('SELECT record FROM sync_record', sharingRecordSchema(), 'sync_record');
  }

  /** In order of their positions. */
  outbox(): readonly OutboxRow[] {
    return this.#database
      .prepare<[], { position: number; changeset: string }>(
        'SELECT position, changeset FROM sync_outbox ORDER BY position',
      )
      .all()
      .map(({ position, changeset }) => ({
        position,
        changeset: this.#read(changesetSchema, changeset, 'sync_outbox'),
      }));
  }

  /** Whether a changeset is in the outbox on the disk. */
  isWaiting(changesetId: string): boolean {
    return this.#statements.of('SELECT 1 FROM sync_outbox WHERE id = ?').get(changesetId) !== undefined;
  }

  parked(): readonly ParkedRow[] {
    return this.#database
      .prepare<[], { parked: string; resolved: string | null }>('SELECT parked, resolved FROM sync_parked')
      .all()
      .map(({ parked, resolved }) => ({
        edit: this.#read(parkedEditSchema, parked, 'sync_parked'),
        resolved: resolved === null ? undefined : this.#read(resolvedSchema, resolved, 'sync_parked'),
      }));
  }

  /** How many parked edits nobody has decided. */
  openConflictCount(): number {
    return Number(this.#statements.of('SELECT count(*) FROM sync_parked WHERE resolved IS NULL').pluck().get());
  }

  /** Parked edits that the service has no copy of yet. */
  parkedHereOnly(): readonly ParkedEdit[] {
    return this.#column('SELECT parked FROM sync_parked WHERE uploaded = 0', parkedEditSchema, 'sync_parked');
  }

  setUploaded(parkedId: string): void {
    this.#statements.of('UPDATE sync_parked SET uploaded = 1 WHERE id = ?').run(parkedId);
  }

  /** The service may have lost its copies of parked edits: they are sent again. */
  uploadAgain(): void {
    this.#database.exec('UPDATE sync_parked SET uploaded = 0');
  }

  /** What was decided first stays. */
  resolve(parkedId: string, resolution: ParkedResolution): void {
    this.#database
      .prepare('UPDATE sync_parked SET resolved = ? WHERE id = ? AND resolved IS NULL')
      .run(JSON.stringify(resolution), parkedId);
  }

  /** Own changesets that were confirmed after an entry, in their order. */
  sentAfter(seq: number): readonly Changeset[] {
    return this.#database
      .prepare<[number], string>('SELECT changeset FROM sync_sent WHERE seq > ? ORDER BY seq')
      .pluck()
      .all(seq)
      .map((text) => this.#read(changesetSchema, text, 'sync_sent'));
  }

  /** The entries that are kept here, ascending, and what they follow on. */
  knownEntries(): readonly KnownEntry[] {
    const origin = this.link()?.origin;
    const entries = this.#database.prepare<[], KnownEntry>('SELECT seq, hash FROM sync_entry ORDER BY seq').all();
    return origin === undefined ? entries : [origin, ...entries.filter(({ seq }) => seq > origin.seq)];
  }

  /** Writes what a step of the replica says. */
  write(writes: ReplicaWrites): void {
    const { state, replacesBase, records, outbox, confirmed } = writes;
    const [database, statements] = [this.#database, this.#statements];
    statements.of('UPDATE sync_link SET state = ?').run(JSON.stringify(state));
    if (replacesBase) {
      database.exec('DELETE FROM sync_record');
      database.prepare('DELETE FROM sync_entry WHERE seq > ?').run(state.cursor);
      database.prepare('DELETE FROM sync_sent WHERE seq > ?').run(state.cursor);
    }
    this.putRecords(records);
    const remove = statements.of('DELETE FROM sync_outbox WHERE position = ?');
    outbox.removed.forEach((position) => remove.run(position));
    const put = statements.of(
      'INSERT OR REPLACE INTO sync_outbox (position, id, changeset, made_at_ms) VALUES (?, ?, ?, ?)',
    );
    outbox.put.forEach(({ position, changeset }) =>
      put.run(position, changeset.id, JSON.stringify(changeset), Math.round(changeset.atMs)),
    );
    const keep = statements.of('INSERT OR REPLACE INTO sync_sent (id, seq, changeset) VALUES (?, ?, ?)');
    confirmed.forEach(({ changeset, seq }) => keep.run(changeset.id, seq, JSON.stringify(changeset)));
    const park = statements.of('INSERT OR IGNORE INTO sync_parked (id, parked, uploaded) VALUES (?, ?, 0)');
    writes.parked.forEach((edit) => park.run(edit.id, JSON.stringify(edit)));
    this.putEntries(writes.entries);
  }

  putRecords(records: readonly EntityRecord[]): void {
    const put = this.#statements.of('INSERT OR REPLACE INTO sync_record (kind, id, record) VALUES (?, ?, ?)');
    records.forEach((record) => put.run(record.kind, record.id, JSON.stringify(record)));
  }

  /** Writes entries of the log, and what they decide of edits that were parked here. */
  putEntries(entries: readonly LogEntry[]): void {
    const put = this.#statements.of(
      `INSERT OR REPLACE INTO sync_entry
         (seq, id, by, at_ms, server_at_ms, label, changes, resolves, previous_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { seq, id, by, atMs, serverAtMs, label, changes, resolves, previousHash, hash } of entries) {
      const texts = [JSON.stringify(changes), JSON.stringify(resolves), previousHash, hash];
      put.run(seq, id, by, atMs, serverAtMs, label, ...texts);
      resolves.forEach(({ conflictId, take }) => this.resolve(conflictId, { by, atMs: serverAtMs, take }));
    }
  }

  #column<T>(sql: string, schema: z.ZodType<T>, table: string): readonly T[] {
    const texts = this.#database.prepare<[], string>(sql).pluck().all();
    return texts.map((text) => this.#read(schema, text, table));
  }

  #read<T>(schema: z.ZodType<T>, text: string, table: string): T {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    const parsed = schema.safeParse(json);
    if (!parsed.success) {
      const detail = `a row of ${table}: ${issueText(parsed.error)}`;
      throw new AppFailure({ code: 'damaged-project', path: this.#path, detail });
    }
    return parsed.data;
  }
}

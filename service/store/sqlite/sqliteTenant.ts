import { invariant } from '../../../shared/lib/invariant';
import { toColumn } from '../columnText';
import { firstHead } from '../plantHead';
import { securityEventHash } from '../securityChain';
import type {
  PlantReader,
  PlantRow,
  PlantTransaction,
  SecurityEvent,
  StoredSecurityEvent,
  TenantRow,
  TenantStore,
  TokenRow,
} from '../serviceStore';
import {
  type PlantColumns,
  plantOf,
  type SecurityEventColumns,
  securityEventOf,
  type TenantColumns,
  tenantOf,
  type TokenColumns,
  tokenColumns,
  tokenOf,
} from '../storedRows';
import { GroupedWrites } from './groupedWrites';
import { ReaderPool } from './readerPool';
import { plantNumber, SqlitePlantReader } from './sqlitePlantReader';
import { SqlitePlantTransaction } from './sqlitePlantTransaction';
import { openForReading, openForWriting, type TenantConnection } from './tenantConnection';
import { plantTables } from './tenantSchema';

const addPlant = `
  INSERT INTO plant (id, name, created_at_ms, changed_at_ms, head_seq, head_hash, head_digest)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

const putToken = `
  INSERT INTO token (key_id, secret_hmac, subject, role, plant_ids, created_at_ms, expires_at_ms, revoked_at_ms,
    last_used_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (key_id) DO UPDATE SET secret_hmac = excluded.secret_hmac, subject = excluded.subject,
    role = excluded.role, plant_ids = excluded.plant_ids, created_at_ms = excluded.created_at_ms,
    expires_at_ms = excluded.expires_at_ms, revoked_at_ms = excluded.revoked_at_ms,
    last_used_at_ms = excluded.last_used_at_ms`;

const addEvent = 'INSERT INTO security_event (sequence, at_ms, subject, what, detail, hash) VALUES (?, ?, ?, ?, ?, ?)';

interface EventsEnd {
  readonly sequence: number;
  readonly hash: string;
}

function eventsEndOf(connection: TenantConnection): EventsEnd {
  const end = connection.get<EventsEnd>('SELECT event_sequence AS sequence, event_hash AS hash FROM meta');
  invariant(end !== undefined, 'a tenant has its row');
  return end;
}

/**
 * One tenant in its file. One connection writes, one transaction after the other; others look meanwhile. Nothing of the
 * file is kept in memory, so that another process (the command line) may write between two transactions.
 */
export class SqliteTenant implements TenantStore {
  readonly #writer: TenantConnection;
  readonly #readers: ReaderPool;
  readonly #writes: GroupedWrites;
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  /** `isThere`: whether the file that was opened still lies at `path`. */
  constructor(path: string, isThere: () => boolean) {
    this.#writer = openForWriting(path);
    this.#writes = new GroupedWrites(this.#writer);
    this.#readers = new ReaderPool(() => {
      const reader = openForReading(path);
      if (!isThere()) {
        // Dropped meanwhile, and perhaps another tenant's by now.
        reader.close();
        throw new Error('The tenant was dropped');
      }
      return reader;
    });
  }

  async row(): Promise<TenantRow> {
    return this.#ask((reader) => {
      const row = reader.get<TenantColumns>('SELECT id, name, created_at_ms, epoch FROM meta');
      invariant(row !== undefined, 'a tenant has its row');
      return tenantOf(row);
    });
  }

  async plants(): Promise<readonly PlantRow[]> {
    const sql = 'SELECT * FROM plant ORDER BY created_at_ms, id';
    return this.#ask((reader) => reader.all<PlantColumns>(sql).map(plantOf));
  }

  createPlant({ id, name, createdAtMs }: Pick<PlantRow, 'id' | 'name' | 'createdAtMs'>): Promise<boolean> {
    const { seq, hash, digest } = firstHead(id);
    const values = [toColumn(id), toColumn(name), createdAtMs, createdAtMs, seq, toColumn(hash), digest];
    return this.#write((writer) => writer.run(addPlant, ...values) > 0);
  }

  deletePlant(id: string): Promise<boolean> {
    return this.#write((writer) => {
      const plant = plantNumber(writer, id);
      if (plant === undefined) {
        return false;
      }
      plantTables.forEach((table) => writer.run(`DELETE FROM ${table} WHERE plant = ?`, plant));
      return writer.run('DELETE FROM plant WHERE number = ?', plant) > 0;
    });
  }

  readPlant<T>(id: string, work: (plant: PlantReader) => Promise<T>): Promise<T | undefined> {
    return this.#track(() =>
      this.#readers.use(async (reader) => {
        const plant = plantNumber(reader, id);
        return plant === undefined ? undefined : work(new SqlitePlantReader(reader, plant));
      }),
    );
  }

  changePlant<T>(id: string, work: (plant: PlantTransaction) => Promise<T>): Promise<T | undefined> {
    return this.#write(async (writer) => {
      const plant = plantNumber(writer, id);
      return plant === undefined ? undefined : work(new SqlitePlantTransaction(writer, plant));
    });
  }

  async tokens(): Promise<readonly TokenRow[]> {
    const sql = 'SELECT * FROM token ORDER BY created_at_ms, key_id';
    return this.#ask((reader) => reader.all<TokenColumns>(sql).map(tokenOf));
  }

  /** The token of this key; undefined: it is not the tenant's. */
  token(keyId: string): TokenRow | undefined {
    return this.#ask((reader) => {
      const row = reader.get<TokenColumns>('SELECT * FROM token WHERE key_id = ?', toColumn(keyId));
      return row && tokenOf(row);
    });
  }

  async putToken(token: TokenRow): Promise<void> {
    const row = tokenColumns(token);
    await this.#write((writer) =>
      writer.run(
        putToken,
        ...[row.key_id, row.secret_hmac, row.subject, row.role, row.plant_ids],
        ...[row.created_at_ms, row.expires_at_ms, row.revoked_at_ms, row.last_used_at_ms],
      ),
    );
  }

  async touchToken(keyId: string, lastUsedAtMs: number): Promise<void> {
    const sql = 'UPDATE token SET last_used_at_ms = ? WHERE key_id = ?';
    await this.#write((writer) => writer.run(sql, lastUsedAtMs, toColumn(keyId)));
  }

  async record(event: SecurityEvent): Promise<void> {
    await this.#write((writer) => {
      const end = eventsEndOf(writer);
      const sequence = end.sequence + 1;
      const hash = securityEventHash(end.hash, sequence, event);
      const texts = [event.subject, event.what, event.detail].map(toColumn);
      writer.run(addEvent, sequence, event.atMs, ...texts, hash);
      writer.run('UPDATE meta SET event_sequence = ?, event_hash = ?', sequence, hash);
    });
  }

  async securityEvents(after: number, limit: number): Promise<readonly StoredSecurityEvent[]> {
    const sql = 'SELECT * FROM security_event WHERE sequence > ? ORDER BY sequence LIMIT ?';
    return this.#ask((reader) => reader.all<SecurityEventColumns>(sql, after, limit).map(securityEventOf));
  }

  async securityEventsEnd(): Promise<EventsEnd> {
    return this.#ask(eventsEndOf);
  }

  async renewEpoch(epoch: string): Promise<void> {
    await this.#write((writer) => writer.run('UPDATE meta SET epoch = ?', toColumn(epoch)));
  }

  /** Waits for what runs, refuses what comes later, and lets go of the file. */
  async close(): Promise<void> {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    await Promise.allSettled([...this.#running]);
    this.#readers.close();
    this.#writer.close();
  }

  #ask<T>(question: (reader: TenantConnection) => T): T {
    invariant(!this.#isClosed, 'the tenant is open');
    return this.#readers.ask(question);
  }

  #write<T>(work: (writer: TenantConnection) => T | Promise<T>): Promise<T> {
    return this.#track(() => this.#writes.run(work));
  }

  async #track<T>(work: () => Promise<T>): Promise<T> {
    invariant(!this.#isClosed, 'the tenant is open');
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

import { toColumn } from '../columnText';
import { GroupedChanges } from '../groupedChanges';
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
import type { PostgresDatabase, TransactionMode } from './postgresDatabase';
import { PostgresPlantReader } from './postgresPlantReader';
import { PostgresPlantTransaction } from './postgresPlantTransaction';
import { plantTables } from './postgresSchema';
import type { PostgresSession } from './postgresSession';

const selectPlant = 'SELECT * FROM sightglass.plant WHERE tenant = $1 AND id = $2';

const addPlant = `
  INSERT INTO sightglass.plant (tenant, id, name, created_at_ms, changed_at_ms, head_seq, head_hash, head_digest)
  VALUES ($1, $2, $3, $4, $4, $5, $6, $7) ON CONFLICT (tenant, id) DO NOTHING`;

const takePlace = `
  INSERT INTO sightglass.token_place (key_id, tenant) VALUES ($1, $2) ON CONFLICT (key_id) DO NOTHING`;

const putToken = `
  INSERT INTO sightglass.token (tenant, key_id, secret_hmac, subject, role, plant_ids, created_at_ms, expires_at_ms,
    revoked_at_ms, last_used_at_ms)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (tenant, key_id) DO UPDATE SET secret_hmac = excluded.secret_hmac, subject = excluded.subject,
    role = excluded.role, plant_ids = excluded.plant_ids, created_at_ms = excluded.created_at_ms,
    expires_at_ms = excluded.expires_at_ms, revoked_at_ms = excluded.revoked_at_ms,
    last_used_at_ms = excluded.last_used_at_ms`;

const addEvent = `
  INSERT INTO sightglass.security_event (tenant, sequence, at_ms, subject, what, detail, hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

const selectEvents = `
  SELECT * FROM sightglass.security_event WHERE tenant = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`;

const selectEventsEnd = 'SELECT sequence, hash FROM sightglass.event_head WHERE tenant = $1';

const moveEventsEnd = 'UPDATE sightglass.event_head SET sequence = $2, hash = $3 WHERE tenant = $1';

type Visit = (session: PostgresSession) => Promise<void>;

interface EventsEnd {
  readonly sequence: number;
  readonly hash: string;
}

async function eventsEnd(session: PostgresSession, sql: string, tenantId: string): Promise<EventsEnd> {
  const end = await session.get<{ sequence: string; hash: string }>(sql, tenantId);
  if (end === undefined) {
    throw new Error('The tenant was dropped');
  }
  return { sequence: Number(end.sequence), hash: end.hash };
}

/** What changes something of a tenant that has to be changed one after the other. It takes one connection, however many wait. */
export interface TenantQueues {
  /** By tenant and plant. A plant that is not there is undefined. */
  readonly plants: Map<string, GroupedChanges<PlantTransaction | undefined>>;
  /** Security events, by tenant. */
  readonly events: Map<string, GroupedChanges<PostgresSession>>;
}

async function runQueued<Room, T>(
  queues: Map<string, GroupedChanges<Room>>,
  place: Readonly<{ name: string; enter: ConstructorParameters<typeof GroupedChanges<Room>>[0] }>,
  work: (room: Room) => Promise<T>,
): Promise<T> {
  const queue = queues.get(place.name) ?? new GroupedChanges(place.enter);
  queues.set(place.name, queue);
  try {
    return await queue.run(work);
  } finally {
    if (queue.isIdle()) {
      queues.delete(place.name);
    }
  }
}

/** One tenant in the database. */
export class PostgresTenant implements TenantStore {
  readonly #database: PostgresDatabase;
  readonly #id: string;
  readonly #queues: TenantQueues;

  constructor(database: PostgresDatabase, id: string, queues: TenantQueues) {
    this.#database = database;
    this.#id = id;
    this.#queues = queues;
  }

  async row(): Promise<TenantRow> {
    const row = await this.#in('glance', (session) =>
      session.get<TenantColumns>('SELECT * FROM sightglass.tenant WHERE id = $1', this.#id),
    );
    if (row === undefined) {
      throw new Error('The tenant was dropped');
    }
    return tenantOf(row);
  }

  async plants(): Promise<readonly PlantRow[]> {
    const sql = 'SELECT * FROM sightglass.plant WHERE tenant = $1 ORDER BY created_at_ms, id';
    const rows = await this.#in('glance', (session) => session.all<PlantColumns>(sql, this.#id));
    return rows.map(plantOf);
  }

  async createPlant({ id, name, createdAtMs }: Pick<PlantRow, 'id' | 'name' | 'createdAtMs'>): Promise<boolean> {
    const { seq, hash, digest } = firstHead(id);
    const values = [toColumn(id), toColumn(name), createdAtMs, seq, toColumn(hash), digest];
    return (await this.#in('change', (session) => session.run(addPlant, this.#id, ...values))) > 0;
  }

  deletePlant(id: string): Promise<boolean> {
    const plant = toColumn(id);
    return this.#in('change', async (session) => {
      // First the row: whoever changes the plant has it locked, and nobody begins to afterwards.
      if ((await session.run('DELETE FROM sightglass.plant WHERE tenant = $1 AND id = $2', this.#id, plant)) === 0) {
        return false;
      }
      for (const table of plantTables) {
        await session.run(`DELETE FROM sightglass.${table} WHERE tenant = $1 AND plant = $2`, this.#id, plant);
      }
      return true;
    });
  }

  readPlant<T>(id: string, work: (plant: PlantReader) => Promise<T>): Promise<T | undefined> {
    const key = { tenant: this.#id, plant: toColumn(id) };
    return this.#in('look', async (session) => {
      const row = await session.get<PlantColumns>(selectPlant, key.tenant, key.plant);
      return row && work(new PostgresPlantReader(session, key, plantOf(row)));
    });
  }

  changePlant<T>(id: string, work: (plant: PlantTransaction) => Promise<T>): Promise<T | undefined> {
    const key = { tenant: this.#id, plant: toColumn(id) };
    const enter = (visit: (plant: PlantTransaction | undefined) => Promise<void>): Promise<void> =>
      this.#in('change', async (session) => {
        const row = await session.get<PlantColumns>(`${selectPlant} FOR UPDATE`, key.tenant, key.plant);
        await visit(row && new PostgresPlantTransaction(session, key, plantOf(row)));
      });
    const place = { name: JSON.stringify([this.#id, id]), enter };
    return runQueued(this.#queues.plants, place, async (plant) => plant && work(plant));
  }

  async tokens(): Promise<readonly TokenRow[]> {
    const sql = 'SELECT * FROM sightglass.token WHERE tenant = $1 ORDER BY created_at_ms, key_id';
    const rows = await this.#in('glance', (session) => session.all<TokenColumns>(sql, this.#id));
    return rows.map(tokenOf);
  }

  /** The token of this key; undefined: it is not the tenant's. */
  async token(keyId: string): Promise<TokenRow | undefined> {
    const sql = 'SELECT * FROM sightglass.token WHERE tenant = $1 AND key_id = $2';
    const row = await this.#in('glance', (session) => session.get<TokenColumns>(sql, this.#id, toColumn(keyId)));
    return row && tokenOf(row);
  }

  async putToken(token: TokenRow): Promise<void> {
    const row = tokenColumns(token);
    await this.#in('change', async (session) => {
      await session.run(takePlace, row.key_id, this.#id);
      const place = await session.get<{ tenant: string }>(
        'SELECT tenant FROM sightglass.token_place WHERE key_id = $1',
        row.key_id,
      );
      if (place?.tenant !== this.#id) {
        throw new Error('Another tenant has a token of this key');
      }
      await session.run(
        putToken,
        ...[this.#id, row.key_id, row.secret_hmac, row.subject, row.role, row.plant_ids],
        ...[row.created_at_ms, row.expires_at_ms, row.revoked_at_ms, row.last_used_at_ms],
      );
    });
  }

  async touchToken(keyId: string, lastUsedAtMs: number): Promise<void> {
    const sql = 'UPDATE sightglass.token SET last_used_at_ms = $3 WHERE tenant = $1 AND key_id = $2';
    await this.#in('change', (session) => session.run(sql, this.#id, toColumn(keyId), lastUsedAtMs));
  }

  record(event: SecurityEvent): Promise<void> {
    const place = { name: this.#id, enter: (visit: Visit) => this.#in('change', visit) };
    return runQueued(this.#queues.events, place, async (session) => {
      const end = await eventsEnd(session, `${selectEventsEnd} FOR UPDATE`, this.#id);
      const sequence = end.sequence + 1;
      const hash = securityEventHash(end.hash, sequence, event);
      const texts = [event.subject, event.what, event.detail].map(toColumn);
      session.send(addEvent, this.#id, sequence, event.atMs, ...texts, hash);
      session.send(moveEventsEnd, this.#id, sequence, hash);
    });
  }

  async securityEvents(after: number, limit: number): Promise<readonly StoredSecurityEvent[]> {
    const rows = await this.#in('glance', (session) =>
      session.all<SecurityEventColumns>(selectEvents, this.#id, after, limit),
    );
    return rows.map(securityEventOf);
  }

  securityEventsEnd(): Promise<EventsEnd> {
    return this.#in('glance', (session) => eventsEnd(session, selectEventsEnd, this.#id));
  }

  async renewEpoch(epoch: string): Promise<void> {
    const sql = 'UPDATE sightglass.tenant SET epoch = $2 WHERE id = $1';
    await this.#in('change', (session) => session.run(sql, this.#id, toColumn(epoch)));
  }

  #in<T>(mode: TransactionMode, work: (session: PostgresSession) => Promise<T>): Promise<T> {
    return this.#database.inTenant(this.#id, mode, work);
  }
}
